//! The globs of a project, as DocFX and minimatch read them: `*` stays in its folder, `**/` is any depth, also none.

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};

use crate::diagnostic::{Code, Diagnostic};
use crate::text::VirtualPath;

/// A list of globs and a list of those that take away from it.
#[derive(Debug)]
pub(super) struct Globs {
    include: GlobSet,
    exclude: GlobSet,
}

impl Globs {
    /// Reads both lists; a glob that cannot be read is a finding and matches nothing.
    pub(super) fn new(include: &[String], exclude: &[String], diagnostics: &mut Vec<Diagnostic>) -> Self {
        Self { include: set(include, diagnostics), exclude: set(exclude, diagnostics) }
    }

    /// Whether a path, relative to the content folder, is meant.
    pub(super) fn matches(&self, path: &VirtualPath) -> bool {
        self.include.is_match(path.as_str()) && !self.exclude.is_match(path.as_str())
    }
}

fn set(globs: &[String], diagnostics: &mut Vec<Diagnostic>) -> GlobSet {
    let mut builder = GlobSetBuilder::new();
    for glob in globs {
        match GlobBuilder::new(&plain(glob)).literal_separator(true).case_insensitive(true).build() {
            Ok(glob) => {
                builder.add(glob);
            }
            Err(reason) => diagnostics.push(unreadable(glob, &reason)),
        }
    }
    builder.build().unwrap_or_else(|reason| {
        diagnostics.push(unreadable(&globs.join(", "), &reason));
        GlobSet::empty()
    })
}

/// The glob without a leading `./` or `/`; a folder stands for everything in it.
fn plain(glob: &str) -> String {
    let glob = glob.trim_start_matches("./").trim_start_matches('/').replace('\\', "/");
    if glob.ends_with('/') { glob + "**" } else { glob }
}

fn unreadable(glob: &str, reason: &globset::Error) -> Diagnostic {
    Diagnostic::new(Code::InvalidConfig, format!("glob `{glob}` cannot be read: {}", reason.kind()))
}

#[cfg(test)]
mod tests {
    use super::Globs;
    use crate::text::VirtualPath;

    /// Whether a glob matches a path.
    fn hits(glob: &str, path: &str) -> bool {
        let globs = Globs::new(&[glob.to_owned()], &[], &mut Vec::new());
        globs.matches(&VirtualPath::new(path).expect("inside the root"))
    }

    #[test]
    fn globs_read_as_docfx_reads_them() {
        for (glob, path) in [
            ("**/*.md", "index.md"),
            ("**/*.md", "a/b/c.md"),
            ("**/**.yml", "toc.yml"),
            ("**/**.yml", "a/b/toc--partner.yml"),
            ("**/obj/**", "a/obj/x/y.md"),
            ("**/obj/**", "obj/y.md"),
            ("README.md", "README.md"),
            ("**/*.{png,jpg}", "media/USERS.PNG"),
            ("archive/", "archive/2019/a.md"),
            ("./archive/**", "archive/a.md"),
            ("media/*.png", "media/a b.png"),
        ] {
            assert!(hits(glob, path), "{glob} should match {path}");
        }
        for (glob, path) in [
            ("*.md", "a/b.md"),
            ("README.md", "a/README.md"),
            ("**/pdf/**", "pdf.md"),
            ("media/*.png", "media/a/b.png"),
        ] {
            assert!(!hits(glob, path), "{glob} should not match {path}");
        }
    }

    #[test]
    fn an_unreadable_glob_is_said() {
        let mut found = Vec::new();
        Globs::new(&["a[".to_owned()], &[], &mut found);
        assert_eq!(found[0].message, "glob `a[` cannot be read: unclosed character class; missing ']'");
    }
}

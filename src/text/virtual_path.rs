//! Paths inside a project or an output: relative, with `/`, never outside the root.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

/// A path relative to a root, with `/` between its parts and neither `.` nor `..` among them.
#[derive(Clone)]
pub struct VirtualPath(Arc<str>);

// Paths are mostly compared with themselves: one build's with the last one's.
impl PartialEq for VirtualPath {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0) || self.0 == other.0
    }
}

impl Eq for VirtualPath {}

impl Hash for VirtualPath {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.hash(state);
    }
}

impl Ord for VirtualPath {
    fn cmp(&self, other: &Self) -> Ordering {
        if Arc::ptr_eq(&self.0, &other.0) { Ordering::Equal } else { self.0.cmp(&other.0) }
    }
}

impl PartialOrd for VirtualPath {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl VirtualPath {
    /// Normalises a path with `/` or `\`; `None` if it climbs out of the root.
    pub fn new(path: &str) -> Option<Self> {
        Self::normalised("", path)
    }

    /// The root itself.
    pub fn root() -> Self {
        Self(Arc::from(""))
    }

    /// The path as text, `/` between its parts.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The last part, or nothing for the root.
    pub fn file_name(&self) -> &str {
        self.0.rsplit('/').next().unwrap_or_default()
    }

    /// The file name without its extension.
    pub fn stem(&self) -> &str {
        let name = self.file_name();
        name.rsplit_once('.').map_or(name, |(stem, _)| stem)
    }

    /// What follows the last dot of the file name, or nothing.
    pub fn extension(&self) -> &str {
        self.file_name().rsplit_once('.').map_or("", |(_, extension)| extension)
    }

    /// The folder that holds it; the root for a file in the root.
    pub fn parent(&self) -> VirtualPath {
        self.0.rsplit_once('/').map_or_else(Self::root, |(folder, _)| Self(Arc::from(folder)))
    }

    /// A path below this folder; `None` if `relative` climbs out of the root.
    pub fn join(&self, relative: &str) -> Option<VirtualPath> {
        Self::normalised(&self.0, relative)
    }

    /// The same path with another extension (without its dot).
    pub fn with_extension(&self, extension: &str) -> VirtualPath {
        self.with_file_name(&format!("{}.{extension}", self.stem()))
    }

    /// Another file in the same folder.
    pub fn with_file_name(&self, name: &str) -> VirtualPath {
        match self.0.rsplit_once('/') {
            Some((folder, _)) => Self(Arc::from(format!("{folder}/{name}"))),
            None => Self(Arc::from(name)),
        }
    }

    /// Whether this path is `folder` or lies below it.
    pub fn is_below(&self, folder: &VirtualPath) -> bool {
        folder.0.is_empty()
            || self.0.strip_prefix(&*folder.0).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }

    /// The path as seen from a folder that holds it.
    pub fn strip(&self, folder: &VirtualPath) -> Option<VirtualPath> {
        if folder.0.is_empty() {
            return Some(self.clone());
        }
        let rest = self.0.strip_prefix(&*folder.0)?;
        Some(Self(Arc::from(rest.strip_prefix('/').or(rest.is_empty().then_some(""))?)))
    }

    /// How a page at `from` links to this file: `../tasks/1328.html`.
    pub fn relative_from(&self, from: &VirtualPath) -> String {
        let folder = &from.0[..from.0.rfind('/').map_or(0, |at| at + 1)];
        let alike = self.0.bytes().zip(folder.bytes()).take_while(|(own, other)| own == other).count();
        let shared = folder.as_bytes()[..alike].iter().rposition(|byte| *byte == b'/').map_or(0, |at| at + 1);
        let up = folder[shared..].matches('/').count();
        let mut out = String::with_capacity(3 * up + self.0.len() - shared);
        (0..up).for_each(|_| out.push_str("../"));
        out.push_str(&self.0[shared..]);
        out
    }

    /// How many folders lie above the file.
    pub fn depth(&self) -> usize {
        self.0.matches('/').count()
    }

    fn normalised(base: &str, path: &str) -> Option<Self> {
        let mut parts: Vec<&str> = base.split('/').filter(|part| !part.is_empty()).collect();
        for part in path.split(['/', '\\']) {
            match part {
                "" | "." => {}
                ".." => {
                    parts.pop()?;
                }
                part => parts.push(part),
            }
        }
        Some(Self(Arc::from(parts.join("/"))))
    }
}

impl fmt::Display for VirtualPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for VirtualPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", &*self.0)
    }
}

impl serde::Serialize for VirtualPath {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::VirtualPath;

    fn path(text: &str) -> VirtualPath {
        VirtualPath::new(text).expect("inside the root")
    }

    #[test]
    fn dots_and_backslashes_are_resolved() {
        assert_eq!(path("a\\b/./../c.md").as_str(), "a/c.md");
        assert_eq!(VirtualPath::new("../c.md"), None);
    }

    #[test]
    fn links_climb_only_as_far_as_needed() {
        assert_eq!(path("tasks/1328.html").relative_from(&path("playbook/migrate.html")), "../tasks/1328.html");
        assert_eq!(path("playbook/a.html").relative_from(&path("playbook/b.html")), "a.html");
        assert_eq!(path("index.html").relative_from(&path("a/b/c.html")), "../../index.html");
        assert_eq!(path("a/b").relative_from(&path("a/b/c/d.html")), "../../b");
        assert_eq!(path("ab/c.html").relative_from(&path("a/b.html")), "../ab/c.html");
        assert_eq!(path("x/ö.html").relative_from(&path("x/ä/b.html")), "../ö.html");
    }

    #[test]
    fn a_folder_holds_its_files_and_not_its_namesakes() {
        assert!(path("play/a.md").is_below(&path("play")));
        assert!(!path("playbook/a.md").is_below(&path("play")));
        assert_eq!(path("play/a.md").strip(&path("play")), Some(path("a.md")));
    }
}

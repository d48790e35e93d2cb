//! What must hold of a project before anything is made of it, beside its settings (`load::gate`).

use std::collections::BTreeSet;

use super::Loaded;
use crate::config::NamedAudience;
use crate::diagnostic::render::{concise, sort};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::error::Error;
use crate::pipeline::Named;
use crate::text::{Sources, nearest};

/// The project, unless something about its settings was found while its files were read.
pub(super) fn usable(loaded: Loaded) -> Result<Loaded, Error> {
    let about_settings = |found: &&Diagnostic| found.code == Code::InvalidConfig && found.severity == Severity::Error;
    let mut found: Vec<Diagnostic> = loaded.diagnostics.iter().filter(about_settings).cloned().collect();
    if found.is_empty() {
        return Ok(loaded);
    }
    let sources = loaded.inputs.sources;
    sort(&mut found, &sources);
    let reason = concise(&found[..1], &sources).trim_end().to_owned();
    Err(Error::new("did not use the project", reason).refused_for(found, sources))
}

/// Refuses settings whose audiences cannot be what was meant: one that no page or block names, where another has nearly that
/// name, or where its edition would be empty while pages name audiences that no edition has, or while pages of it were published
/// before.
pub(super) fn audiences(
    settings: &[NamedAudience],
    (named, published): (&Named, &BTreeSet<String>),
    sources: &Sources,
) -> Result<(), Error> {
    let is_named = |one: &NamedAudience| named.audiences.contains(&one.name.to_lowercase());
    let is_empty = |one: &NamedAudience| {
        let own = settings.iter().filter(|other| other.edition == one.edition);
        !named.editions.contains(&one.edition.to_lowercase()) && !own.into_iter().any(is_named)
    };
    // Where content and settings name the same audiences, an edition may be empty: its first page is still to come.
    let known = |name: &String| settings.iter().any(|one| one.name.to_lowercase() == *name);
    let strangers = named.audiences.iter().any(|name| !known(name));
    let slip = |one: &NamedAudience| {
        let near = nearest(&one.name.to_lowercase(), named.audiences.iter().map(String::as_str)).map(str::to_owned);
        if is_named(one) || near.is_none() && !((strangers || published.contains(&one.edition)) && is_empty(one)) {
            return None;
        }
        let message = format!("no page is for the audience `{}` of the edition `{}`", one.name, one.edition);
        let help = near.map_or_else(
            || "name it as `ft.audience` on pages, or name here what they say".to_owned(),
            |near| format!("did you mean `{near}`?"),
        );
        Some(Diagnostic::at(Code::InvalidConfig, one.span, message).help(help))
    };
    let found: Vec<Diagnostic> = settings.iter().filter_map(slip).collect();
    if found.is_empty() {
        return Ok(());
    }
    let reason = concise(&found[..1], sources).trim_end().to_owned();
    Err(Error::new("did not use the settings", reason).refused_for(found, sources.clone()))
}

/// A project without a page is a slip: its output would be emptied.
pub(super) fn has_pages(loaded: &Loaded) -> Result<(), Error> {
    if !loaded.inputs.pages.is_empty() {
        return Ok(());
    }
    let config = &loaded.inputs.config;
    let folder = loaded.project.root.join(config.content.as_str());
    let reason = format!("no file in it matches {}", ticked(&config.include));
    Err(Error::at("found no page in the content folder", folder, reason)
        .help("name the folder of the pages as `content`, and their files with `include`; nothing was changed"))
}

fn ticked(globs: &[String]) -> String {
    match globs {
        [] => "`include`, which is empty".to_owned(),
        globs => globs.iter().map(|glob| format!("`{glob}`")).collect::<Vec<_>>().join(" or "),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{FileId, Span};

    /// The audiences that are refused; settings as `edition: audience`, and what the content names.
    fn refused(settings: &[(&str, &str)], audiences: &[&str], editions: &[&str]) -> Vec<String> {
        refused_after(settings, audiences, editions, &[])
    }

    /// The same, where pages of some editions were published before.
    fn refused_after(
        settings: &[(&str, &str)],
        audiences: &[&str],
        editions: &[&str],
        published: &[&str],
    ) -> Vec<String> {
        let one = |(edition, name): &(&str, &str)| NamedAudience {
            edition: (*edition).to_owned(),
            name: (*name).to_owned(),
            span: Span::start_of(FileId(0)),
        };
        let all = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        let named = Named { audiences: all(audiences), editions: all(editions) };
        let mut sources = Sources::default();
        sources.add(crate::text::VirtualPath::root().with_file_name("waybook.yml"), "");
        let settings: Vec<NamedAudience> = settings.iter().map(one).collect();
        match super::audiences(
            &settings,
            (&named, &published.iter().map(|name| (*name).to_owned()).collect()),
            &sources,
        ) {
            Ok(()) => Vec::new(),
            Err(error) => error
                .refusal
                .iter()
                .flat_map(|refusal| &refusal.diagnostics)
                .map(|found| found.message.clone())
                .collect(),
        }
    }

    #[test]
    fn audiences_that_no_page_names_are_refused_where_that_is_a_slip() {
        let is = |name: &str, edition: &str| {
            vec![format!("no page is for the audience `{name}` of the edition `{edition}`")]
        };
        let both = [("partner", "partner"), ("internal", "internal")];
        assert_eq!(refused(&both, &["partner", "internal"], &[]), Vec::<String>::new());
        assert_eq!(refused(&both, &["partner"], &[]), Vec::<String>::new(), "the first page is still to come");
        let customers = [("partner", "customers"), ("internal", "internal"), ("internal", "partner")];
        assert_eq!(refused(&customers, &["partner", "internal"], &[]), Vec::<String>::new());
        let lost = refused_after(&customers, &["partner", "internal"], &[], &["partner", "internal"]);
        assert_eq!(lost, is("customers", "partner"), "its pages were published before");
        let near = [("partner", "parnter"), ("internal", "internal")];
        assert_eq!(refused(&near, &["partner", "internal"], &[]), is("parnter", "partner"));
        let other = [("partner", "zzz"), ("internal", "Internal")];
        assert_eq!(refused(&other, &["partner", "internal"], &[]), is("zzz", "partner"));
        assert_eq!(
            refused(&other, &["partner", "internal"], &["partner"]),
            Vec::<String>::new(),
            "a file is named for it"
        );
        let more = [("partner", "partner"), ("internal", "internal"), ("internal", "partne")];
        assert_eq!(refused(&more, &["partner", "internal"], &[]), is("partne", "internal"));
    }
}

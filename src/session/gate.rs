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
/// before. Gives a warning for each other that no page or block names.
pub(super) fn audiences(
    settings: &[NamedAudience],
    (named, published): (&Named, &BTreeSet<String>),
    sources: &Sources,
) -> Result<Vec<Diagnostic>, Error> {
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
        // An audience that has an edition of its name is no slip: its first page is still to come.
        let has_own = |one: &NamedAudience| settings.iter().any(|own| own.edition.eq_ignore_ascii_case(&one.name));
        let unused = settings.iter().filter(|one| !is_named(one) && !has_own(one));
        return Ok(unused.map(|one| unused_audience(one, settings, named)).collect());
    }
    let reason = concise(&found[..1], sources).trim_end().to_owned();
    Err(Error::new("did not use the settings", reason).refused_for(found, sources.clone()))
}

/// The warning about an audience that nothing is for, with those that may have been meant: those that pages name and no
/// edition is for, else all that pages name.
fn unused_audience(one: &NamedAudience, settings: &[NamedAudience], named: &Named) -> Diagnostic {
    let is_known = |name: &&String| settings.iter().any(|known| known.name.to_lowercase() == **name);
    let strangers: Vec<&String> = named.audiences.iter().filter(|name| !is_known(name)).collect();
    let others: Vec<&String> = if strangers.is_empty() { named.audiences.iter().collect() } else { strangers };
    let help = match others.as_slice() {
        [] => "no page names an audience; name it as `ft.audience` on pages".to_owned(),
        [name] => format!("did you mean `{name}`, which pages name?"),
        names => {
            let ticked: Vec<String> = names.iter().take(MAX_NAMED).map(|name| format!("`{name}`")).collect();
            format!("pages name {}", ticked.join(", "))
        }
    };
    let message = format!("no page or block is for the audience `{}` of the edition `{}`", one.name, one.edition);
    Diagnostic::at(Code::UnusedAudience, one.span, message).help(help)
}

/// How many audiences are named at most.
const MAX_NAMED: usize = 4;

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

    /// Audiences of settings, what the content names, and the file of the settings.
    fn world(settings: &[(&str, &str)], audiences: &[&str], editions: &[&str]) -> (Vec<NamedAudience>, Named, Sources) {
        let one = |(edition, name): &(&str, &str)| NamedAudience {
            edition: (*edition).to_owned(),
            name: (*name).to_owned(),
            span: Span::start_of(FileId(0)),
        };
        let all = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        let mut sources = Sources::default();
        sources.add(crate::text::VirtualPath::root().with_file_name("waybook.yml"), "");
        let named = Named { audiences: all(audiences), editions: all(editions) };
        (settings.iter().map(one).collect(), named, sources)
    }

    /// The same, where pages of some editions were published before.
    fn refused_after(
        settings: &[(&str, &str)],
        audiences: &[&str],
        editions: &[&str],
        published: &[&str],
    ) -> Vec<String> {
        let (settings, named, sources) = world(settings, audiences, editions);
        match super::audiences(
            &settings,
            (&named, &published.iter().map(|name| (*name).to_owned()).collect()),
            &sources,
        ) {
            Ok(_) => Vec::new(),
            Err(error) => error
                .refusal
                .iter()
                .flat_map(|refusal| &refusal.diagnostics)
                .map(|found| found.message.clone())
                .collect(),
        }
    }

    /// The warnings about audiences, with their help.
    fn warned(settings: &[(&str, &str)], audiences: &[&str]) -> Vec<String> {
        let (settings, named, sources) = world(settings, audiences, &[]);
        let found = super::audiences(&settings, (&named, &BTreeSet::new()), &sources).expect("nothing is refused");
        let shown =
            |found: Diagnostic| format!("{}: {}; {}", found.code, found.message, found.help.unwrap_or_default());
        found.into_iter().map(shown).collect()
    }

    #[test]
    fn an_audience_that_no_page_names_is_reported() {
        let settings = [("partner", "partner"), ("internal", "staff"), ("internal", "Partner")];
        let is = |help: &str| {
            vec![format!(
                "unused-audience: no page or block is for the audience `staff` of the edition `internal`; {help}"
            )]
        };
        assert_eq!(warned(&settings, &["partner"]), is("did you mean `partner`, which pages name?"));
        assert_eq!(warned(&settings, &["partner", "internal"]), is("did you mean `internal`, which pages name?"));
        assert_eq!(warned(&settings, &["partner", "own", "team"]), is("pages name `own`, `team`"));
        assert_eq!(warned(&settings, &[]), is("no page names an audience; name it as `ft.audience` on pages"));
        assert_eq!(warned(&settings, &["partner", "staff"]), Vec::<String>::new());
        let own = [("Partner", "partner"), ("internal", "partner")];
        assert_eq!(warned(&own, &[]), Vec::<String>::new(), "the first page of an edition is still to come");
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

//! Which edition of the playbook a report is made from: the one that the engagement names, else the one that the settings
//! name for reports, else the one that discloses least. Where a project has editions there is no report of everything.

use super::refusal::Refusal;
use crate::config::{Config, Edition};
use crate::model::Engagement;

/// The audience of our own people. No customer belongs to it, so an edition for it is the last that is chosen unasked.
const OUR_OWN: &str = "internal";

/// The edition of an engagement's reports; none where the project has no editions.
pub(super) fn edition_of<'c>(config: &'c Config, engagement: &Engagement) -> Result<Option<&'c Edition>, Refusal> {
    let known = |name: &str| config.editions.iter().find(|edition| edition.name == name);
    let names = || config.editions.iter().map(|edition| edition.name.clone()).collect();
    if let Some(named) = &engagement.scope.edition {
        let unknown = || Refusal::UnknownEdition { named: named.clone(), known: names() };
        return known(&named.value).map(Some).ok_or_else(unknown);
    }
    if let Some(named) = &config.report_edition {
        let unknown = || Refusal::UnknownReportEdition { named: named.clone(), known: names() };
        return known(named).map(Some).ok_or_else(unknown);
    }
    Ok(least(&config.editions))
}

/// The edition that discloses least, as far as names can tell: one that is not for our own people, then the one with the
/// fewest audiences, then the first in the settings.
fn least(editions: &[Edition]) -> Option<&Edition> {
    editions.iter().min_by_key(|edition| {
        let mut audiences: Vec<String> = edition.audiences.iter().map(|name| name.to_lowercase()).collect();
        audiences.sort_unstable();
        audiences.dedup();
        (audiences.iter().any(|name| name == OUR_OWN), audiences.len())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{FileId, Span, Spanned};

    fn config(editions: &[(&str, &[&str])], reports: Option<&str>) -> Config {
        let edition = |(name, audiences): &(&str, &[&str])| Edition {
            name: (*name).to_owned(),
            audiences: audiences.iter().map(|name| (*name).to_owned()).collect(),
        };
        let editions = editions.iter().map(edition).collect();
        Config { editions, report_edition: reports.map(str::to_owned), ..Config::default() }
    }

    fn chosen(config: &Config, named: Option<&str>) -> Result<Option<String>, String> {
        let mut engagement = Engagement::new(FileId(0), "a", "A");
        engagement.scope.edition = named.map(|name| Spanned::new(name.to_owned(), Span::start_of(FileId(0))));
        let edition = edition_of(config, &engagement).map_err(|refusal| refusal.reason())?;
        Ok(edition.map(|edition| edition.name.clone()))
    }

    #[test]
    fn the_engagement_decides_then_the_settings_then_what_discloses_least() {
        let editions: [(&str, &[&str]); 3] =
            [("internal", &["internal", "partner"]), ("partner", &["partner", "public"]), ("public", &["public"])];
        let is = |name: &str| Ok(Some(name.to_owned()));
        assert_eq!(chosen(&config(&editions, None), None), is("public"));
        assert_eq!(chosen(&config(&editions, Some("partner")), None), is("partner"));
        assert_eq!(chosen(&config(&editions, Some("partner")), Some("internal")), is("internal"));
        assert_eq!(chosen(&config(&[], None), None), Ok(None));
    }

    #[test]
    fn of_several_editions_the_one_that_discloses_least_is_chosen() {
        type Editions<'a> = &'a [(&'a str, &'a [&'a str])];
        let cases: [(Editions<'_>, &str); 7] = [
            (&[("b", &["x", "y"]), ("a", &["x"])], "a"),
            (&[("b", &["x"]), ("a", &["y"])], "b"),
            (&[("b", &["x", "y"]), ("a", &["z", "Z", "z"])], "a"),
            (&[("internal", &["internal"]), ("partner", &["partner"])], "partner"),
            (&[("staff", &["Internal"]), ("all", &["partner", "public"])], "all"),
            (&[("staff", &["internal"]), ("all", &["internal", "partner"])], "staff"),
            (&[("only", &["internal", "partner"])], "only"),
        ];
        for (editions, expected) in cases {
            assert_eq!(chosen(&config(editions, None), None), Ok(Some(expected.to_owned())), "{editions:?}");
        }
    }

    #[test]
    fn an_unknown_edition_is_never_replaced_by_another() {
        let two: [(&str, &[&str]); 2] = [("partner", &["partner"]), ("internal", &["internal"])];
        let reason = |reports, named| chosen(&config(&two, reports), named).expect_err("there is no such edition");
        assert_eq!(reason(None, Some("partnr")), "no edition is named `partnr`; did you mean `partner`?");
        assert_eq!(reason(Some("partner"), Some("Partner")), "no edition is named `Partner`; did you mean `partner`?");
        assert_eq!(reason(None, Some("zzz")), "no edition is named `zzz`; use one of `partner`, `internal`");
        assert_eq!(reason(None, Some("")), "`edition` names no edition; use one of `partner`, `internal`");
        assert_eq!(
            reason(Some("intern"), None),
            "`reports.edition` in `waybook.yml` names `intern`, and no edition is named so; did you mean `internal`?"
        );
        let none = chosen(&config(&[], None), Some("partner")).expect_err("there are no editions");
        assert_eq!(none, "no edition is named `partner`; the project has no editions");
    }
}

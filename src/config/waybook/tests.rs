//! Project files and what is read from them.

use super::*;

const FULL: &str = r##"title: FastTrack Partner Playbook
base_url: https://playbook.example.com
edit_url: https://example.com/edit/{path}
content: content
include: ["**/**.md"]
exclude: archive/
engagements: engagements
output: site
theme: themes/ours
base_theme: plain
metadata: { feedback: None, draft: false }
editions:
  partner:  { audiences: [partner] }
  internal: { audiences: [internal, partner] }
  beta:
languages:
  en: { folder: english-playbook }
  de: { folder: german-playbook, suffix: -de }
phases: [Initiate, Assess]
roles:    { FastTrack Engineer: [FE, FastTrack-Engineer] }
services: { OneDrive for Business: [OneDrive, OneDrive4B] }
calendar: { weekend: [fri, sat], holidays: [2026-12-25, 2026-12-26] }
health:   { late_red_days: 5 }
check:    { refresh-out-of-order: off, broken-link: error }
brand:    { name: Northwind, logo: brand/logo.svg, color: "#0B6E6E", footer: Foot }
"##;

#[test]
fn every_key_is_read() {
    let read = Config::read(FileId(0), FULL);
    assert_eq!(read.diagnostics, []);
    let config = read.value;
    let names: Vec<_> =
        config.editions.iter().map(|edition| format!("{} {:?}", edition.name, edition.audiences)).collect();
    assert_eq!(names, ["partner [\"partner\"]", "internal [\"internal\", \"partner\"]", "beta [\"beta\"]"]);
    let languages: Vec<_> = config.languages.iter().map(|l| format!("{} {} {}", l.tag, l.folder, l.suffix)).collect();
    assert_eq!(languages, ["en english-playbook ", "de german-playbook -de"]);
    assert_eq!((config.include, config.exclude), (vec!["**/*.md".to_owned()], vec!["archive/**".to_owned()]));
    assert_eq!(config.base_url.as_deref(), Some("https://playbook.example.com/"));
    assert_eq!(config.theme.map(|path| path.to_string()).as_deref(), Some("themes/ours"));
    assert_eq!(config.base_theme, "plain");
    assert_eq!(config.calendar.weekend, [jiff::civil::Weekday::Friday, jiff::civil::Weekday::Saturday]);
    assert_eq!(config.calendar.holidays[1], jiff::civil::date(2026, 12, 26));
    assert_eq!(config.health, Health { late_red_days: 5, stale_status_days: 14 });
    assert_eq!(config.check.get(&Code::RefreshOutOfOrder), Some(&Severity::Off));
    assert_eq!(config.brand.color.as_deref(), Some("#0b6e6e"));
    assert_eq!(config.metadata["feedback"], serde_json::json!("None"));
    assert_eq!(config.roles["FastTrack Engineer"], ["FE", "FastTrack-Engineer"]);
}

#[test]
fn an_empty_file_is_all_defaults() {
    for text in ["", "# nothing yet\n", "\u{feff}", "title:\neditions:\n"] {
        let read = Config::read(FileId(0), text);
        assert_eq!((read.value, read.diagnostics), (Config::default(), Vec::new()), "{text:?}");
    }
}

#[test]
fn what_cannot_be_used_is_said_and_has_its_default() {
    let cases = [
        ("titel: A", "unknown-key <titel> unknown key `titel` in the project file"),
        ("output: ../site", "invalid-config <../site> `../site` lies outside of the project folder"),
        ("output: /var/www", "invalid-config </var/www> `/var/www` lies outside of the project folder"),
        ("content: C:\\docs", "invalid-config <C:\\docs> `C:\\docs` lies outside of the project folder"),
        ("output: .", "invalid-config <.> the output would replace the project folder"),
        ("brand: { color: teal }", "invalid-config <teal> `teal` is no colour"),
        ("check: { broken-lnk: error }", "unknown-key <broken-lnk> no rule has the code `broken-lnk`"),
        (
            "check: { broken-link: fatal }",
            "invalid-config <fatal> `fatal` is none of `error`, `warning`, `info`, `off`",
        ),
        ("calendar: { holidays: [2026-02-29] }", "invalid-config <2026-02-29> `2026-02-29` is no date"),
        ("base_url: example.com", "invalid-config <example.com> `example.com` is no absolute address"),
        ("editions: { a/b: x }", "invalid-config <a/b> `a/b` cannot name a folder"),
        (
            "exclude: [\"a{b\"]",
            "invalid-config <\"a{b\"> not a glob: unclosed alternate group; missing '}' (maybe escape '{' with '[{]'?)",
        ),
        ("health: { late_red_days: soon }", "invalid-config <soon> `soon` is no whole number from 0 to 3650"),
        ("just a text", "invalid-config <just a text> expected keys and values, found a text"),
    ];
    for (text, expected) in cases {
        let read = Config::read(FileId(0), text);
        let found = read.diagnostics.iter().map(|finding| {
            let span = finding.primary.as_ref().expect("every finding has a place").span;
            format!("{} <{}> {}", finding.code, &text[span.range()], finding.message)
        });
        assert_eq!(found.collect::<Vec<_>>(), [expected], "{text}");
        assert_eq!(read.value, Config::default(), "{text}");
    }
}

#[test]
fn an_edition_of_reports_that_does_not_exist_is_reported_and_kept() {
    let editions = "editions: { partner: [partner], internal: [internal] }\n";
    let read = |reports: &str| {
        let read = Config::read(FileId(0), &format!("{editions}reports: {{ edition: {reports} }}\n"));
        let found: Vec<String> = read.diagnostics.into_iter().map(|found| found.message).collect();
        (read.value.report_edition, found)
    };
    assert_eq!(read("partner"), (Some("partner".to_owned()), Vec::new()));
    assert_eq!(read(""), (None, Vec::new()));
    assert_eq!(read("partnr"), (Some("partnr".to_owned()), vec!["no edition is named `partnr`".to_owned()]));
    assert_eq!(read("[partner]").0, Some(String::new()), "no edition has an empty name, so no report is made");
}

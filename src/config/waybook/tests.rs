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
    for text in ["", "# nothing yet\n", "\u{feff}", "title:\nmetadata:\n"] {
        let read = Config::read(FileId(0), text);
        assert_eq!((read.value, read.diagnostics), (Config::default(), Vec::new()), "{text:?}");
    }
}

/// The messages about a project file, in order.
fn messages(text: &str) -> Vec<String> {
    ProjectFile::read(FileId(0), text).diagnostics.into_iter().map(|found| found.message).collect()
}

#[test]
fn a_key_that_decides_what_is_published_is_never_empty() {
    for key in crate::config::empty::NEVER_EMPTY {
        for value in ["", " ~", " null", " {}"] {
            let found = messages(&format!("{key}:{value}\n"));
            assert!(found.contains(&format!("`{key}` has no value")), "{key}:{value} {found:?}");
        }
    }
    for (outer, key) in crate::config::empty::NEVER_EMPTY_BELOW {
        for value in ["", " ~"] {
            let found = messages(&format!("{outer}: {{ {key}:{value} }}"));
            assert_eq!(found, [format!("`{outer}.{key}` has no value")], "{value}");
        }
    }
    assert_eq!(messages("include: []\nexclude: []\nresources: []\nbrand:\n"), [""; 0], "an empty list is meant");
}

#[test]
fn an_edition_has_audiences_or_says_nothing_of_them() {
    let empty = "edition `a` has an empty list of audiences, or an empty name in it";
    for value in ["[]", "{ audiences: [] }", "{ audiences: }", "[~]", "['']", "[partner, ~]", "' '"] {
        assert_eq!(messages(&format!("editions: {{ a: {value} }}")), [empty], "{value}");
    }
    for (value, expected) in [("", "a"), ("{}", "a"), ("partner", "partner"), ("[x, y]", "x y")] {
        let read = Config::read(FileId(0), &format!("editions: {{ a: {value} }}"));
        assert_eq!(read.value.editions[0].audiences.join(" "), expected, "{value}");
        assert_eq!(read.diagnostics, [], "{value}");
    }
}

#[test]
fn names_that_differ_in_case_alone_would_share_a_folder() {
    for (text, what) in [
        ("editions: { partner: [a], Partner: [b] }", "`partner` and `Partner`"),
        ("languages: { de: a, DE: b }", "`de` and `DE`"),
        ("versions: { new: , old: a, Old: b }", "`old` and `Old`"),
    ] {
        assert_eq!(messages(text), [format!("{what} would share a folder")], "{text}");
    }
}

#[test]
fn a_version_has_a_name_for_a_folder_and_a_place() {
    for name in ["..", ".", ".git", "a/b", "'a b'", "'x.'", "\"\"", "'a\\b'", "CON", "nul.2"] {
        let read = Config::read(FileId(0), &format!("versions: {{ new: , {name}: old }}"));
        assert_eq!(read.diagnostics.len(), 1, "{name}");
        assert_eq!(read.value.versions.len(), 1, "{name}");
    }
    let fine = Config::read(FileId(0), "versions: { new: , v1.2-a_b: old, \"2024\": { revision: x, folder: y } }");
    assert_eq!(fine.diagnostics, []);
    let read = ProjectFile::read(FileId(0), "versions: { new: , old: a }").value;
    assert_eq!(read.version("old").map(|span| span.start), Some(19));
}

#[test]
fn an_older_version_is_edited_where_it_lies_and_has_no_engagements() {
    let text = "edit_url: https://e/{path}\nengagements: c\ntheme: t\nfindings: true\n\
                versions: { new: , folder: old, revision: { revision: r }, both: { revision: r, folder: f } }";
    let config = Config::read(FileId(0), text).value;
    let of = |at: usize| config.of_version(&config.versions[at]);
    assert_eq!(of(1).edit_url.as_deref(), Some("https://e/{path}"), "its pages lie in the project");
    assert_eq!(of(2).edit_url, None, "a revision cannot be edited");
    assert_eq!((of(1).content.as_str(), of(2).content.as_str(), of(3).content.as_str()), ("old", "", "f"));
    let older = of(1);
    assert_eq!((older.engagements, older.theme, older.findings), (None, None, FindingsPage::Nowhere));
}

#[test]
fn the_page_of_findings_is_where_it_is_wanted_and_nowhere_else() {
    for (value, expected) in [
        ("false", FindingsPage::Nowhere),
        ("no", FindingsPage::Nowhere),
        ("true", FindingsPage::Internal),
        ("yes", FindingsPage::Internal),
        ("team", FindingsPage::Edition("team".to_owned())),
    ] {
        let read = Config::read(FileId(0), &format!("editions: {{ team: , internal: }}\nfindings: {value}\n"));
        assert_eq!((read.value.findings, read.diagnostics), (expected, Vec::new()), "{value}");
    }
    // The page names files and words of all editions: `true` is not the only edition, whomever that is for.
    for (editions, shows) in
        [("{ team: }", false), ("{ team: [team, internal] }", true), ("{ internal: [team] }", true)]
    {
        let read = Config::read(FileId(0), &format!("editions: {editions}\nfindings: true\n"));
        assert_eq!(
            (read.value.findings == FindingsPage::Internal, read.diagnostics.is_empty()),
            (shows, shows),
            "{editions}"
        );
    }
    let slip = Config::read(FileId(0), "editions: { team: }\nfindings: taem\n");
    assert_eq!(slip.value.findings, FindingsPage::Nowhere);
    assert_eq!(slip.diagnostics[0].help.as_deref(), Some("did you mean `team`?"));
}

#[test]
fn rules_are_told_their_days_and_keys_each_its_own() {
    let text = "check:\n  stale-page: { days: 90 }\n  translation-outdated: { days: 7, severity: error }\n  \
                front-matter-missing-key: { keys: [a, b] }\n";
    let read = Config::read(FileId(0), text);
    assert_eq!(read.diagnostics, []);
    let Rules { stale_page_days, translation_days, front_matter_keys } = read.value.rules;
    assert_eq!((stale_page_days, translation_days), (Some(90), Some(7)));
    assert_eq!(front_matter_keys, Some(vec!["a".to_owned(), "b".to_owned()]));
    assert_eq!(read.value.check.get(&Code::TranslationOutdated), Some(&Severity::Error));
    assert_eq!(read.value.check.get(&Code::StalePage), None);
}

#[test]
fn colours_and_addresses_have_one_form() {
    let color = |text: &str| Config::read(FileId(0), &format!("brand: {{ color: '{text}' }}")).value.brand.color;
    assert_eq!(color("#AbC").as_deref(), Some("#aabbcc"));
    assert_eq!(color("#0B6E6E").as_deref(), Some("#0b6e6e"));
    for (written, expected) in [("http://a/b", "http://a/b/"), ("https://a//", "https://a/")] {
        let config = Config::read(FileId(0), &format!("base_url: {written}")).value;
        assert_eq!(config.base_url.as_deref(), Some(expected));
    }
}

#[test]
fn sizes_of_exports_are_counted_in_their_unit() {
    let factor = |sizes: &str, meaning: &str| {
        let text = format!("exports: {{ tool: {{ columns: {{ identity: a, status: b }}, {sizes} }} }}");
        Config::read(FileId(0), &text).value.exports[0].factor(meaning)
    };
    for (sizes, bytes) in
        [("", 1), ("sizes: bytes", 1), ("sizes: KB", 1024), ("sizes: MB", 1_048_576), ("sizes: GB", 1_073_741_824)]
    {
        assert_eq!(factor(sizes, "bytes"), bytes, "{sizes}");
        assert_eq!(factor(sizes, "bytes_done"), bytes, "{sizes}");
        assert_eq!(factor(sizes, "items"), 1, "{sizes}");
        assert_eq!(factor(sizes, "duration"), 1, "{sizes}");
    }
}

#[test]
fn exit_tasks_are_ids_or_said_to_be_none() {
    let read = |value: &str| {
        let read = Config::read(FileId(0), &format!("closure: {{ exit_tasks: {value} }}"));
        let found: Vec<String> = read.diagnostics.into_iter().map(|found| found.message).collect();
        (read.value.exit_tasks, found)
    };
    assert_eq!(Config::default().exit_tasks, None);
    assert_eq!(read("[2323, 1702]"), (Some(vec![2323, 1702]), vec![]));
    assert_eq!(read("4060"), (Some(vec![4060]), vec![]));
    assert_eq!(read("[]"), (Some(vec![]), vec![]));
    assert_eq!(read("").1, ["`exit_tasks` has no value"]);
    assert_eq!(read("[~]").1, ["an empty item in `exit_tasks`"]);
    assert_eq!(read("[12]").1, ["`12` is no task id"]);
    assert_eq!(read("[100000]").1, ["`100000` is no whole number from 0 to 99999"]);
    assert_eq!(read("[exit]").1, ["`exit` is no whole number from 0 to 99999"]);
}

#[test]
fn paths_are_known_with_their_places() {
    let text = "content: a\nengagements: b\noutput: c\ntheme: d\nlanguages: { en: e }\nfonts: [f]\n\
                reports: { earlier: g }\nbrand: { logo: h }\nversions: { new: , old: i, gone: { revision: r, folder: j } }\n";
    let named = ProjectFile::read(FileId(0), text).value.named;
    let found: Vec<String> = named
        .iter()
        .map(|named| format!("{} {:?} {}", &text[named.span.range()], named.role, named.role.must_exist()))
        .collect();
    let mut found: Vec<&str> = found.iter().map(String::as_str).collect();
    found.sort_unstable();
    let expected = [
        "a Content true",
        "b Engagements true",
        "c Output false",
        "d Theme true",
        "e Language true",
        "f Fonts true",
        "g Earlier true",
        "h Logo true",
        "i Version true",
        "j InRevision false",
    ];
    assert_eq!(found, expected);
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
        ("content: ''", "invalid-config <''> the path is empty"),
        ("content: ~/pages", "invalid-config <~/pages> `~/pages` lies outside of the project folder"),
        ("content: a/../../b", "invalid-config <a/../../b> `a/../../b` lies outside of the project folder"),
        ("content: \\\\server", "invalid-config <\\\\server> `\\\\server` lies outside of the project folder"),
        (
            "brand: { logo: ../logo.svg }",
            "invalid-config <../logo.svg> `../logo.svg` lies outside of the project folder",
        ),
        ("fonts: [../fonts]", "invalid-config <../fonts> `../fonts` lies outside of the project folder"),
        ("reports: { earlier: /tmp }", "invalid-config </tmp> `/tmp` lies outside of the project folder"),
        ("brand: { color: '#12345' }", "invalid-config <'#12345'> `#12345` is no colour"),
        ("brand: { color: '#xyz' }", "invalid-config <'#xyz'> `#xyz` is no colour"),
        ("base_url: 'https://a b'", "invalid-config <'https://a b'> `https://a b` is no absolute address"),
        ("edit_url: 'https://'", "invalid-config <'https://'> `https://` is no absolute address"),
        ("editions: {}", "invalid-config <editions> `editions` has no value"),
        ("editions: [partner]", "invalid-config <[partner]> expected keys and values, found a list"),
        (
            "editions: { reports: [x] }",
            "invalid-config <reports> `reports` cannot name the folder of the edition: the name is taken",
        ),
        (
            "editions: { CON: [x] }",
            "invalid-config <CON> `CON` cannot name the folder of the edition: the name is taken",
        ),
        ("languages: { v: . }", "invalid-config <v> `v` cannot name the folder of the language: the name is taken"),
        (
            "findings: partner",
            "invalid-config <partner> `findings` names `partner`, which is neither `true`, `false` nor an edition",
        ),
        ("search: yes", "invalid-config <yes> `yes` is neither `true` nor `false`"),
        ("theme:", "invalid-config <theme> `theme` has no value"),
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
    assert_eq!(read(""), (None, vec!["`reports.edition` has no value".to_owned()]));
    assert_eq!(read("partnr"), (Some("partnr".to_owned()), vec!["no edition is named `partnr`".to_owned()]));
    assert_eq!(read("[partner]").0, Some(String::new()), "no edition has an empty name, so no report is made");
}

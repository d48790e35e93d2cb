//! Which edition a report is made from, and that nothing of another one is in it, in no shape.

use std::collections::BTreeMap;
use std::path::Path;

use jiff::civil::date;
use serde_json::Value;
use waybook::session::{Request, Session};
use waybook::system::Memory;

use crate::world::{all_shapes, built, files, twin};

const HEAD: &str =
    "| Task ID | Task Name | (M)andatory / (O)ptional | FastTrack Role | Services |\n| --- | --- | --- | --- | --- |\n";

const SETTINGS: &str = "content: content\nengagements: engagements\nexclude: [\"includes/**\"]\n\
    editions: { internal: [internal, partner], partner: [partner] }\n\
    languages: { en: ., de: { folder: de, suffix: -de } }\nreports: { formats: [xlsx] }\n";

/// What stands in a place that a report shows, of both editions and of the internal one alone.
const SHOWN: [&str; 4] = ["QQtitle", "QQtask", "QQnext", "QQincluded"];
const HIDDEN: [&str; 9] =
    ["QZtitle", "QZtask", "QZnext", "QZblocktask", "QZblocknext", "QZincluded", "QZnobody", "QZvariant", "Remediate"];

fn page(audience: &str, title: &str, phase: &str, body: &str) -> String {
    let audience = if audience.is_empty() { String::new() } else { format!("ft.audience: {audience}\n") };
    format!("---\ntitle: {title}\n{audience}---\n\n# {title}\n\nPhase: **{phase}**\n\n## Approach\n\n{body}")
}

/// A world with marks in every place of the playbook that a report takes something from.
fn world(engagements: &[(&str, &str)]) -> Memory {
    let task = |id: u32, name: &str| format!("{HEAD}| {id} | {name} | M | FastTrack Manager | All Services |\n\n");
    let shared = format!(
        "### Close\n\n{}:::audience internal\n\n{}### QZstep\n\n{}[!INCLUDE [x](includes/inner.md)]\n\n:::\n\n\
         [!INCLUDE [x](includes/outer.md)]\n\n\
         ## Next Steps\n\n- QQnext step\n\n:::audience internal\n\n- QZblocknext step\n\n:::\n",
        task(2323, "QQtask"),
        task(1901, "QZblocktask"),
        task(1902, "QZblocktask two"),
    );
    let own = format!("### QZstep\n\n{}## Next Steps\n\n- QZnext step\n", task(1702, "QZtask"));
    Memory::new(date(2020, 3, 30))
        .with_all(engagements)
        .with("/p/waybook.yml", SETTINGS)
        .with("/p/content/closure.md", page("partner", "QQtitle", "Migrate", &shared))
        .with("/p/content/exit.md", page("internal", "QZtitle", "Remediate", &own))
        .with("/p/content/spare--internal.md", page("", "QZvariant", "Migrate", &task(1903, "QZvariant")))
        .with("/p/content/loose.md", page("", "QZnobody", "Migrate", &task(4060, "QZnobody")))
        .with("/p/content/includes/inner.md", task(1904, "QZincluded"))
        .with("/p/content/includes/outer.md", task(1905, "QQincluded"))
        .with("/p/content/de/exit-de.md", page("internal", "QZtitle-de", "Remediate", &task(1702, "QZtask")))
}

trait WithAll {
    fn with_all(self, engagements: &[(&str, &str)]) -> Self;
}

impl WithAll for Memory {
    fn with_all(self, engagements: &[(&str, &str)]) -> Self {
        let place = |name: &str| Path::new("/p/engagements").join(name);
        engagements.iter().fold(self, |world, (name, yaml)| world.with(place(name), *yaml))
    }
}

/// Statuses of tasks that only the internal edition has, and of one that all have.
const STATUSES: &str = "services: [Exchange]\ntasks: { 2323: Blocked-Other, 1702: Blocked-Other, 1901: Blocked-Other, \
    1903: Warning, 4060: Complete }\n";

fn engagement(keys: &str) -> String {
    format!("customer: Contoso\n{STATUSES}{keys}")
}

/// The files of one customer, joined.
fn of_customer(all: &BTreeMap<String, String>, id: &str) -> String {
    let own = all.iter().filter(|(path, _)| path.contains(&format!("reports/{id}/")));
    own.map(|(_, text)| text.as_str()).collect()
}

#[test]
fn a_report_shows_nothing_of_another_edition_in_any_shape() {
    let (unnamed, partner, internal) =
        (engagement(""), engagement("edition: partner\n"), engagement("edition: internal\n"));
    let german = engagement("language: de\n");
    let files = [("a.yml", &*unnamed), ("b.yml", &*partner), ("c.yml", &*internal), ("d.yml", &*german)];
    let all = all_shapes(&world(&files));
    for id in ["a", "b", "d"] {
        let text = of_customer(&all, id);
        for mark in HIDDEN {
            assert!(!text.contains(mark), "{mark} of the internal edition is in a report of {id}");
        }
        assert!(SHOWN.iter().all(|mark| text.contains(mark)), "{id}");
    }
    let own = of_customer(&all, "c");
    let missing = |mark: &&&str| !own.contains(**mark) && **mark != "QZnobody";
    assert_eq!(SHOWN.iter().chain(&HIDDEN).find(missing), None);
    assert!(!own.contains("QZnobody"), "a page in no edition is in no report");
}

#[test]
fn an_edition_is_named_by_the_engagement_else_by_the_settings() {
    let edition = |settings: &str, keys: &str| {
        let world = world(&[("a.yml", &engagement(keys))]).with("/p/waybook.yml", settings);
        let twin = twin(&files(&built(&world, None)), "reports/a/status.json");
        let tasks = twin["totals"]["mandatory"]["total"].as_u64();
        (twin["header"]["edition"].as_str().map(str::to_owned), tasks)
    };
    let named = |name: &str, tasks: u64| (Some(name.to_owned()), Some(tasks));
    let internal = SETTINGS.replace("reports: {", "reports: { edition: internal,");
    let without = SETTINGS
        .lines()
        .filter(|line| !line.starts_with("editions"))
        .fold(String::new(), |all, line| all + line + "\n");
    assert_eq!(edition(SETTINGS, ""), named("partner", 2));
    assert_eq!(edition(SETTINGS, "edition: internal\n"), named("internal", 7));
    assert_eq!(edition(&internal, ""), named("internal", 7));
    assert_eq!(edition(&internal, "edition: partner\n"), named("partner", 2));
    assert_eq!(edition(&without, ""), (None, Some(8)), "without editions everything is for everyone");
}

/// What became of each engagement: the reason where there is no report.
fn reasons(world: &Memory) -> Vec<(String, Option<String>)> {
    let reports = built(world, None).built.reports;
    reports.into_iter().map(|one| (one.id, one.failed)).collect()
}

#[test]
fn an_engagement_of_an_unknown_edition_gets_no_report_and_the_others_do() {
    let (slip, list, fine) = (engagement("edition: partnr\n"), engagement("edition: [partner]\n"), engagement(""));
    let empty = engagement("edition:\n");
    let world = world(&[("a.yml", &slip), ("b.yml", &list), ("c.yml", &fine), ("d.yml", &empty)]);
    let expected = [
        ("a", Some("no edition is named `partnr`; did you mean `partner`?")),
        ("b", Some("`edition` names no edition; use one of `internal`, `partner`")),
        ("c", None),
        ("d", Some("`edition` names no edition; use one of `internal`, `partner`")),
    ];
    let owned = |(id, reason): (&str, Option<&str>)| (id.to_owned(), reason.map(str::to_owned));
    assert_eq!(reasons(&world), expected.map(owned));
    let build = built(&world, None);
    let found = build.findings.diagnostics.iter().filter(|found| found.message == "no edition is named `partnr`");
    assert_eq!(found.count(), 1);
    let files = files(&build);
    let of = |id: &str| files.keys().filter(|path| path.starts_with(&format!("reports/{id}/"))).count();
    assert_eq!((of("a"), of("b"), of("d")), (0, 0, 0), "{:?}", files.keys());
    assert!(of("c") >= 4);
    let portfolio: Value = twin(&files, "reports/portfolio.json");
    assert_eq!(portfolio["failed"].as_array().map(Vec::len), Some(3));
    assert_eq!(portfolio["failed"][0]["reason"], expected[0].1.expect("a reason"));
}

#[test]
fn settings_that_name_an_unknown_edition_for_reports_give_none() {
    let settings = SETTINGS.replace("reports: {", "reports: { edition: partnr,");
    let (unnamed, named) = (engagement(""), engagement("edition: partner\n"));
    let world = world(&[("a.yml", &unnamed), ("b.yml", &named)]).with("/p/waybook.yml", settings);
    // Settings that cannot be used may stop the command as a whole; a report of another edition is never made.
    let request = Request { project: Some("/p".into()), ..Request::default() };
    let Ok(build) = Session::new(&world, request).report() else { return };
    let failed: Vec<bool> = build.built.reports.iter().map(|one| one.failed.is_some()).collect();
    assert_eq!(failed, [true, false]);
    assert!(build.findings.diagnostics.iter().any(|found| found.message == "no edition is named `partnr`"));
}

#[test]
fn an_edition_without_pages_in_a_language_is_told_in_one_that_it_has() {
    let world = world(&[("a.yml", &engagement("language: de\n"))]);
    let build = built(&world, None);
    let status = twin(&files(&build), "reports/a/status.json");
    assert_eq!(status["mandatory"][0]["tasks"][0]["name"], "QQtask");
    assert_eq!(status["header"]["language"], "de");
    let found: Vec<&str> = build.findings.diagnostics.iter().map(|found| found.message.as_str()).collect();
    assert!(found.contains(&"the edition `partner` has no page in `de`"), "{found:?}");
    let internal = self::world(&[("a.yml", &engagement("language: de\nedition: internal\n"))]);
    let build = built(&internal, None);
    let status = twin(&files(&build), "reports/a/status.json");
    assert_eq!(status["mandatory"][0]["tasks"][0]["process"], "QZtitle-de");
    assert_eq!(status["totals"]["mandatory"]["total"], 7, "the pages of the first language alone are counted");
    assert!(!build.findings.diagnostics.iter().any(|found| found.message.contains("has no page in")));
}

#[test]
fn an_edition_without_pages_gives_no_report() {
    let settings = SETTINGS.replace("partner: [partner] }", "partner: [partner], guests: [guest, visitor] }");
    let world = world(&[("a.yml", &engagement("edition: guests\n"))]).with("/p/waybook.yml", settings);
    let reason = "the edition `guests` has no page; name another edition, or say on pages that they are for it";
    assert_eq!(reasons(&world), [("a".to_owned(), Some(reason.to_owned()))]);
}

#[test]
fn an_older_version_is_followed_in_the_edition_too() {
    let row = |id: u32, name: &str| format!("{HEAD}| {id} | {name} | M | FastTrack Manager | All Services |\n");
    let settings = format!("{SETTINGS}versions: {{ new: , old: old }}\n");
    let yaml =
        "customer: Contoso\nservices: [Exchange]\nversion: old\ntasks: { 2323: Blocked-Other, 1702: Complete }\n";
    let world = world(&[("a.yml", yaml)])
        .with("/p/waybook.yml", settings)
        .with("/p/old/closure.md", page("partner", "QQtitle", "Migrate", &row(2323, "QQold")))
        .with("/p/old/exit.md", page("internal", "QZtitle", "Migrate", &row(1702, "QZold")));
    let all = all_shapes(&world);
    let text = of_customer(&all, "a");
    assert!(text.contains("QQold") && !text.contains("QZ"), "the version is followed in the edition");
}

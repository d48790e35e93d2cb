//! The formats for other programs, held against what their specifications ask for: SARIF 2.1.0 (OASIS), GitLab's code
//! quality report, JUnit's XML, GitHub's workflow commands. And baselines and the page of findings, as a team meets them.

use serde_json::Value;

use project::Project;

mod project;

/// Findings of every severity, one of them in two places, one with an edit, one about the project's own file.
fn project() -> Project {
    Project::with(&[
        (
            "waybook.yml",
            "check: { bare-url: error, orphan-page: info }\nversions: { new: , old: { revision: none } }\n",
        ),
        ("content/toc.yml", "- name: Start\n  href: index.md\n"),
        (
            "content/index.md",
            "---\nft.owner: danar\n---\n# Start & \"more\" <x>\n\nSee [a, b: c](gone.md) and https://example.com?a=1&b=2.\n\n\
             | Task ID | Task Name | (M)andatory / (O)ptional | FastTrack Role | Services |\n| --- | --- | --- | --- | --- |\n\
             | 1001 | One | M | SME | Exchange |\n| 1001 | Two | M | SME | Exchange |\n",
        ),
        ("content/a page.md", "# Lost\n\n[x](gone.md)\n[x](gone.md)\n"),
    ])
}

#[track_caller]
fn text<'v>(value: &'v Value, pointer: &str) -> &'v str {
    value.pointer(pointer).and_then(Value::as_str).unwrap_or_else(|| panic!("no text at {pointer} in {value}"))
}

#[track_caller]
fn number(value: &Value, pointer: &str) -> u64 {
    value.pointer(pointer).and_then(Value::as_u64).unwrap_or_else(|| panic!("no number at {pointer} in {value}"))
}

fn keys(value: &Value) -> Vec<&str> {
    value.as_object().map(|object| object.keys().map(String::as_str).collect()).unwrap_or_default()
}

/// Holds that an object has no keys but these.
#[track_caller]
fn only(value: &Value, allowed: &[&str]) {
    let foreign: Vec<&str> = keys(value).into_iter().filter(|key| !allowed.contains(key)).collect();
    assert!(foreign.is_empty(), "{foreign:?} are no keys of {value}");
}

/// `sarif-2.1.0.json` is the schema that OASIS published, as the crate serde-sarif ships it.
#[test]
fn sarif_is_valid_against_its_published_schema() {
    let mut schema: Value = serde_json::from_str(include_str!("schemas/sarif-2.1.0.json")).expect("JSON");
    // Its pattern of languages is no regular expression for most readers; we name no language.
    for holder in ["run", "toolComponent"] {
        let language = schema.pointer_mut(&format!("/definitions/{holder}/properties/language"));
        language.and_then(Value::as_object_mut).expect("the schema has it").remove("pattern");
    }
    let validator = jsonschema::validator_for(&schema).expect("a schema");
    let project = project();
    project.write("content/mend.md", "# Mend\n\na\u{200b}b\u{200b}c [x](gone.md \"任务\")\n");
    for arguments in [&["check", "--format", "sarif"][..], &["check", "--format", "sarif", "--only", "safelink"]] {
        let ran = project.run(arguments);
        let log: Value = serde_json::from_str(&ran.out()).expect("JSON");
        let complaints: Vec<String> =
            validator.iter_errors(&log).map(|error| format!("{}: {error}", error.instance_path())).collect();
        assert!(complaints.is_empty(), "{}", complaints.join("\n"));
    }
    // The validator does complain where there is reason to.
    assert!(!validator.is_valid(&serde_json::json!({ "version": "2.1.0" })));
}

/// SARIF 2.1.0, 3.30: lines and columns from 1, the end not before the start.
#[track_caller]
fn region(value: &Value) {
    only(value, &["startLine", "startColumn", "endLine", "endColumn"]);
    let at = |name: &str| number(value, &format!("/{name}"));
    assert!(at("startLine") >= 1 && at("startColumn") >= 1 && at("endColumn") >= 1, "{value}");
    assert!((at("endLine"), at("endColumn")) >= (at("startLine"), at("startColumn")), "{value}");
}

/// SARIF 2.1.0, 3.4.3: a relative URI reference, without blanks.
#[track_caller]
fn location(value: &Value) {
    only(value, &["physicalLocation", "id", "message"]);
    let uri = text(value, "/physicalLocation/artifactLocation/uri");
    assert!(!uri.starts_with('/') && !uri.contains([' ', '\\', '#', '?']), "{uri}");
    region(&value["physicalLocation"]["region"]);
}

#[test]
fn sarif_has_the_shape_of_its_specification() {
    let log: Value =
        serde_json::from_str(&project().run(&["check", "--format", "sarif"]).exits(1).out()).expect("JSON");
    only(&log, &["$schema", "version", "runs"]);
    assert_eq!(text(&log, "/version"), "2.1.0");
    let run = &log["runs"][0];
    only(run, &["tool", "columnKind", "results"]);
    assert!(["utf16CodeUnits", "unicodeCodePoints"].contains(&text(run, "/columnKind")));
    only(&run["tool"]["driver"], &["name", "version", "informationUri", "rules"]);
    let rules = run["tool"]["driver"]["rules"].as_array().expect("a list");
    let levels = ["none", "note", "warning", "error"];
    for rule in rules {
        only(rule, &["id", "shortDescription", "helpUri", "defaultConfiguration"]);
        assert!(text(rule, "/shortDescription/text").ends_with('.'));
        assert!(levels.contains(&text(rule, "/defaultConfiguration/level")));
    }
    let results = run["results"].as_array().expect("a list");
    assert_eq!(results.len(), 9, "{results:#?}");
    let mut fingerprints = Vec::new();
    for result in results {
        only(
            result,
            &[
                "ruleId",
                "ruleIndex",
                "level",
                "message",
                "locations",
                "relatedLocations",
                "partialFingerprints",
                "fixes",
            ],
        );
        let index = number(result, "/ruleIndex") as usize;
        assert_eq!(text(&rules[index], "/id"), text(result, "/ruleId"));
        assert!(levels.contains(&text(result, "/level")) && !text(result, "/message/text").is_empty());
        result["locations"].as_array().expect("a list").iter().for_each(location);
        let related = result["relatedLocations"].as_array().cloned().unwrap_or_default();
        related.iter().for_each(|place| {
            location(place);
            assert!(!text(place, "/message/text").is_empty());
        });
        for change in result["fixes"].as_array().into_iter().flatten().flat_map(|fix| fix["artifactChanges"].as_array())
        {
            region(&change[0]["replacements"][0]["deletedRegion"]);
            text(&change[0], "/replacements/0/insertedContent/text");
        }
        fingerprints.push(text(result, "/partialFingerprints/waybookFinding~1v1").to_owned());
    }
    fingerprints.sort();
    fingerprints.dedup();
    assert_eq!(fingerprints.len(), results.len(), "no two findings share a fingerprint");
    let of = |code: &str| results.iter().find(|result| result["ruleId"] == code).expect("it is found");
    assert_eq!(text(of("bare-url"), "/level"), "error");
    assert_eq!(
        text(of("bare-url"), "/fixes/0/artifactChanges/0/replacements/0/insertedContent/text"),
        "<https://example.com?a=1&b=2>"
    );
    assert_eq!(number(of("duplicate-task-id"), "/relatedLocations/0/physicalLocation/region/startLine"), 10);
    assert_eq!(text(of("orphan-page"), "/locations/0/physicalLocation/artifactLocation/uri"), "content/a%20page.md");
}

#[test]
fn gitlab_gets_what_its_report_asks_for() {
    let issues: Value =
        serde_json::from_str(&project().run(&["check", "--format", "gitlab"]).exits(1).out()).expect("JSON");
    let issues = issues.as_array().expect("a list").clone();
    assert_eq!(issues.len(), 9);
    let mut fingerprints: Vec<&str> = Vec::new();
    for issue in &issues {
        only(issue, &["description", "check_name", "fingerprint", "severity", "location"]);
        assert!(["info", "minor", "major", "critical", "blocker"].contains(&text(issue, "/severity")));
        assert!(!text(issue, "/description").is_empty() && !text(issue, "/check_name").is_empty());
        assert!(!text(issue, "/location/path").starts_with("./") && number(issue, "/location/lines/begin") >= 1);
        fingerprints.push(text(issue, "/fingerprint"));
    }
    fingerprints.sort_unstable();
    fingerprints.dedup();
    assert_eq!(fingerprints.len(), issues.len());
}

/// The elements of an XML text with their attributes, after checking that they nest. Enough XML for what we write.
fn elements(xml: &str) -> Vec<(String, Vec<(String, String)>)> {
    let mut open: Vec<String> = Vec::new();
    let mut found = Vec::new();
    for part in xml.split('<').skip(1) {
        let (tag, text) = part.split_once('>').expect("every tag is closed");
        assert!(
            !text.contains('&')
                || text
                    .split('&')
                    .skip(1)
                    .all(|rest| rest.split(';').next().is_some_and(|name| ["amp", "lt", "gt", "quot"].contains(&name))),
            "{text}"
        );
        if tag.starts_with('?') {
            continue;
        }
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop().as_deref(), Some(name));
            continue;
        }
        let inner = tag.trim_end_matches('/');
        let (name, mut rest) = inner.split_once(' ').unwrap_or((inner, ""));
        let mut attributes = Vec::new();
        while let Some((key, value)) = rest.trim_start().split_once("=\"") {
            let (value, next) = value.split_once('"').expect("every value is closed");
            attributes.push((key.to_owned(), value.to_owned()));
            rest = next;
        }
        found.push((name.to_owned(), attributes));
        if !tag.ends_with('/') {
            open.push(name.to_owned());
        }
    }
    assert!(open.is_empty(), "{open:?} are not closed");
    found
}

#[test]
fn junit_counts_what_it_holds() {
    let xml = project().run(&["check", "--format", "junit"]).exits(1).out();
    let elements = elements(&xml);
    let count = |name: &str| elements.iter().filter(|(element, _)| element == name).count();
    let value = |at: usize, key: &str| -> String {
        elements[at].1.iter().find(|(name, _)| name == key).map(|(_, value)| value.clone()).expect("it is there")
    };
    assert_eq!((elements[0].0.as_str(), elements[1].0.as_str()), ("testsuites", "testsuite"));
    assert_eq!(value(0, "tests"), count("testcase").to_string());
    assert_eq!(value(0, "failures"), count("failure").to_string());
    assert_eq!((count("testcase"), count("failure"), count("system-out"), count("testsuite")), (9, 6, 3, 3));
    for (at, (name, _)) in elements.iter().enumerate().filter(|(_, (name, _))| name != "system-out") {
        let needed: &[&str] = match name.as_str() {
            "testsuites" => &["tests", "failures", "errors"],
            "testsuite" => &["name", "tests", "failures", "errors", "time"],
            "testcase" => &["name", "classname", "time"],
            _ => &["message", "type"],
        };
        needed.iter().for_each(|key| drop(value(at, key)));
    }
    let clean = Project::with(&[("content/index.md", "# Start\n")]).run(&["check", "--format", "junit"]).exits(0).out();
    assert!(clean.contains("tests=\"1\" failures=\"0\""), "a run without findings is a test that passed: {clean}");
}

#[test]
fn github_gets_a_command_a_line() {
    let out = project().run(&["check", "--format", "github"]).exits(1).out();
    assert_eq!(out.lines().count(), 9);
    for line in out.lines() {
        let (command, _) = line.strip_prefix("::").and_then(|rest| rest.split_once("::")).expect("a command");
        let (level, properties) = command.split_once(' ').expect("properties");
        assert!(["error", "warning", "notice"].contains(&level));
        for property in properties.split(',') {
            let (key, _) = property.split_once('=').expect("a property");
            assert!(["file", "line", "endLine", "col", "endColumn", "title"].contains(&key), "{line}");
        }
    }
    let link = "::warning file=content/index.md,line=6,endLine=6,col=15,endColumn=22,title=broken-link::no page or file `gone.md`";
    assert!(out.lines().any(|line| line == link), "{out}");
}

#[test]
fn files_are_named_from_where_the_command_runs() {
    let project = Project::with(&[("docs/waybook.yml", ""), ("docs/content/index.md", "[x](gone.md)\n")]);
    let out = project.run(&["check", "--project", "docs", "--format", "github"]).exits(0).out();
    assert!(out.contains("file=docs/content/index.md,"), "{out}");
}

#[test]
fn a_baseline_knows_what_there_was_and_no_more() {
    let project = Project::with(&[("content/index.md", "# Start\n\n[a](a.md)\n[a](a.md)\n")]);
    let ran = project.run(&["check", "--write-baseline", "known.json"]).exits(0);
    assert!(ran.out().is_empty() && ran.err().contains("2 findings written to known.json"), "{}", ran.err());
    let deny = ["check", "--baseline", "known.json", "--deny", "warnings"];
    assert!(project.run(&deny).exits(0).err().contains("nothing new found; 2 in the baseline"));
    project.write("content/index.md", "# Start\n\nMore.\n\n[a](a.md)\n\n[b](b.md)\n");
    let ran = project.run(&deny).exits(1);
    assert!(ran.out().contains("`b.md`") && !ran.out().contains("`a.md`"), "{}", ran.out());
    assert!(ran.err().contains("1 in the baseline; 1 of the baseline are mended"), "{}", ran.err());
    project.write("known.json", "[]");
    assert!(project.run(&deny).exits(2).err().contains("could not use the baseline"));
}

#[test]
fn a_rule_can_be_graver_for_one_run() {
    let project =
        Project::with(&[("waybook.yml", "check: { broken-link: off }\n"), ("content/index.md", "[a](a.md)\n")]);
    project.run(&["check", "--deny", "all"]).exits(0);
    project.run(&["check", "--rule", "broken-link=error"]).exits(1);
    project.run(&["check", "--rule", "broken-link=grave"]).exits(2);
    project.run(&["check", "--rule", "broken-lnik=error"]).exits(2);
}

#[test]
fn the_page_of_findings_asks_no_network() {
    let project = project();
    project.run(&["check", "--report", "out/findings.html"]).exits(1);
    let html = project.text("out/findings.html");
    for part in ["broken-link", "danar", "content/index.md", "no page or file `gone.md`", "class=\"sortable\""] {
        assert!(html.contains(part), "no {part}");
    }
    for outside in ["src=\"http", "href=\"http", "@import", "url(http", "<x>"] {
        assert!(!html.contains(outside), "{outside}");
    }
}

#[test]
fn the_full_form_ends_with_the_rules_that_spoke() {
    let err = project().run(&["check"]).exits(1).err();
    assert!(
        err.contains("  3  warning  broken-link") && err.contains("2 pages: 2 errors, 4 warnings, 3 notes"),
        "{err}"
    );
}

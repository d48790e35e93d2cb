//! The language server as an editor meets it: over pipes, with texts that nobody saved.

mod conversation;
mod editor;

use serde_json::{Value, json};

use editor::{Editor, edited, file_of, place, words};

const ASSESS: &str = "# Assess 😀\r\n\r\nPhase: **Assess**\r\n\r\n## Approach\r\n\r\n### Discover\r\n\r\n\
    任务 😀 see [details](details.md#1699-complete-technical-assessment) and [gone](gone.md).\r\n\r\n\
    #### FTOP Tasks\r\n\r\n\
    | Task ID | Task Name | (M)andatory / (O)ptional | FastTrack Role | Services |\r\n| --- | --- | --- | --- | --- |\r\n\
    | 1699 | Complete technical assessment | M | FastTrack Engineer | All Services |\r\n\
    | 1700 | 任务 😀 inventory | O | FE | Exchange |\r\n";
const PLAN: &str = "# Plan\n\nPhase: **Assess**\n\n## FTOP Tasks\n\n\
    | Task ID | Task Name | (M)andatory / (O)ptional | FastTrack Role | Services |\n| --- | --- | --- | --- | --- |\n\
    | 1699 | Complete technical assessment | O | FastTrack Engineer | All Services |\n";
const DETAILS: &str =
    "# Task Details\n\n## 1699: Complete technical assessment\n\nAsk for the inventory first.\n\n## Other\n";

fn project() -> Vec<(&'static str, &'static str)> {
    vec![
        ("waybook.yml", "title: Playbook\n"),
        ("content/assess.md", ASSESS),
        ("content/plan.md", PLAN),
        ("content/details.md", DETAILS),
    ]
}

fn with_code(findings: &[Value], code: &str) -> Vec<Value> {
    findings.iter().filter(|found| found["code"] == code).cloned().collect()
}

fn labels(completions: &Value) -> Vec<String> {
    let items = completions["items"].as_array().expect("there is a list");
    items.iter().map(|item| item["label"].as_str().expect("it has a label").to_owned()).collect()
}

#[test]
fn findings_follow_what_is_typed_and_stand_at_their_words() {
    let mut editor = Editor::new(&project());
    editor.open("content/assess.md", ASSESS);
    let findings = editor.findings("content/assess.md", Some(1));
    let broken = with_code(&findings, "broken-link");
    assert_eq!(broken.len(), 1, "{findings:?}");
    assert_eq!(words(ASSESS, &broken[0]["range"]), "gone.md");
    assert_eq!((&broken[0]["source"], &broken[0]["severity"]), (&json!("waybook"), &json!(2)), "a warning");
    let href = broken[0]["codeDescription"]["href"].as_str().expect("its page has an address");
    assert!(href.ends_with("book/pages/codes/broken-link.md"), "{href}");
    assert_eq!(words(ASSESS, &with_code(&findings, "alias-used")[0]["range"]), "FE");

    // Two changes at once, the second in the text that the first made: behind an emoji, so that units count.
    let word = place(ASSESS, "gone.md");
    let start = json!({ "line": word["line"], "character": word["character"].as_u64().expect("a number") - 7 });
    let changes = json!([
        { "range": { "start": start, "end": word }, "text": "lost.md" },
        { "range": { "start": word, "end": word }, "text": "#x" },
    ]);
    editor.change("content/assess.md", 2, changes);
    let now = ASSESS.replace("gone.md", "lost.md#x");
    let findings = editor.findings("content/assess.md", Some(2));
    assert_eq!(words(&now, &with_code(&findings, "broken-link")[0]["range"]), "lost.md#x");
}

#[test]
fn findings_of_other_files_are_told_and_taken_back() {
    let mut editor = Editor::new(&project());
    editor.open("content/plan.md", PLAN);
    let conflicts = with_code(&editor.findings("content/plan.md", Some(1)), "conflicting-task");
    assert_eq!(conflicts.len(), 1, "the requirement of 1699 differs");
    let related = &conflicts[0]["relatedInformation"][0]["location"];
    assert_eq!(file_of(&editor, &related["uri"]).to_str(), Some("content/assess.md"));
    let before = editor.findings("content/assess.md", None);
    assert_eq!(with_code(&before, "broken-link").len(), 1);

    editor.open("content/gone.md", "# Gone\n");
    let after = editor.hear(|message| {
        let params = &message["params"];
        message["method"] == "textDocument/publishDiagnostics"
            && params["uri"].as_str().is_some_and(|uri| uri.ends_with("assess.md"))
    });
    let after = after["params"]["diagnostics"].as_array().expect("a list").clone();
    assert!(with_code(&after, "broken-link").is_empty(), "a file that nobody saved is there all the same");
    assert_eq!(with_code(&after, "alias-used").len(), 1, "nothing else changed");
}

#[test]
fn a_broken_row_is_mended_by_its_action() {
    let mut editor = Editor::new(&project());
    let broken = ASSESS.replace(" |\r\n| 1700", " || 1700");
    editor.open("content/assess.md", &broken);
    let findings = editor.findings("content/assess.md", Some(1));
    let row = with_code(&findings, "run-on-row").first().cloned().expect("two rows stand on one line");
    let uri = editor.uri("content/assess.md");
    let only = |kinds: Value| json!({ "diagnostics": [], "only": kinds });
    let params = json!({ "textDocument": { "uri": uri }, "range": row["range"], "context": only(json!(["quickfix"])) });
    let actions = editor.ask("textDocument/codeAction", params.clone());
    let own = |action: &&Value| action["diagnostics"][0]["code"] == "run-on-row";
    let action = actions.as_array().expect("a list").iter().find(own).expect("it can be mended").clone();
    assert_eq!((&action["kind"], &action["isPreferred"]), (&json!("quickfix"), &json!(true)), "{action}");
    let clean = edited(&broken, &action["edit"]["changes"][&uri]);
    editor.change("content/assess.md", 2, json!([{ "text": clean }]));
    assert_eq!(with_code(&editor.findings("content/assess.md", Some(2)), "run-on-row"), Vec::<Value>::new());
    assert_eq!(clean.matches("| 1700 |").count(), 1);
    assert_eq!(clean.matches("\r\n").count(), clean.matches('\n').count(), "line ends stay");

    let all =
        json!({ "textDocument": { "uri": uri }, "range": row["range"], "context": only(json!(["source.fixAll"])) });
    let actions = editor.ask("textDocument/codeAction", all);
    assert_eq!(actions.as_array().map(Vec::len), Some(1), "{actions}");
    let mended = edited(&clean, &actions[0]["edit"]["changes"][&uri]);
    assert!(mended.contains("| FastTrack Engineer | Exchange |") && !mended.contains("| FE |"), "{mended}");
}

#[test]
fn everything_is_mended_at_once_even_what_comes_of_a_fix() {
    let mut editor = Editor::new(&project());
    // The short name of the second row is found only in a row; first the line must be cut in two.
    let broken = ASSESS.replace(" |\r\n| 1700", " || 1700").replace("| Exchange |\r\n", "| Exch\u{200b}ange |\r\n");
    editor.open("content/assess.md", &broken);
    let uri = editor.uri("content/assess.md");
    let range = json!({ "start": { "line": 0, "character": 0 }, "end": { "line": 0, "character": 0 } });
    let context = json!({ "diagnostics": [], "only": ["source.fixAll"] });
    let params = json!({ "textDocument": { "uri": uri }, "range": range, "context": context });
    let actions = editor.ask("textDocument/codeAction", params.clone());
    assert_eq!(actions[0]["kind"], "source.fixAll.waybook");
    let clean = edited(&broken, &actions[0]["edit"]["changes"][&uri]);
    assert!(
        clean.contains("All Services |\r\n| 1700 | 任务 😀 inventory | O | FastTrack Engineer | Exchange |\r\n"),
        "{clean}"
    );
    editor.change("content/assess.md", 2, json!([{ "text": clean }]));
    assert_eq!(editor.ask("textDocument/codeAction", params), json!([]), "nothing is left");
    assert_eq!(
        with_code(&editor.findings("content/assess.md", Some(2)), "broken-link").len(),
        1,
        "what needs a person stays"
    );
}

#[test]
fn hover_definition_and_references_know_a_task() {
    let mut editor = Editor::new(&project());
    editor.open("content/assess.md", ASSESS);
    let hover = editor.ask_at("textDocument/hover", "content/assess.md", (ASSESS, "| 1699"));
    assert_eq!(words(ASSESS, &hover["range"]), "1699");
    let told = hover["contents"]["value"].as_str().expect("it is Markdown");
    for part in [
        "**1699** Complete technical assessment",
        "Mandatory · FastTrack Engineer · All Services",
        "content/assess.md:15",
        "content/plan.md:9",
        "with another requirement: Optional",
        "content/details.md:3",
        "Ask for the inventory first.",
    ] {
        assert!(told.contains(part), "`{part}` is missing in\n{told}");
    }
    assert_eq!(editor.ask_at("textDocument/hover", "content/assess.md", (ASSESS, "Discov")), Value::Null);

    let defined = editor.ask_at("textDocument/definition", "content/assess.md", (ASSESS, "| 1699"));
    assert_eq!(file_of(&editor, &defined[0]["uri"]).to_str(), Some("content/details.md"));
    assert_eq!(words(DETAILS, &defined[0]["range"]), "## 1699: Complete technical assessment");
    let defined = editor.ask_at("textDocument/definition", "content/assess.md", (ASSESS, "| 1700"));
    assert_eq!(words(ASSESS, &defined[0]["range"]), "1700", "without details, where it stands first");

    let linked = editor.ask_at("textDocument/definition", "content/assess.md", (ASSESS, "details.md#1699"));
    assert_eq!(linked[0]["range"]["start"]["line"], 2, "{linked}");
    assert_eq!(editor.ask_at("textDocument/definition", "content/assess.md", (ASSESS, "gone.m")), Value::Null);

    let references = editor.ask_at("textDocument/references", "content/assess.md", (ASSESS, "| 1699"));
    let files: Vec<String> = references
        .as_array()
        .expect("a list")
        .iter()
        .map(|place| format!("{}:{}", file_of(&editor, &place["uri"]).display(), place["range"]["start"]["line"]))
        .collect();
    assert_eq!(files, ["content/assess.md:14", "content/details.md:2", "content/plan.md:8"]);
}

#[test]
fn what_fits_is_offered() {
    let mut editor = Editor::new(&project());
    let typed = format!(
        "{ASSESS}| 16 | x | M | FastTrack Eng | Exch |\r\n\r\nPrimary Role: **SM\r\n\r\n[a](det) [b](details.md#oth) [c](#dis)\r\n"
    );
    editor.open("content/assess.md", &typed);
    let mut offered = |word: &str| editor.ask_at("textDocument/completion", "content/assess.md", (&typed, word));
    let ids = offered("\n| 16");
    assert_eq!(labels(&ids), ["1699"]);
    assert_eq!(
        ids["items"][0]["detail"],
        "Complete technical assessment (Mandatory · FastTrack Engineer · All Services)"
    );
    assert_eq!(words(&typed, &ids["items"][0]["textEdit"]["range"]), "16");
    assert_eq!(labels(&offered("FastTrack Eng ")), ["FastTrack Engineer"]);
    assert_eq!(labels(&offered("| Exch"))[0], "Exchange");
    assert_eq!(labels(&offered("Role: **SM")), ["SME"]);
    assert_eq!(labels(&offered("[a](det")), ["details.md"]);
    assert_eq!(labels(&offered("details.md#oth")), ["other"]);
    let anchors = offered("[c](#dis");
    assert_eq!(
        (labels(&anchors), &anchors["items"][0]["textEdit"]["newText"]),
        (vec!["discover".to_owned()], &json!("discover"))
    );
    assert_eq!(offered("### Disc")["items"], json!([]));
}

#[test]
fn an_outline_holds_headings_and_tasks() {
    let mut editor = Editor::new(&project());
    editor.open("content/assess.md", ASSESS);
    let uri = editor.uri("content/assess.md");
    let outline = editor.ask("textDocument/documentSymbol", json!({ "textDocument": { "uri": uri } }));
    fn told(symbols: &Value, depth: usize, out: &mut Vec<String>) {
        for symbol in symbols.as_array().expect("a list") {
            out.push(format!("{}{}", "  ".repeat(depth), symbol["name"].as_str().expect("a name")));
            told(&symbol["children"], depth + 1, out);
        }
    }
    let mut lines = Vec::new();
    told(&outline, 0, &mut lines);
    let expected = [
        "Assess 😀",
        "  Approach",
        "    Discover",
        "      FTOP Tasks",
        "        1699 Complete technical assessment",
        "        1700 任务 😀 inventory",
    ];
    assert_eq!(lines, expected);
    assert_eq!(words(ASSESS, &outline[0]["range"]), ASSESS);
}

#[test]
fn formatting_aligns_as_fmt_does() {
    let mut editor = Editor::new(&project());
    editor.open("content/assess.md", ASSESS);
    let uri = editor.uri("content/assess.md");
    let options = json!({ "tabSize": 4, "insertSpaces": true });
    let params = json!({ "textDocument": { "uri": uri }, "options": options });
    let edits = editor.ask("textDocument/formatting", params.clone());
    let formatted = edited(ASSESS, &edits);
    assert!(formatted.contains("| 1700    | 任务 😀 inventory             | O  "), "{formatted}");
    editor.change("content/assess.md", 2, json!([{ "text": formatted }]));
    assert_eq!(editor.ask("textDocument/formatting", params), json!([]), "what is aligned stays");
}

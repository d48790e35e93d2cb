//! How a conversation begins, goes wrong and ends.

use std::fs;

use serde_json::{Value, json};

use super::editor::{Editor, words};
use super::{ASSESS, project, with_code};

#[test]
fn an_end_that_was_agreed_on_is_fine_and_any_other_is_not() {
    let mut editor = Editor::new(&project());
    assert_eq!(editor.ask("shutdown", Value::Null), Value::Null);
    let late = editor.answer("textDocument/hover", json!({}));
    assert_eq!(late["error"]["code"], -32600);
    editor.tell("exit", Value::Null);
    assert_eq!(editor.end(), 0);

    let mut editor = Editor::new(&project());
    editor.tell("exit", Value::Null);
    assert_eq!(editor.end(), 1, "nobody asked for the end");
    assert_eq!(Editor::silent(&project()).end(), 1, "the editor went away");
}

#[test]
fn what_cannot_be_understood_is_answered_with_an_error() {
    let mut editor = Editor::silent(&project());
    assert_eq!(editor.answer("textDocument/hover", json!({}))["error"]["code"], -32002);
    editor.begin(Value::Null, json!({}));
    assert_eq!(editor.answer("textDocument/hover", json!({ "position": 7 }))["error"]["code"], -32602);
    assert_eq!(editor.answer("textDocument/hover", Value::Null)["error"]["code"], -32602);
    assert_eq!(editor.answer("waybook/nothing", json!({}))["error"]["code"], -32601);
    assert_eq!(editor.answer("initialize", json!({}))["error"]["code"], -32600);
    editor.send(b"noise\r\nContent-Length: 3\r\n\r\n{x}");
    assert_eq!(editor.hear(|message| message["id"].is_null() && !message["error"].is_null())["error"]["code"], -32700);
    editor.say(&json!({ "jsonrpc": "2.0", "id": 12_345_678_901_i64, "method": "shutdown" }));
    assert_eq!(editor.hear(|message| message["id"] == 12_345_678_901_i64)["error"]["code"], -32600);
    for method in ["textDocument/didOpen", "textDocument/didChange", "textDocument/didClose", "$/setTrace", "nothing"] {
        editor.tell(method, json!({ "textDocument": 1 }));
    }
    editor.change("content/not-open.md", 3, json!([{ "text": "x" }]));
    editor.ask("shutdown", Value::Null);
}

#[test]
fn places_that_cannot_be_are_taken_as_the_nearest() {
    let mut editor = Editor::new(&project());
    editor.open("content/assess.md", ASSESS);
    let uri = editor.uri("content/assess.md");
    let far = json!({ "line": u32::MAX, "character": u32::MAX });
    let at = json!({ "textDocument": { "uri": uri }, "position": far });
    for method in ["textDocument/hover", "textDocument/definition", "textDocument/completion"] {
        editor.ask(method, at.clone());
    }
    let range = json!({ "start": far, "end": { "line": 0, "character": 0 } });
    editor.change("content/assess.md", 2, json!([{ "range": range, "text": "\n[x](gone-too.md)\n" }]));
    let findings = editor.findings("content/assess.md", Some(2));
    assert_eq!(with_code(&findings, "broken-link").len(), 2);
}

#[test]
fn a_file_of_no_project_is_nobodys() {
    let mut editor = Editor::silent(&[("notes/a.md", "[x](gone.md)\n"), ("p/waybook.yml", ""), ("p/a.md", "# A\n")]);
    let (notes, inner) = (editor.uri("notes"), editor.uri("p"));
    editor.begin(
        json!([{ "uri": notes, "name": "notes" }, { "uri": inner, "name": "p" }, { "uri": "untitled:x", "name": "" }]),
        json!({}),
    );
    editor.open("notes/a.md", "[x](gone.md)\n");
    let document = json!({ "uri": "untitled:Untitled-1", "languageId": "markdown", "version": 1, "text": "x" });
    editor.tell("textDocument/didOpen", json!({ "textDocument": document }));
    for uri in [editor.uri("notes/a.md"), "untitled:Untitled-1".to_owned()] {
        let at = json!({ "textDocument": { "uri": uri }, "position": { "line": 0, "character": 5 } });
        for method in
            ["textDocument/hover", "textDocument/definition", "textDocument/references", "textDocument/completion"]
        {
            let mut params = at.clone();
            params["context"] = json!({ "includeDeclaration": true });
            assert_eq!(editor.ask(method, params), Value::Null, "{method} {uri}");
        }
    }
    // The other folder is a project, and works.
    editor.open("p/a.md", "# A\n\n[x](gone.md)\n");
    assert_eq!(with_code(&editor.findings("p/a.md", Some(1)), "broken-link").len(), 1);
}

#[test]
fn the_encoding_that_is_offered_first_is_used() {
    let mut editor = Editor::silent(&project());
    let folder = editor.uri("");
    let wanted = json!({ "general": { "positionEncodings": ["utf-8", "utf-16"] } });
    let answer = editor.begin(json!([{ "uri": folder, "name": "playbook" }]), wanted);
    assert_eq!(answer["capabilities"]["positionEncoding"], "utf-8");
    editor.open("content/assess.md", ASSESS);
    let findings = editor.findings("content/assess.md", Some(1));
    let range = &with_code(&findings, "broken-link")[0]["range"];
    let line = ASSESS.lines().nth(8).expect("it has that line");
    assert_eq!((&range["start"]["line"], &range["start"]["character"]), (&json!(8), &json!(line.find("gone.md"))));
}

#[test]
fn a_byte_order_mark_takes_no_place_where_the_editor_has_none() {
    let page = "\u{feff}[gone](gone.md) 任\n";
    let mut editor = Editor::new(&[("waybook.yml", ""), ("content/a.md", page)]);
    let closed = with_code(&editor.findings("content/a.md", None), "broken-link");
    assert_eq!(closed[0]["range"]["start"], json!({ "line": 0, "character": 7 }));
    let without = &page[3..];
    editor.open("content/a.md", without);
    let open = with_code(&editor.findings("content/a.md", Some(1)), "broken-link");
    assert_eq!(words(without, &open[0]["range"]), "gone.md");
}

#[test]
fn a_closed_file_counts_as_it_lies_on_the_disk() {
    let mut editor = Editor::new(&project());
    editor.open("content/assess.md", "# Nothing\n");
    assert_eq!(with_code(&editor.findings("content/assess.md", Some(1)), "broken-link"), Vec::<Value>::new());
    let uri = editor.uri("content/assess.md");
    editor.tell("textDocument/didClose", json!({ "textDocument": { "uri": uri } }));
    assert_eq!(with_code(&editor.findings("content/assess.md", None), "broken-link").len(), 1);
    fs::write(editor.folder().join("content/gone.md"), "# Gone\n").expect("it can be written");
    editor.tell("workspace/didChangeWatchedFiles", json!({ "changes": [] }));
    let mended = |message: &Value| {
        let found = message["params"]["diagnostics"].as_array().cloned().unwrap_or_default();
        message["params"]["uri"] == *uri && with_code(&found, "broken-link").is_empty()
    };
    editor.hear(mended);
}

#[test]
fn a_project_that_cannot_be_read_says_why_at_its_file() {
    let mut editor = Editor::new(&[("waybook.yml", "content: pages\n"), ("pages/a.md", "# A\n")]);
    editor.open("waybook.yml", "content: nowhere\n");
    let found = editor.findings("waybook.yml", Some(1));
    assert!(found[0]["message"].as_str().is_some_and(|text| text.contains("nowhere")), "{found:?}");
    editor.change("waybook.yml", 2, json!([{ "text": "content: pages\n" }]));
    assert_eq!(editor.findings("waybook.yml", Some(2)), Vec::<Value>::new());
}

#[test]
fn findings_on_customers_come_with_their_file() {
    let engagement = "customer: Contoso\nservices: [Exchange]\n";
    let mut editor = Editor::new(&[project(), vec![("engagements/contoso.yml", engagement)]].concat());
    let typed = format!("{engagement}tasks:\n  4711: {{ status: Complete, on: 2020-03-09 }}\n");
    editor.open("engagements/contoso.yml", &typed);
    let found = editor.findings("engagements/contoso.yml", Some(1));
    let unknown = with_code(&found, "status-for-unknown-task");
    assert_eq!(unknown.len(), 1, "{found:?}");
    assert_eq!(words(&typed, &unknown[0]["range"]), "4711");
}

#[test]
fn a_folder_that_goes_takes_its_findings_with_it() {
    let mut editor = Editor::new(&project());
    assert_eq!(with_code(&editor.findings("content/assess.md", None), "broken-link").len(), 1);
    let folder = json!({ "uri": editor.uri("").trim_end_matches('/'), "name": "playbook" });
    let event = json!({ "added": [], "removed": [folder] });
    editor.tell("workspace/didChangeWorkspaceFolders", json!({ "event": event }));
    let uri = editor.uri("content/assess.md");
    editor.hear(|message| message["params"]["uri"] == *uri && message["params"]["diagnostics"] == json!([]));
    let event = json!({ "added": [folder], "removed": [] });
    editor.tell("workspace/didChangeWorkspaceFolders", json!({ "event": event }));
    editor.hear(|message| message["params"]["uri"] == *uri && message["params"]["diagnostics"] != json!([]));
}

#[test]
#[cfg(unix)]
fn a_project_behind_a_link_is_spoken_of_as_the_editor_does() {
    let files: Vec<(String, &str)> = project().into_iter().map(|(path, text)| (format!("real/{path}"), text)).collect();
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), *text)).collect();
    let mut editor = Editor::silent(&files);
    let (real, link) = (editor.folder().join("real"), editor.folder().join("link"));
    std::os::unix::fs::symlink(real, link).expect("links can be made");
    let folder = editor.uri("link");
    editor.begin(json!([{ "uri": folder, "name": "playbook" }]), json!({}));
    assert_eq!(with_code(&editor.findings("link/content/assess.md", None), "broken-link").len(), 1);
    editor.open("link/content/assess.md", "# Nothing\n");
    assert_eq!(with_code(&editor.findings("link/content/assess.md", Some(1)), "broken-link"), Vec::<Value>::new());
}

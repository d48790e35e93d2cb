//! An editor as the server sees one: starts the program, speaks JSON-RPC over its pipes, keeps what it is told. Nothing
//! waits for ever, and the program ends with the test.

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

/// No answer takes longer, not even of a debug build on a busy machine.
const LONGEST: Duration = Duration::from_secs(90);

/// An editor with a project in a folder of its own.
pub(crate) struct Editor {
    child: Child,
    input: Option<ChildStdin>,
    heard: Receiver<Value>,
    asked: i64,
    folder: tempfile::TempDir,
    /// What was published last for each file.
    published: BTreeMap<String, Value>,
}

impl Editor {
    /// Starts the program beside some files; nothing is said yet.
    pub(crate) fn silent(files: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().expect("a folder for the test");
        for (path, text) in files {
            let path = folder.path().join(path);
            fs::create_dir_all(path.parent().expect("it has a folder")).expect("folders can be made");
            fs::write(path, text).expect("files can be written");
        }
        let mut child = Command::new(env!("CARGO_BIN_EXE_waybook"))
            .arg("lsp")
            .current_dir(folder.path())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("waybook runs");
        let (sender, heard) = channel();
        let mut output = BufReader::new(child.stdout.take().expect("it is piped"));
        thread::spawn(move || {
            while let Some(message) = frame(&mut output) {
                if sender.send(message).is_err() {
                    return;
                }
            }
        });
        let input = child.stdin.take();
        Self { child, input, heard, asked: 0, folder, published: BTreeMap::new() }
    }

    /// Starts the program and begins the conversation with the project as the one folder.
    pub(crate) fn new(files: &[(&str, &str)]) -> Self {
        let mut editor = Self::silent(files);
        let folder = editor.uri("");
        editor.begin(json!([{ "uri": folder.trim_end_matches('/'), "name": "playbook" }]), json!({}));
        editor
    }

    /// Begins the conversation; gives what the server can do.
    pub(crate) fn begin(&mut self, folders: Value, capabilities: Value) -> Value {
        let params =
            json!({ "processId": null, "rootUri": null, "workspaceFolders": folders, "capabilities": capabilities });
        let answer = self.ask("initialize", params);
        self.tell("initialized", json!({}));
        answer
    }

    /// The project folder.
    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// The address of a file of the project.
    pub(crate) fn uri(&self, path: &str) -> String {
        format!("file://{}/{path}", self.folder().display())
    }

    /// Sends bytes as they are.
    pub(crate) fn send(&mut self, bytes: &[u8]) {
        let input = self.input.as_mut().expect("the pipe is open");
        input.write_all(bytes).and_then(|()| input.flush()).expect("it listens");
    }

    /// Sends a message.
    pub(crate) fn say(&mut self, message: &Value) {
        let text = message.to_string();
        self.send(format!("Content-Length: {}\r\n\r\n{text}", text.len()).as_bytes());
    }

    /// Sends a notification.
    pub(crate) fn tell(&mut self, method: &str, params: Value) {
        self.say(&json!({ "jsonrpc": "2.0", "method": method, "params": params }));
    }

    /// Sends a request and waits for its whole answer.
    pub(crate) fn answer(&mut self, method: &str, params: Value) -> Value {
        self.asked += 1;
        let id = json!(self.asked);
        self.say(&json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params }));
        self.hear(|message| message["id"] == id && message.get("method").is_none())
    }

    /// Sends a request and waits for its result.
    #[track_caller]
    pub(crate) fn ask(&mut self, method: &str, params: Value) -> Value {
        let answer = self.answer(method, params);
        assert!(answer.get("error").is_none(), "{method}: {answer}");
        answer["result"].clone()
    }

    /// Sends a request about a place of a file: right behind the first occurrence of a word.
    #[track_caller]
    pub(crate) fn ask_at(&mut self, method: &str, path: &str, (text, word): (&str, &str)) -> Value {
        let (uri, position) = (self.uri(path), place(text, word));
        let context = json!({ "includeDeclaration": true });
        self.ask(method, json!({ "textDocument": { "uri": uri }, "position": position, "context": context }))
    }

    /// Opens a file with a text, as version 1.
    pub(crate) fn open(&mut self, path: &str, text: &str) {
        let uri = self.uri(path);
        let document = json!({ "uri": uri, "languageId": "markdown", "version": 1, "text": text });
        self.tell("textDocument/didOpen", json!({ "textDocument": document }));
    }

    /// Changes an open file.
    pub(crate) fn change(&mut self, path: &str, version: i64, changes: Value) {
        let document = json!({ "uri": self.uri(path), "version": version });
        self.tell("textDocument/didChange", json!({ "textDocument": document, "contentChanges": changes }));
    }

    /// The findings of a state of a file, as soon as they are published.
    pub(crate) fn findings(&mut self, path: &str, version: Option<i64>) -> Vec<Value> {
        let uri = self.uri(path);
        let version = version.map_or(Value::Null, |version| json!(version));
        let fits = |params: &Value| params["version"] == version;
        if !self.published.get(&uri).is_some_and(fits) {
            self.hear(|message| {
                let params = &message["params"];
                message["method"] == "textDocument/publishDiagnostics" && params["uri"] == *uri && fits(params)
            });
        }
        self.published[&uri]["diagnostics"].as_array().cloned().expect("it is a list")
    }

    /// The next message that fits; the others are kept if they publish something, else dropped.
    pub(crate) fn hear(&mut self, fits: impl Fn(&Value) -> bool) -> Value {
        let start = Instant::now();
        loop {
            let left = LONGEST.saturating_sub(start.elapsed());
            let message = self.heard.recv_timeout(left).expect("the server answers in time");
            if message["method"] == "textDocument/publishDiagnostics" {
                let uri = message["params"]["uri"].as_str().expect("it is about a file").to_owned();
                self.published.insert(uri, message["params"].clone());
            }
            if fits(&message) {
                return message;
            }
        }
    }

    /// The code that the program ends with, after the pipe to it is closed.
    pub(crate) fn end(mut self) -> i32 {
        self.input = None;
        let start = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().expect("it can be waited for") {
                return status.code().expect("it ends by itself");
            }
            assert!(start.elapsed() < LONGEST, "it does not end");
            thread::sleep(Duration::from_millis(5));
        }
    }
}

impl Drop for Editor {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn frame(output: &mut BufReader<ChildStdout>) -> Option<Value> {
    let mut length = 0;
    loop {
        let mut line = String::new();
        if output.read_line(&mut line).ok()? == 0 {
            return None;
        }
        match line.trim().split_once(": ") {
            Some(("Content-Length", value)) => length = value.parse().expect("it is a number"),
            _ if line == "\r\n" => break,
            _ => panic!("standard output is for messages alone: {line:?}"),
        }
    }
    let mut body = vec![0; length];
    output.read_exact(&mut body).ok()?;
    Some(serde_json::from_slice(&body).expect("it is JSON"))
}

/// Right behind the first occurrence of a word: lines and UTF-16 units, counted here anew.
#[track_caller]
pub(crate) fn place(text: &str, word: &str) -> Value {
    let end = text.find(word).unwrap_or_else(|| panic!("`{word}` is not there")) + word.len();
    let line = text[..end].matches('\n').count();
    let start = text[..end].rfind('\n').map_or(0, |at| at + 1);
    json!({ "line": line, "character": text[start..end].encode_utf16().count() })
}

/// The words in a range.
#[track_caller]
pub(crate) fn words(text: &str, range: &Value) -> String {
    text[offset(text, &range["start"])..offset(text, &range["end"])].to_owned()
}

/// A text after edits of one state of it.
#[track_caller]
pub(crate) fn edited(text: &str, edits: &Value) -> String {
    let mut edits: Vec<(usize, usize, String)> = edits
        .as_array()
        .expect("edits are a list")
        .iter()
        .map(|edit| {
            let (start, end) = (offset(text, &edit["range"]["start"]), offset(text, &edit["range"]["end"]));
            (start, end, edit["newText"].as_str().expect("it is a text").to_owned())
        })
        .collect();
    edits.sort();
    let mut out = text.to_owned();
    for (start, end, new) in edits.into_iter().rev() {
        out.replace_range(start..end, &new);
    }
    out
}

fn offset(text: &str, place: &Value) -> usize {
    let line = place["line"].as_u64().expect("it has a line") as usize;
    let start = text.match_indices('\n').map(|(at, _)| at + 1).take(line).last().unwrap_or(0);
    let mut units = place["character"].as_u64().expect("it has a column") as usize;
    for (at, c) in text[start..].char_indices() {
        if units == 0 {
            return start + at;
        }
        units -= c.len_utf16();
    }
    text.len()
}

/// The path behind an address of the project.
pub(crate) fn file_of(editor: &Editor, uri: &Value) -> PathBuf {
    let path = uri.as_str().and_then(|uri| uri.strip_prefix("file://")).expect("it is a file");
    Path::new(path).strip_prefix(editor.folder()).expect("it lies in the project").to_owned()
}

//! The conversation: what is asked in which order, when it is quiet enough to look for findings, and how it ends.

use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::time::{Duration, Instant};

use lsp_server::{ErrorCode, Message, Notification, Request, RequestId, Response};
use lsp_types::{
    DidChangeTextDocumentParams, DidChangeWorkspaceFoldersParams, DidCloseTextDocumentParams,
    DidOpenTextDocumentParams, PositionEncodingKind, Uri,
};
use serde_json::{Value, json};

use super::answers::{Abilities, Refusal, answer, read};
use super::documents::Open;
use super::workspace::Workspace;
use super::{address, capabilities};
use crate::error::Error;
use crate::system::messages::{Heard, Peer};

/// How long nobody must have typed before findings are looked for.
const QUIET: Duration = Duration::from_millis(150);
/// How long findings wait for quiet at most.
const MOST: Duration = Duration::from_secs(1);

/// A conversation with an editor.
pub(super) struct Server<'a> {
    peer: &'a Peer,
    /// Takes what is said to the person, not to the editor.
    say: &'a dyn Fn(&str),
    workspace: Workspace<'a>,
    able: Abilities,
    stage: Stage,
    waiting: VecDeque<Heard>,
    /// When something changed first and last that the editor was not told of.
    changed: Option<(Instant, Instant)>,
    troubles: Vec<String>,
}

/// How far the conversation is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    /// The editor has not said what it can do.
    Before,
    /// Requests are answered.
    Open,
    /// The editor has asked for the end.
    After,
}

impl<'a> Server<'a> {
    /// A conversation that has not begun.
    pub(super) fn new(peer: &'a Peer, workspace: Workspace<'a>, say: &'a dyn Fn(&str)) -> Self {
        let (able, stage, waiting) = (Abilities::default(), Stage::Before, VecDeque::new());
        Self { peer, say, workspace, able, stage, waiting, changed: None, troubles: Vec::new() }
    }

    /// Talks until the editor ends it; tells whether it ended as agreed on.
    pub(super) fn talk(mut self) -> Result<bool, Error> {
        loop {
            match self.next() {
                Heard::Message(Message::Notification(notification)) if notification.method == "exit" => {
                    return Ok(self.stage == Stage::After);
                }
                Heard::Message(Message::Notification(notification)) => self.take(notification),
                Heard::Message(Message::Request(request)) => self.reply(request)?,
                // Answers to what we ask tell nothing that we need.
                Heard::Message(Message::Response(_)) => {}
                Heard::Unreadable { id, code, reason } => {
                    let error = json!({ "code": code as i32, "message": reason });
                    self.peer.say(&json!({ "jsonrpc": "2.0", "id": id, "error": error }))?;
                }
                Heard::Nothing => {}
                Heard::End => return Ok(false),
            }
            if self.wait().is_some_and(|wait| wait.is_zero()) {
                self.publish()?;
            }
        }
    }

    /// What was heard first and not worked on, or is heard next; waits no longer than findings may wait.
    fn next(&mut self) -> Heard {
        loop {
            match self.peer.hear(Some(Duration::ZERO)) {
                Heard::Nothing => break,
                Heard::End => {
                    self.waiting.push_back(Heard::End);
                    break;
                }
                heard => self.waiting.push_back(heard),
            }
        }
        self.waiting.pop_front().unwrap_or_else(|| self.peer.hear(self.wait()))
    }

    /// How long to wait for quiet; none where nothing is to be told.
    fn wait(&self) -> Option<Duration> {
        let (first, last) = self.changed?;
        // What is already there is worked on first: it may change what is to be told.
        let due = if self.waiting.is_empty() { (last + QUIET).min(first + MOST) } else { first + MOST };
        Some(due.saturating_duration_since(Instant::now()))
    }

    fn note_change(&mut self) {
        let now = Instant::now();
        self.changed = Some((self.changed.map_or(now, |(first, _)| first), now));
    }

    /// Tells the editor what is new.
    fn publish(&mut self) -> Result<(), Error> {
        self.changed = None;
        let workspace = &mut self.workspace;
        let Ok(news) = catch_unwind(AssertUnwindSafe(|| workspace.news())) else {
            self.workspace.begin_anew();
            return Ok(());
        };
        for params in news {
            self.notify("textDocument/publishDiagnostics", json!(params))?;
        }
        let troubles = self.workspace.troubles();
        for trouble in troubles.iter().filter(|trouble| !self.troubles.contains(trouble)) {
            (self.say)(trouble);
        }
        self.troubles = troubles;
        Ok(())
    }

    fn notify(&self, method: &str, params: Value) -> Result<(), Error> {
        self.peer.say(&json!({ "jsonrpc": "2.0", "method": method, "params": params }))
    }

    fn reply(&mut self, request: Request) -> Result<(), Error> {
        let Request { id, method, params } = request;
        let result = match (self.stage, method.as_str()) {
            _ if self.is_cancelled(&id) => Err((ErrorCode::RequestCanceled, "it was taken back".to_owned())),
            (Stage::Before, "initialize") => Ok(self.begin(&params)),
            (Stage::Before, _) => Err((ErrorCode::ServerNotInitialized, "`initialize` comes first".to_owned())),
            (Stage::Open, "shutdown") => {
                self.stage = Stage::After;
                self.changed = None;
                Ok(Value::Null)
            }
            (Stage::Open, "initialize") => Err((ErrorCode::InvalidRequest, "`initialize` comes once".to_owned())),
            (Stage::Open, _) => self.answered(&method, params),
            (Stage::After, _) => Err((ErrorCode::InvalidRequest, "only `exit` comes after `shutdown`".to_owned())),
        };
        let response = match result {
            Ok(value) => Response::new_ok(id, value),
            Err((code, message)) => Response::new_err(id, code as i32, message),
        };
        let mut message = json!(response);
        message["jsonrpc"] = json!("2.0");
        self.peer.say(&message)
    }

    /// Whether a request was taken back by something that is already there.
    fn is_cancelled(&self, id: &RequestId) -> bool {
        let wanted = json!(id);
        self.waiting.iter().any(|heard| match heard {
            Heard::Message(Message::Notification(notification)) => {
                notification.method == "$/cancelRequest" && notification.params.get("id") == Some(&wanted)
            }
            _ => false,
        })
    }

    fn answered(&mut self, method: &str, params: Value) -> Result<Value, (ErrorCode, String)> {
        let (workspace, able) = (&mut self.workspace, self.able);
        let Ok(result) = catch_unwind(AssertUnwindSafe(|| answer(workspace, able, method, params))) else {
            self.workspace.begin_anew();
            self.note_change();
            return Err((ErrorCode::InternalError, "this is a bug of ours".to_owned()));
        };
        result.map_err(|refusal| match refusal {
            Refusal::Unknown => (ErrorCode::MethodNotFound, format!("there is no request `{method}`")),
            Refusal::Malformed(reason) => (ErrorCode::InvalidParams, reason),
        })
    }

    /// What the editor can do and has open. A key that it does not send, or in another form, is not there.
    fn begin(&mut self, params: &Value) -> Value {
        let at = |path: &str| params.pointer(path).cloned().unwrap_or_default();
        let offered: Vec<PositionEncodingKind> =
            serde_json::from_value(at("/capabilities/general/positionEncodings")).unwrap_or_default();
        self.workspace.encoding = super::place::Encoding::agreed(&offered);
        let is = |path: &str| params.pointer(path).and_then(Value::as_bool).unwrap_or_default();
        self.able = Abilities {
            document_changes: is("/capabilities/workspace/workspaceEdit/documentChanges"),
            watches: is("/capabilities/workspace/didChangeWatchedFiles/dynamicRegistration"),
        };
        let folders = at("/workspaceFolders");
        let named = folders.as_array().into_iter().flatten().filter_map(|folder| folder.get("uri"));
        let mut paths: Vec<PathBuf> = named.filter_map(path_of).collect();
        if paths.is_empty() {
            let root = path_of(&at("/rootUri")).or_else(|| at("/rootPath").as_str().map(PathBuf::from));
            paths.extend(root.filter(|root| root.is_absolute()));
        }
        paths.into_iter().for_each(|folder| self.workspace.add_folder(folder));
        self.stage = Stage::Open;
        capabilities::capabilities(self.workspace.encoding)
    }

    /// Takes note of what the editor tells. What cannot be understood is said, since nobody waits for an answer.
    fn take(&mut self, notification: Notification) {
        if self.stage != Stage::Open {
            return;
        }
        let Notification { method, params } = notification;
        let taken = match method.as_str() {
            "initialized" => self.watch(),
            "textDocument/didOpen" => read(params).map(|params| self.opened(params)),
            "textDocument/didChange" => read(params).map(|params| self.edited(params)),
            "textDocument/didClose" => {
                read(params).map(|params: DidCloseTextDocumentParams| self.workspace.close(&params.text_document.uri))
            }
            "textDocument/didSave" | "workspace/didChangeWatchedFiles" => {
                self.workspace.changed_outside();
                Ok(())
            }
            "workspace/didChangeWorkspaceFolders" => read(params).map(|params| self.moved(params)),
            _ => return,
        };
        match taken {
            Ok(()) => self.note_change(),
            Err(Refusal::Malformed(reason)) => (self.say)(&format!("could not understand `{method}`: {reason}")),
            Err(Refusal::Unknown) => {}
        }
    }

    /// Asks for news of files that other programs change.
    fn watch(&mut self) -> Result<(), Refusal> {
        if self.able.watches {
            let glob = "**/*.{md,markdown,yml,yaml,json,csv,tsv}";
            let options = json!({ "watchers": [{ "globPattern": glob }] });
            let one = json!({ "id": "files", "method": "workspace/didChangeWatchedFiles", "registerOptions": options });
            let params = json!({ "registrations": [one] });
            let request =
                json!({ "jsonrpc": "2.0", "id": "files", "method": "client/registerCapability", "params": params });
            self.peer.say(&request).map_err(|error| Refusal::Malformed(error.to_string()))?;
        }
        Ok(())
    }

    fn opened(&mut self, params: DidOpenTextDocumentParams) {
        let document = params.text_document;
        if let Some(path) = address::path(&document.uri) {
            self.workspace.open(Open { path, uri: document.uri, version: document.version, text: document.text });
        }
    }

    fn edited(&mut self, params: DidChangeTextDocumentParams) {
        let DidChangeTextDocumentParams { text_document, content_changes } = params;
        let encoding = self.workspace.encoding;
        self.workspace.change(&text_document.uri, |file| {
            file.version = text_document.version;
            file.change(content_changes, encoding);
        });
    }

    fn moved(&mut self, params: DidChangeWorkspaceFoldersParams) {
        let path = |uri: &Uri| address::path(uri);
        for folder in params.event.removed.iter().filter_map(|folder| path(&folder.uri)) {
            self.workspace.remove_folder(&folder);
        }
        for folder in params.event.added.iter().filter_map(|folder| path(&folder.uri)) {
            self.workspace.add_folder(folder);
        }
    }
}

fn path_of(uri: &Value) -> Option<PathBuf> {
    address::path(&uri.as_str()?.parse().ok()?)
}

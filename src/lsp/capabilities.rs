//! What the server tells of itself when the conversation begins.

use serde_json::{Value, json};

use super::place::Encoding;

/// The answer to `initialize`.
pub(super) fn capabilities(encoding: Encoding) -> Value {
    json!({
        "serverInfo": { "name": "waybook", "version": env!("CARGO_PKG_VERSION") },
        "capabilities": {
            "positionEncoding": encoding.kind(),
            "textDocumentSync": { "openClose": true, "change": 2, "save": true },
            "hoverProvider": true,
            "completionProvider": { "triggerCharacters": ["|", "(", "#", "/"] },
            "definitionProvider": true,
            "referencesProvider": true,
            "documentSymbolProvider": true,
            "documentFormattingProvider": true,
            "codeActionProvider": { "codeActionKinds": ["quickfix", "source.fixAll.waybook"] },
            "workspace": { "workspaceFolders": { "supported": true, "changeNotifications": true } },
        },
    })
}

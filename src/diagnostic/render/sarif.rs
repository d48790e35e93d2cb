//! SARIF 2.1.0, the form in which code scanning takes findings.

use serde_json::{Value, json};

use super::place::{Place, uri};
use crate::diagnostic::identity::fingerprints;
use crate::diagnostic::{Code, Diagnostic, Edit, Label, Severity};
use crate::text::Sources;

/// Renders findings as one SARIF log. `root` is the project folder as seen from the repository, empty or with a slash
/// at its end.
pub fn sarif(diagnostics: &[Diagnostic], sources: &Sources, root: &str) -> String {
    let view = View { sources, root };
    let names = fingerprints(diagnostics, sources);
    let results: Vec<Value> = diagnostics.iter().zip(&names).map(|(found, name)| view.result(found, name)).collect();
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "Waybook",
                "version": env!("CARGO_PKG_VERSION"),
                "informationUri": env!("CARGO_PKG_REPOSITORY"),
                "rules": Code::ALL.iter().map(|code| rule(*code)).collect::<Vec<_>>(),
            } },
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    serde_json::to_string_pretty(&log).unwrap_or_default() + "\n"
}

fn rule(code: Code) -> Value {
    json!({
        "id": code.as_str(),
        "shortDescription": { "text": code.summary() },
        "helpUri": code.page(),
        "defaultConfiguration": { "level": level(code.severity()) },
    })
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
        Severity::Off => "none",
    }
}

struct View<'a> {
    sources: &'a Sources,
    root: &'a str,
}

impl View<'_> {
    fn result(&self, found: &Diagnostic, fingerprint: &str) -> Value {
        let text = match &found.help {
            Some(help) => format!("{}; {help}", found.message),
            None => found.message.clone(),
        };
        let locations: Vec<Value> = found.primary.iter().map(|label| self.location(label)).collect();
        let related = found.related.iter().enumerate().map(|(id, label)| {
            let mut location = self.location(label);
            location["id"] = json!(id);
            location["message"] = json!({ "text": if label.text.is_empty() { "see also" } else { &label.text } });
            location
        });
        let mut result = json!({
            "ruleId": found.code.as_str(),
            "ruleIndex": Code::ALL.iter().position(|code| *code == found.code),
            "level": level(found.severity),
            "message": { "text": text },
            "locations": locations,
            "partialFingerprints": { "waybookFinding/v1": fingerprint },
        });
        let related: Vec<Value> = related.collect();
        if !related.is_empty() {
            result["relatedLocations"] = json!(related);
        }
        if let Some(fix) = found.fix.as_ref().filter(|fix| !fix.edits.is_empty()) {
            let changes: Vec<Value> = fix.edits.iter().map(|edit| self.change(edit)).collect();
            result["fixes"] = json!([{ "description": { "text": fix.title }, "artifactChanges": changes }]);
        }
        result
    }

    fn location(&self, label: &Label) -> Value {
        let place = Place::of(label, self.sources, self.root);
        json!({ "physicalLocation": { "artifactLocation": { "uri": uri(&place.file) }, "region": region(&place) } })
    }

    fn change(&self, edit: &Edit) -> Value {
        let place = Place::of(&Label { span: edit.span, text: String::new() }, self.sources, self.root);
        json!({
            "artifactLocation": { "uri": uri(&place.file) },
            "replacements": [{ "deletedRegion": region(&place), "insertedContent": { "text": edit.replacement } }],
        })
    }
}

fn region(place: &Place) -> Value {
    json!({
        "startLine": place.line,
        "startColumn": place.column,
        "endLine": place.end_line,
        "endColumn": place.end_column,
    })
}

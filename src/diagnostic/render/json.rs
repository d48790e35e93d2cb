//! One JSON object a line and finding, for programs. The field names are a contract: see `waybook check --help`.

use serde::Serialize;

use crate::diagnostic::{Diagnostic, Label};
use crate::text::{Sources, VirtualPath};

/// A finding as programs read it.
#[derive(Serialize)]
struct Finding<'a> {
    code: &'static str,
    severity: &'static str,
    message: &'a str,
    file: Option<String>,
    line: Option<u32>,
    column: Option<u32>,
    end_line: Option<u32>,
    end_column: Option<u32>,
    help: Option<&'a str>,
    fixable: bool,
    related: Vec<Related<'a>>,
}

/// A second place of a finding.
#[derive(Serialize)]
struct Related<'a> {
    file: String,
    line: u32,
    column: u32,
    message: &'a str,
}

/// Renders findings as JSON lines. Files are relative to the content folder; those outside it begin with `../`.
pub fn json(diagnostics: &[Diagnostic], sources: &Sources, content: &VirtualPath) -> String {
    let mut out = String::new();
    for diagnostic in diagnostics {
        let line = serde_json::to_string(&finding(diagnostic, sources, content));
        out.push_str(&line.expect("strings, numbers and lists always serialise"));
        out.push('\n');
    }
    out
}

fn finding<'a>(diagnostic: &'a Diagnostic, sources: &Sources, content: &VirtualPath) -> Finding<'a> {
    let span = diagnostic.primary.as_ref().map(|label| label.span);
    let start = span.map(|span| sources.get(span.file).position(span.start));
    let end = span.map(|span| sources.get(span.file).position(span.end));
    Finding {
        code: diagnostic.code.as_str(),
        severity: diagnostic.severity.as_str(),
        message: &diagnostic.message,
        file: span.map(|span| relative(sources.path(span), content)),
        line: start.map(|at| at.line),
        column: start.map(|at| at.column),
        end_line: end.map(|at| at.line),
        end_column: end.map(|at| at.column),
        help: diagnostic.help.as_deref(),
        fixable: diagnostic.fix.is_some(),
        related: diagnostic.related.iter().map(|label| related(label, sources, content)).collect(),
    }
}

fn related<'a>(label: &'a Label, sources: &Sources, content: &VirtualPath) -> Related<'a> {
    let source = sources.get(label.span.file);
    let at = source.position(label.span.start);
    Related { file: relative(&source.path, content), line: at.line, column: at.column, message: &label.text }
}

/// A path as seen from the content folder.
fn relative(path: &VirtualPath, content: &VirtualPath) -> String {
    match (path.strip(content), content.join("_")) {
        (Some(inside), _) => inside.to_string(),
        (None, Some(inside)) => path.relative_from(&inside),
        (None, None) => path.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::json;
    use crate::diagnostic::{Code, Diagnostic};
    use crate::text::{Sources, Span, VirtualPath};

    fn path(text: &str) -> VirtualPath {
        VirtualPath::new(text).expect("inside the root")
    }

    #[test]
    fn every_field_of_the_contract_is_there() {
        let mut sources = Sources::default();
        let page = sources.add(path("content/a.md"), "\u{feff}ab\r\n任务 1328\r\n");
        let config = sources.add(path("waybook.yml"), "title: x\n");
        let found = Diagnostic::at(Code::RunOnRow, Span::new(page, 7, 18), "two task rows on one line")
            .help("put task `1328` on a line of its own")
            .related(Span::new(config, 0, 5), "configured here")
            .fix("split the rows", Vec::new());
        let expected = concat!(
            r#"{"code":"run-on-row","severity":"warning","message":"two task rows on one line","file":"a.md","#,
            r#""line":2,"column":1,"end_line":2,"end_column":8,"help":"put task `1328` on a line of its own","#,
            r#""fixable":true,"related":[{"file":"../waybook.yml","line":1,"column":1,"message":"configured here"}]}"#,
            "\n"
        );
        assert_eq!(json(&[found], &sources, &path("content")), expected);
    }

    #[test]
    fn a_finding_without_a_place_has_no_file() {
        let line = json(&[Diagnostic::new(Code::UrlConflict, "x")], &Sources::default(), &VirtualPath::root());
        assert!(line.contains(r#""file":null,"line":null"#), "{line}");
    }
}

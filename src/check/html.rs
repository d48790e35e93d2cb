//! Raw HTML that does not come through.

use super::Text;
use crate::diagnostic::{Code, Diagnostic, Edit, Severity};
use crate::syntax::markdown::{HtmlTag, is_element, is_shown};
use crate::text::Span;

/// `html-not-allowed`: elements that the site leaves out, and words in angle brackets, which other readers leave out.
pub(super) fn not_allowed(text: &Text<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let mut inside = 0;
    for tag in &text.document.tags {
        if tag.span.start < inside || is_shown(&tag.name) {
            continue;
        }
        if is_element(&tag.name) {
            inside = end_of(text, tag);
            let message = format!("the site leaves out `<{}>`", tag.name);
            let finding = Diagnostic::at(Code::HtmlNotAllowed, tag.span, message);
            found.push(finding.help("write it in Markdown"));
        } else {
            found.push(words(text, tag));
        }
    }
    found
}

/// Where an element that is left out ends, with all that is in it.
fn end_of(text: &Text<'_>, tag: &HtmlTag) -> u32 {
    let rest = &text.source.text[tag.span.range().end..];
    rest.find(&format!("</{}", tag.name)).map_or(tag.span.end, |at| tag.span.end + at as u32)
}

fn words(text: &Text<'_>, tag: &HtmlTag) -> Diagnostic {
    let shown: String = text.source.slice(tag.span).chars().take(40).collect();
    let edit = Edit { span: Span { end: tag.span.start, ..tag.span }, replacement: "\\".to_owned() };
    let finding = Diagnostic::at(Code::HtmlNotAllowed, tag.span, format!("`{shown}` reads as HTML"));
    let finding = finding.help("put a `\\` before the `<`: other readers of Markdown drop it");
    let finding = if tag.amid_text { finding.fix("put a `\\` before the `<`", vec![edit]) } else { finding };
    Diagnostic { severity: Severity::Info, ..finding }
}

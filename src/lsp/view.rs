//! Our places and findings as the protocol writes them.

use std::collections::BTreeMap;
use std::path::Path;
use std::str::FromStr;

use lsp_types::{
    CodeDescription, Diagnostic as Shown, DiagnosticRelatedInformation, DiagnosticSeverity, Location, NumberOrString,
    Position, Range, TextEdit, Uri,
};

use super::address;
use super::documents::Open;
use super::place::{Encoding, Measured};
use crate::diagnostic::{Diagnostic, Edit, Label, Severity};
use crate::text::{FileId, Source, Sources, Span, VirtualPath};

/// A project's texts as the editor sees them.
pub(super) struct View<'v> {
    /// The texts.
    pub sources: &'v Sources,
    /// The project folder in the editor's words.
    pub root: &'v Path,
    /// The files that are open in it.
    pub open: BTreeMap<VirtualPath, &'v Open>,
    /// What a column counts.
    pub encoding: Encoding,
}

impl View<'_> {
    /// The address of a file; none for a sheet of a workbook, which no editor shows.
    pub(super) fn uri(&self, path: &VirtualPath) -> Option<Uri> {
        if let Some(open) = self.open.get(path) {
            return Some(open.uri.clone());
        }
        let sheet = [".xlsx#", ".xlsm#", ".xls#"].iter().any(|end| path.as_str().to_lowercase().contains(end));
        if sheet { None } else { address::uri(&self.root.join(path.as_str())) }
    }

    /// A text and how places in it are counted.
    pub(super) fn measured<'s>(&self, source: &'s Source) -> Measured<'s> {
        let keeps_bom = self.open.contains_key(&source.path);
        Measured { text: &source.text, lines: source.lines(), encoding: self.encoding, keeps_bom }
    }

    /// The byte at a place of a file.
    pub(super) fn offset(&self, file: FileId, place: Position) -> usize {
        self.measured(self.sources.get(file)).offset(place)
    }

    /// The range of a span.
    pub(super) fn range(&self, span: Span) -> Range {
        self.measured(self.sources.get(span.file)).range(span)
    }

    /// Where a span lies.
    pub(super) fn location(&self, span: Span) -> Option<Location> {
        Some(Location::new(self.uri(self.sources.path(span))?, self.range(span)))
    }

    /// An address that opens a span, for texts.
    pub(super) fn address(&self, span: Span) -> Option<String> {
        let line = self.sources.line(span);
        Some(format!("{}#L{line}", self.uri(self.sources.path(span))?.as_str()))
    }

    /// Edits of one file.
    pub(super) fn edits(&self, edits: &[Edit]) -> Vec<TextEdit> {
        edits.iter().map(|edit| TextEdit::new(self.range(edit.span), edit.replacement.clone())).collect()
    }

    /// A finding.
    pub(super) fn finding(&self, found: &Diagnostic) -> Shown {
        let message = match &found.help {
            Some(help) => format!("{}\n{help}", found.message),
            None => found.message.clone(),
        };
        let related = |label: &Label| {
            let message = if label.text.is_empty() { "the other place".to_owned() } else { label.text.clone() };
            Some(DiagnosticRelatedInformation { location: self.location(label.span)?, message })
        };
        let related: Vec<DiagnosticRelatedInformation> = found.related.iter().filter_map(related).collect();
        let href = Uri::from_str(&found.code.page()).ok();
        Shown {
            range: found.primary.as_ref().map(|label| self.range(label.span)).unwrap_or_default(),
            severity: Some(match found.severity {
                Severity::Error => DiagnosticSeverity::ERROR,
                Severity::Warning => DiagnosticSeverity::WARNING,
                Severity::Info | Severity::Off => DiagnosticSeverity::INFORMATION,
            }),
            code: Some(NumberOrString::String(found.code.as_str().to_owned())),
            code_description: href.map(|href| CodeDescription { href }),
            source: Some(SOURCE.to_owned()),
            message,
            related_information: (!related.is_empty()).then_some(related),
            ..Shown::default()
        }
    }
}

/// What editors show as the source of our findings.
pub(super) const SOURCE: &str = "waybook";

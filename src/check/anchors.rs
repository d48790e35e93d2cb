//! Anchors of which a page has several by one name.

use std::collections::HashMap;

use super::{Subject, Text};
use crate::corpus::Target;
use crate::diagnostic::{Code, Diagnostic};
use crate::syntax::markdown::{Document, Heading, Link, LinkKind};
use crate::text::{FileId, comparable};

/// `duplicate-anchor`, for anchors that are set by hand: one that stands twice, or that a heading elsewhere has.
pub(super) fn set_twice(text: &Text<'_>) -> Vec<Diagnostic> {
    let mut first = HashMap::new();
    let mut found = Vec::new();
    let line = |offset: u32| text.source.line(offset);
    for anchor in &text.document.by_hand {
        // An anchor at the heading that it names is no second place.
        let apart = |heading: &&Heading| line(heading.span.start).abs_diff(line(anchor.span.start)) > 2;
        let heading = text.document.headings.iter().filter(|heading| heading.anchor == anchor.value).find(apart);
        let before = first.insert(anchor.value.as_str(), anchor.span).or(heading.map(|heading| heading.span));
        if let Some(before) = before.filter(|_| !anchor.value.is_empty()) {
            let message = format!("the anchor `{}` stands twice on this page", anchor.value);
            let finding = Diagnostic::at(Code::DuplicateAnchor, anchor.span, message);
            found.push(finding.related(before, "the other").help("give one of the two another name"));
        }
    }
    found
}

/// `duplicate-anchor`, for links to a heading of which the page has several.
pub(super) fn ambiguous(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let files = subject.library.pages.iter().map(|page| page.file);
    let mut repeated = Repeated { subject, of: HashMap::new() };
    files.flat_map(|file| repeated.links(file)).collect()
}

/// Headings of one name by page, looked for where a link asks.
struct Repeated<'a> {
    subject: &'a Subject<'a>,
    of: HashMap<FileId, HashMap<String, usize>>,
}

impl Repeated<'_> {
    fn links(&mut self, file: FileId) -> Vec<Diagnostic> {
        let library = self.subject.library;
        let Some(document) = library.document(file) else { return Vec::new() };
        let asks = |link: &&Link| link.kind == LinkKind::Link && link.target.value.contains('#');
        let links = document.links.iter().filter(asks);
        links.filter_map(|link| self.link(file, link)).collect()
    }

    fn link(&mut self, file: FileId, link: &Link) -> Option<Diagnostic> {
        let library = self.subject.library;
        let resolved = library.resolve(file, &link.target.value);
        let wanted = resolved.fragment?;
        let target = match resolved.target {
            Target::Here => file,
            Target::Pages(pages) => library.pages[*pages.first()?].file,
            _ => return None,
        };
        let document = library.document(target)?;
        let heading = document.headings.iter().find(|heading| heading.anchor == wanted)?;
        // A heading that leads to itself means itself.
        if heading.span.contains(link.span) {
            return None;
        }
        let counts = self.of.entry(target).or_insert_with(|| counted(document));
        let name = comparable(&heading.text);
        let many = *counts.get(&name).filter(|count| **count > 1)?;
        let mut alike = document.headings.iter().filter(|other| comparable(&other.text) == name);
        // `#emails-1` names the second of two and means it.
        let next = alike.next().filter(|first| first.span == heading.span).and(alike.next())?;
        let message = format!("`#{wanted}` may be any of {many} headings");
        let finding = Diagnostic::at(Code::DuplicateAnchor, link.target.span, message)
            .related(heading.span, "it leads here")
            .related(next.span, "and perhaps means this");
        Some(finding.help("give the headings different names"))
    }
}

fn counted(document: &Document) -> HashMap<String, usize> {
    let mut counts = HashMap::new();
    for heading in &document.headings {
        *counts.entry(comparable(&heading.text)).or_default() += 1;
    }
    counts
}

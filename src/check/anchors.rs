//! Anchors of which a page has several by one name.

use std::collections::HashMap;

use super::Text;
use crate::corpus::{Library, Target};
use crate::diagnostic::{Code, Diagnostic};
use crate::syntax::markdown::{Heading, Link, LinkKind};
use crate::text::{Digest, FileId, comparable};

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
pub(super) fn ambiguous(library: &Library<'_>, file: FileId) -> Vec<Diagnostic> {
    let document = library.document(file).filter(|_| library.page_of(file).is_some());
    let links = document.map(|document| document.links.as_slice()).unwrap_or_default();
    let asks = |link: &&Link| link.kind == LinkKind::Link && link.target.value.contains('#');
    links.iter().filter(asks).filter_map(|link| of_several(library, file, link)).collect()
}

fn of_several(library: &Library<'_>, file: FileId, link: &Link) -> Option<Diagnostic> {
    let resolved = library.resolve(file, &link.target.value);
    let wanted = resolved.fragment?;
    let target = match resolved.target {
        Target::Here => file,
        Target::Pages(pages) => library.pages[*pages.first()?].file,
        _ => return None,
    };
    let document = library.document(target).filter(|document| document.repeated != Digest::default())?;
    let heading = document.headings.iter().find(|heading| heading.anchor == wanted)?;
    // A heading that leads to itself means itself.
    if heading.span.contains(link.span) {
        return None;
    }
    let name = comparable(&heading.text);
    let alike: Vec<&Heading> = document.headings.iter().filter(|other| comparable(&other.text) == name).collect();
    // `#emails-1` names the second of two and means it.
    let next = alike.get(1).filter(|_| alike[0].span == heading.span)?;
    let message = format!("`#{wanted}` may be any of {} headings", alike.len());
    let finding = Diagnostic::at(Code::DuplicateAnchor, link.target.span, message)
        .related(heading.span, "it leads here")
        .related(next.span, "and perhaps means this");
    Some(finding.help("give the headings different names"))
}

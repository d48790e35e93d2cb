//! The Next Steps of a page, each as a plain sentence.

use super::outline::headings;
use super::vocabulary::{Section, Vocabulary};
use crate::syntax::markdown::{Document, Line, LinkKind, plain};

/// What a page says under Next Steps.
#[derive(Debug, Default)]
pub(super) struct NextSteps {
    /// The items, paragraphs too; links are their words.
    pub sentences: Vec<String>,
    /// The addresses of its links.
    pub links: Vec<String>,
}

/// What stands below the heading Next Steps.
pub(super) fn next_steps(document: &Document, text: &str, lines: &[Line], vocabulary: &Vocabulary) -> NextSteps {
    let is_ours = |text: &str| vocabulary.section(text) == Some(Section::NextSteps);
    let mut below = headings(document).skip_while(|heading| !is_ours(&heading.text));
    let Some(heading) = below.next() else { return NextSteps::default() };
    let end = below.find(|next| next.level <= heading.level).map_or(text.len(), |next| next.span.start as usize);
    let inside = |line: &&Line| line.start >= heading.span.end as usize && line.start < end;
    let mut items: Vec<String> = Vec::new();
    let mut goes_on = false;
    for line in lines.iter().filter(inside) {
        let body = line.text(text).trim();
        if body.is_empty()
            || !line.is_prose()
            || body.starts_with(['#', '|', '[', '<', ':']) && !goes_on && !is_link(body)
        {
            goes_on = false;
        } else if let Some(item) = item(body) {
            items.push(item.to_owned());
            goes_on = true;
        } else if let Some(last) = items.last_mut().filter(|_| goes_on) {
            *last = format!("{last} {body}");
        } else {
            items.push(body.to_owned());
            goes_on = true;
        }
    }
    let below = heading.span.end as usize..end;
    let links = document.links.iter().filter(|link| link.kind == LinkKind::Link);
    let links = links.filter(|link| below.contains(&(link.span.start as usize)));
    NextSteps {
        sentences: items.iter().map(|item| plain(item)).filter(|item| !item.is_empty()).collect(),
        links: links.map(|link| link.target.value.clone()).collect(),
    }
}

/// What stands behind the mark of a list item.
fn item(body: &str) -> Option<&str> {
    let digits = body.trim_start_matches(|c: char| c.is_ascii_digit());
    let numbered = if digits.len() < body.len() { digits.strip_prefix(['.', ')']) } else { None };
    let rest = numbered.or_else(|| body.strip_prefix(['-', '*', '+']))?;
    rest.starts_with([' ', '\t']).then(|| rest.trim_start())
}

/// Whether a line that begins with a bracket is a link, and no directive or reference.
fn is_link(body: &str) -> bool {
    body.starts_with('[') && !body.starts_with("[!") && body.contains("](")
}

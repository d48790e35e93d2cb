//! What a half-written link may lead to: files as they are written from here, and the anchors of the page that it names.

use percent_encoding::{AsciiSet, CONTROLS, percent_decode_str, utf8_percent_encode};

use super::complete::{Cursor, Offer, OfferKind};
use super::facts::{Facts, Text};
use crate::text::{FileId, VirtualPath};

/// What cannot stand in an address between brackets.
const ENCODED: &AsciiSet = &CONTROLS.add(b' ').add(b'(').add(b')').add(b'<').add(b'>').add(b'%').add(b'#').add(b'?');

/// The address before the cursor, and whether it is that of an include.
struct Address<'t> {
    written: &'t str,
    include: bool,
}

/// What can be written in the address before the cursor; nothing where there is none.
pub fn offers(facts: &Facts, cursor: Cursor<'_>) -> Option<Vec<Offer>> {
    let Address { written, include } = address(cursor)?;
    let own = own_address(facts, &cursor.source.path);
    if written.contains("://") {
        return Some(Vec::new());
    }
    if let Some((path, anchor)) = written.split_once('#') {
        let file = if path.is_empty() { Some(cursor.source.id) } else { page_at(facts, &own, path) };
        return Some(file.map(|file| anchors(facts, file, anchor, cursor)).unwrap_or_default());
    }
    let root = ["~/", "/"].into_iter().find(|root| written.starts_with(root));
    let wanted = decoded(written.trim_start_matches(['.', '/', '~'])).to_lowercase();
    let span = cursor.last(written.len());
    let offer = |named: &super::facts::Named| {
        if !named.published && !include || named.file == Some(cursor.source.id) {
            return None;
        }
        let title = named.title.clone().unwrap_or_default();
        let fits =
            named.path.as_str().to_lowercase().contains(&wanted) || title.to_lowercase().contains(wanted.as_str());
        let path = match root {
            Some(root) => format!("{root}{}", named.path),
            None => named.path.relative_from(&own),
        };
        let text = utf8_percent_encode(&path, ENCODED).to_string();
        fits.then_some(Offer { text, detail: title, kind: OfferKind::File, span })
    };
    Some(facts.targets.iter().filter_map(offer).collect())
}

/// Behind `](`, `[name]: ` or, in a table of contents, `href: `.
fn address(cursor: Cursor<'_>) -> Option<Address<'_>> {
    let before = cursor.before();
    if ["yml", "yaml"].contains(&cursor.source.path.extension()) {
        let (key, value) = before.trim_start().trim_start_matches("- ").split_once(':')?;
        let is_address = ["href", "topicHref", "homepage"].contains(&key.trim());
        return is_address
            .then(|| Address { written: value.trim_start().trim_start_matches(['"', '\'']), include: false });
    }
    if let Some(at) = before.rfind("](") {
        let written = before[at + 2..].trim_start_matches('<');
        let open = &before[before[..at].rfind('[').unwrap_or(at)..at];
        let within =
            before[..at].to_lowercase().rfind("[!include").is_some_and(|start| !before[start..at].contains("]("));
        let include = within || open.to_lowercase().starts_with("[!include");
        return (!written.contains([')', ' ', '\t'])).then_some(Address { written, include });
    }
    let (name, value) = before.trim_start().strip_prefix('[')?.split_once("]:")?;
    let written = value.trim_start().trim_start_matches('<');
    (!name.is_empty() && !written.contains([' ', '\t'])).then_some(Address { written, include: false })
}

/// A file's path relative to the content folder, or to the project folder if it lies elsewhere.
fn own_address(facts: &Facts, path: &VirtualPath) -> VirtualPath {
    path.strip(&facts.content).unwrap_or_else(|| path.clone())
}

fn page_at(facts: &Facts, own: &VirtualPath, path: &str) -> Option<FileId> {
    let path = decoded(path.split('?').next().unwrap_or(path));
    let wanted = match path.strip_prefix("~/").or_else(|| path.strip_prefix('/')) {
        Some(rooted) => VirtualPath::new(rooted),
        None => own.parent().join(&path),
    }?;
    let at = facts.targets.binary_search_by(|named| named.path.cmp(&wanted)).ok()?;
    facts.targets[at].file
}

fn anchors(facts: &Facts, file: FileId, written: &str, cursor: Cursor<'_>) -> Vec<Offer> {
    let Some(Text { document, .. }) = facts.texts.get(&file) else { return Vec::new() };
    let headings = document.headings.iter().map(|heading| (heading.anchor.as_str(), heading.text.as_str()));
    let by_hand = document.by_hand.iter().map(|named| (named.value.as_str(), ""));
    let wanted = written.to_lowercase();
    let span = cursor.last(written.len());
    let fits = |(anchor, text): &(&str, &str)| anchor.contains(&wanted) || text.to_lowercase().contains(&wanted);
    let offer = |(anchor, text): (&str, &str)| Offer {
        text: anchor.to_owned(),
        detail: text.to_owned(),
        kind: OfferKind::Anchor,
        span,
    };
    headings.chain(by_hand).filter(|(anchor, _)| !anchor.is_empty()).filter(fits).map(offer).collect()
}

fn decoded(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Source;

    fn found(path: &str, line: &str) -> Option<(String, bool)> {
        let source = Source::new(FileId(0), VirtualPath::new(path).expect("it lies inside"), line);
        address(Cursor::new(&source, line.len())).map(|found| (found.written.to_owned(), found.include))
    }

    #[test]
    fn an_address_is_what_stands_in_the_brackets_before_the_cursor() {
        let is = |written: &str, include| Some((written.to_owned(), include));
        assert_eq!(found("a.md", "See [x](b.md), [y](../c"), is("../c", false));
        assert_eq!(found("a.md", "[x](b.md) and"), None);
        assert_eq!(found("a.md", "[!INCLUDE [x](in"), is("in", true));
        assert_eq!(found("a.md", "[x]: d"), is("d", false));
        assert_eq!(found("toc.yml", "- href: e"), is("e", false));
        assert_eq!(found("toc.yml", "  name: f"), None);
    }
}

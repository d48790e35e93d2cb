//! Links and images as they are written: empty ones, addresses that a mail filter rewrote, bare ones, missing words.

use percent_encoding::percent_decode_str;

use super::Text;
use crate::diagnostic::{Code, Diagnostic, Edit, Severity};
use crate::syntax::markdown::{DirectiveKind, Link, LinkKind, attribute};
use crate::text::{Span, Spanned};

/// The host that the mail filter of Outlook leads links through.
const SAFELINKS: &str = ".safelinks.protection.outlook.com/";
/// Longer addresses are cut where they are shown.
const MOST_SHOWN: usize = 100;

/// `empty-link`
pub(super) fn empty_links(text: &Text<'_>) -> Vec<Diagnostic> {
    let links = text.document.links.iter().filter(|link| link.kind == LinkKind::Link);
    links.filter_map(|link| empty(text, link)).collect()
}

fn empty(text: &Text<'_>, link: &Link) -> Option<Diagnostic> {
    if matches!(link.target.value.trim(), "" | "#") {
        let finding = Diagnostic::at(Code::EmptyLink, link.span, "a link without an address");
        return Some(finding.help("write the address, or drop the brackets"));
    }
    // In raw HTML nobody looked for the text.
    let is_html = link.span == link.target.span && link.text.is_empty();
    let shows_image = || text.document.links.iter().any(|other| other.kind == LinkKind::Image && link.holds(other));
    let finding = || {
        let finding = Diagnostic::at(Code::EmptyLink, link.span, "a link without text, which nobody sees");
        finding.help("write words between the brackets, or drop the link")
    };
    (link.text.is_empty() && !is_html && !shows_image()).then(finding)
}

impl Link {
    /// Whether another stands in it, or in the same directive.
    fn holds(&self, other: &Link) -> bool {
        self.span.contains(other.span)
    }
}

/// `safelink`, in the addresses of links and in the text.
pub(super) fn safelinks(text: &Text<'_>) -> Vec<Diagnostic> {
    let targets = text.document.links.iter().map(|link| &link.target);
    targets.chain(&text.document.bare).filter_map(safelink).collect()
}

fn safelink(address: &Spanned<String>) -> Option<Diagnostic> {
    let meant = unwrapped(&address.value)?;
    let finding = Diagnostic::at(Code::Safelink, address.span, "an address as Outlook's mail filter rewrote it");
    let shown = shortened(&meant);
    let written = address.span.end - address.span.start == address.value.len() as u32;
    let finding = finding.help(format!("write `{shown}`"));
    let edit = Edit { span: address.span, replacement: meant };
    Some(if written { finding.fix("write the address behind it", vec![edit]) } else { finding })
}

/// The address that a mail filter wrapped, however often it did.
fn unwrapped(address: &str) -> Option<String> {
    let mut found: Option<String> = None;
    while let Some(inner) = wrapped(found.as_deref().unwrap_or(address)) {
        found = Some(inner);
    }
    let inside = |c: char| if c == ' ' || c == '(' || c == ')' || c == '<' || c == '>' { None } else { Some(c) };
    found.map(|address| {
        let mut out = String::with_capacity(address.len());
        for c in address.chars() {
            match inside(c) {
                Some(c) => out.push(c),
                None => out.push_str(&format!("%{:02X}", u32::from(c))),
            }
        }
        out
    })
}

fn wrapped(address: &str) -> Option<String> {
    let host = address.strip_prefix("https://").or_else(|| address.strip_prefix("http://"))?;
    let at = host.to_lowercase().find(SAFELINKS)?;
    if host[..at].contains('/') {
        return None;
    }
    let query = host.split_once('?')?.1.replace("&amp;", "&");
    let inner = query.split('&').find_map(|part| part.strip_prefix("url="))?;
    let inner = percent_decode_str(inner).decode_utf8().ok()?.into_owned();
    (inner.starts_with("https://") || inner.starts_with("http://")).then_some(inner)
}

fn shortened(address: &str) -> String {
    match address.char_indices().nth(MOST_SHOWN) {
        Some((end, _)) => format!("{}…", &address[..end]),
        None => address.to_owned(),
    }
}

/// `bare-url`
pub(super) fn bare_urls(text: &Text<'_>) -> Vec<Diagnostic> {
    let finding = |address: &Spanned<String>| {
        let behind = text.source.text[address.span.range().end..].chars().next();
        // `https://<tenant>.example.com` is a pattern and leads nowhere.
        if matches!(behind, Some('<' | '{' | '[' | '%')) || wrapped(&address.value).is_some() {
            return None;
        }
        let finding = Diagnostic::at(Code::BareUrl, address.span, "a web address that is not marked as a link");
        let finding = finding.help("put it between `<` and `>`, or write words that lead to it");
        // An address goes on behind a `\#`, where the text that is read here does not; behind `](` a link was meant.
        let before = text.source.text[..address.span.range().start].trim_end_matches('(');
        if matches!(behind, Some('\\' | '&')) || before.ends_with(']') {
            return Some(finding);
        }
        let edit = Edit { span: address.span, replacement: format!("<{}>", address.value) };
        Some(finding.fix("put it between `<` and `>`", vec![edit]))
    };
    text.document.bare.iter().filter_map(finding).collect()
}

/// `missing-alt-text`
pub(super) fn missing_alt_text(text: &Text<'_>) -> Vec<Diagnostic> {
    let images = text.document.links.iter().filter(|link| link.kind == LinkKind::Image);
    images.filter_map(|image| without_words(text, image)).collect()
}

fn without_words(text: &Text<'_>, image: &Link) -> Option<Diagnostic> {
    let finding = |severity, message: String| {
        let finding = Diagnostic::at(Code::MissingAltText, image.span, message);
        Some(Diagnostic { severity, ..finding.help("say in a few words what the image shows") })
    };
    let file = image.target.value.rsplit(['/', '\\']).next().unwrap_or_default();
    let says_file = !image.text.is_empty() && image.text.eq_ignore_ascii_case(file);
    match () {
        () if says_file => finding(Severity::Info, format!("the words of the image are its file name `{file}`")),
        () if image.text.is_empty() && !is_decoration(text, image.span) => {
            finding(Severity::Warning, "an image without words".to_owned())
        }
        () => None,
    }
}

/// An icon, or an image in raw HTML that says so by an empty `alt`, or has words there.
fn is_decoration(text: &Text<'_>, image: Span) -> bool {
    let tag = text.document.tags.iter().find(|tag| tag.span.contains(image));
    if let Some(tag) = tag {
        return attribute(text.source.slice(tag.span), "alt").is_some();
    }
    let directive = text.document.directives.iter().find(|directive| directive.span == image);
    matches!(directive.map(|found| &found.kind), Some(DirectiveKind::Image { class, .. }) if class == "icon")
}

#[cfg(test)]
mod tests {
    use super::unwrapped;

    #[test]
    fn what_was_wrapped_twice_is_unwrapped_twice() {
        let once = "https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fexample.com%2Fa%20(b)&data=02";
        assert_eq!(unwrapped(once).as_deref(), Some("https://example.com/a%20%28b%29"));
        let inner =
            "https%3A%2F%2Feur01.safelinks.protection.outlook.com%2F%3Furl%3Dhttps%253A%252F%252Fexample.com%26x%3D1";
        let twice = format!("https://nam06.safelinks.protection.outlook.com/?url={inner}&y=2");
        assert_eq!(unwrapped(&twice).as_deref(), Some("https://example.com"));
    }

    #[test]
    fn other_addresses_are_left_alone() {
        for address in [
            "https://example.com/?url=https://a.example.com",
            "https://eur01.safelinks.protection.outlook.com/?data=1",
            "https://eur01.safelinks.protection.outlook.com/?url=javascript%3Ax",
            "https://example.com/a.safelinks.protection.outlook.com/?url=https://b.example.com",
        ] {
            assert_eq!(unwrapped(address), None, "{address}");
        }
    }
}

//! Web addresses that stand in a text as they are, without being marked as links.

use std::ops::Range;

/// The places of web addresses in a text.
pub fn addresses(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut from = 0;
    let mut done = 0;
    while let Some(at) = text[from..].find("http").map(|at| at + from) {
        let length = address_length(&text[at..]);
        let apart = !text[done..at].ends_with(|c: char| c.is_alphanumeric() || matches!(c, '/' | '=' | '"'));
        if length == 0 || !apart {
            from = at + 4;
            continue;
        }
        found.push(at..at + length);
        from = at + length;
        done = from;
    }
    found
}

/// How far an address goes that a text begins with; the punctuation of the sentence around it does not belong to it.
fn address_length(text: &str) -> usize {
    let Some(host) = ["https://", "http://"].iter().find_map(|scheme| text.strip_prefix(scheme)) else { return 0 };
    if !host.starts_with(|c: char| c.is_alphanumeric()) {
        return 0;
    }
    let foreign = |c: char| {
        c.is_whitespace() || crate::text::is_invisible(c) || matches!(c, '<' | '>' | '"' | '`' | '|') || !c.is_ascii()
    };
    let end = text.find(foreign).unwrap_or(text.len());
    let mut address = &text[..end];
    loop {
        let unopened = address.ends_with(')') && address.matches(')').count() > address.matches('(').count();
        let cut = address.trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '*', '_']);
        let cut = if unopened { &cut[..cut.len().min(address.len() - 1)] } else { cut };
        if cut.len() == address.len() {
            return address.len();
        }
        address = cut;
    }
}

//! Addresses as they are written in a link, and fixes that write another. A fix is offered where the address stands in
//! the source as it was read; it is safe where what it writes leads somewhere, for every reader of the page.

use super::links::cross_edition;
use crate::corpus::{Library, LinkStatus};
use crate::diagnostic::{Code, Diagnostic, Edit};
use crate::syntax::markdown::Link;
use crate::text::{FileId, Span, Spanned};

/// A link on a page.
#[derive(Clone, Copy)]
pub(super) struct Written<'a> {
    pub(super) library: &'a Library<'a>,
    pub(super) file: FileId,
    pub(super) link: &'a Link,
}

impl Written<'_> {
    /// The finding with a fix that writes an address; `sure` if nothing else can be meant.
    pub(super) fn mended(&self, finding: Diagnostic, address: &str, sure: bool) -> Diagnostic {
        if !self.stands() || address == self.link.target.value {
            return finding;
        }
        self.edited(finding, self.link.target.span, address.to_owned(), sure)
    }

    /// Whether the address stands in the source as it was read, where an address stands.
    pub(super) fn stands(&self) -> bool {
        let (text, target) = (&self.library.source(self.file).text, &self.link.target);
        let before = text[..target.span.range().start].chars().next_back();
        let opened = before.is_some_and(|c| matches!(c, '(' | '<' | '"' | '\'' | '='));
        opened && !target.value.is_empty() && text.get(target.span.range()) == Some(&*target.value)
    }

    /// `backslash-in-link`, where the link leads somewhere all the same.
    pub(super) fn backslash(&self) -> Option<Diagnostic> {
        let (span, raw) = self.raw().filter(|(_, raw)| raw.contains('\\'))?;
        let slashes = raw.replace('\\', "/");
        let finding = Diagnostic::at(Code::BackslashInLink, span, format!("`{raw}` is written with `\\`"));
        let finding = finding.help(format!("write `{slashes}`"));
        Some(self.edited(finding, span, slashes, true))
    }

    /// The finding with a fix that writes `/` for each `\`, if the link then leads somewhere: Markdown drops a `\` before
    /// a dot, so that `..\a.md` came here as `..a.md`.
    pub(super) fn with_slashes(&self, finding: Diagnostic) -> Diagnostic {
        let Some((span, raw)) = self.raw().filter(|(_, raw)| raw.contains('\\')) else { return finding };
        let slashes = raw.replace('\\', "/");
        if self.library.resolve(self.file, &slashes).status != LinkStatus::Ok {
            return finding;
        }
        let finding = finding.help(format!("write `{slashes}`"));
        self.edited(finding, span, slashes, true)
    }

    /// The address as it is written, where that can be told.
    fn raw(&self) -> Option<(Span, &str)> {
        if self.stands() {
            return Some((self.link.target.span, &self.link.target.value));
        }
        let span = self.link.span;
        let raw = self.library.source(self.file).text.get(span.range())?;
        let start = raw.rfind("](")? + 2;
        let end = start + raw[start..].find(|c: char| c.is_whitespace() || matches!(c, ')' | '(' | '<' | '>'))?;
        let place = Span::new(span.file, span.range().start + start, span.range().start + end);
        (start < end).then(|| (place, &raw[start..end]))
    }

    fn edited(&self, finding: Diagnostic, span: Span, address: String, sure: bool) -> Diagnostic {
        let safe = sure && self.leads(span, &address);
        let edit = vec![Edit { span, replacement: address }];
        if safe {
            finding.fix("write the address that is meant", edit)
        } else {
            finding.likely_fix("write the address that is probably meant", edit)
        }
    }

    /// Whether an address in the place of this one would be a link without a finding.
    fn leads(&self, span: Span, address: &str) -> bool {
        let Self { library, file, link } = *self;
        let resolved = library.resolve(file, address);
        let other = Link { target: Spanned::new(address.to_owned(), span), ..link.clone() };
        resolved.status == LinkStatus::Ok && cross_edition(library, file, &other, &resolved).is_none()
    }
}

/// An address with another path or another anchor; what follows the path stays.
pub(super) fn rewritten(address: &str, meant: &str) -> String {
    let address = address.trim();
    if meant.starts_with('#') {
        let path = address.split('#').next().unwrap_or_default();
        return format!("{path}{}", encoded(meant));
    }
    let rest = address.find(['?', '#']).map_or("", |at| &address[at..]);
    format!("{}{rest}", encoded(meant))
}

/// An address in the spelling of a path: only letters of the same length change, so that `~/` and `./` stay.
pub(super) fn respelled(address: &str, path: &str) -> String {
    let own = address.trim().split(['?', '#']).next().unwrap_or_default();
    let tail = own.trim_start_matches(['~', '/', '.', '\\']);
    let from = path.len().checked_sub(tail.len()).and_then(|at| path.get(at..));
    match from.filter(|end| end.to_lowercase() == tail.replace('\\', "/").to_lowercase()) {
        Some(end) => {
            let head = own.len() - tail.len();
            rewritten(address, &format!("{}{end}", &own[..head]))
        }
        None => rewritten(address, path),
    }
}

/// A path as it can stand in a link: blanks, brackets and the like by their numbers; what was encoded stays.
fn encoded(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for (at, c) in path.char_indices() {
        let number = || {
            let digits = path.as_bytes().get(at + 1..at + 3);
            digits.is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit))
        };
        match c {
            ' ' | '(' | ')' | '<' | '>' | '"' | '|' | '\\' => out.push_str(&format!("%{:02X}", u32::from(c))),
            '%' if !number() => out.push_str("%25"),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_follows_the_path_stays() {
        assert_eq!(rewritten("old/a.md?view=x#step", "new/a b.md"), "new/a%20b.md?view=x#step");
        assert_eq!(rewritten("a.md#Step", "#step"), "a.md#step");
        assert_eq!(rewritten("#Step", "#step"), "#step");
    }

    #[test]
    fn only_the_spelling_changes() {
        assert_eq!(respelled("~/guides/Setup.MD#a", "../guides/setup.md"), "~/guides/setup.md#a");
        assert_eq!(respelled("../Media/A%20b.png", "../media/a b.png"), "../media/a%20b.png");
        assert_eq!(respelled("Setup.md", "setup.md"), "setup.md");
    }
}

//! Findings as text for people and programs. Each renderer takes sorted findings and the sources, and gives a string.

mod concise;
mod full;
mod github;
mod gitlab;
mod json;
mod junit;
mod place;
mod sarif;
mod totals;

pub use concise::concise;
pub use full::full;
pub use github::github;
pub use gitlab::gitlab;
pub use json::json;
pub use junit::junit;
pub use sarif::sarif;
pub use totals::totals;

use super::Diagnostic;
use crate::text::Sources;

/// Puts findings in order of path, place and code, those without a place first, and drops those said twice.
pub fn sort(diagnostics: &mut Vec<Diagnostic>, sources: &Sources) {
    diagnostics.sort_by_cached_key(|diagnostic| {
        let place = diagnostic.primary.as_ref().map(|label| (sources.path(label.span).clone(), label.span));
        (place, diagnostic.code.as_str(), diagnostic.message.clone())
    });
    diagnostics.dedup();
}

#[cfg(test)]
mod tests {
    use super::sort;
    use crate::diagnostic::{Code, Diagnostic};
    use crate::text::{Sources, Span, VirtualPath};

    #[test]
    fn order_is_path_then_place_then_code_and_nothing_is_said_twice() {
        let mut sources = Sources::default();
        let mut file = |name| sources.add(VirtualPath::new(name).expect("inside the root"), "text");
        let (b, a) = (file("b.md"), file("a.md"));
        let at = |file, start, code| Diagnostic::at(code, Span::new(file, start, start), "x");
        let one = at(b, 0, Code::BrokenLink);
        let mut found = vec![
            one.clone(),
            at(a, 2, Code::BrokenLink),
            at(a, 1, Code::UnknownRole),
            at(a, 1, Code::BrokenRow),
            one.clone(),
            Diagnostic::new(Code::UrlConflict, "x"),
        ];
        sort(&mut found, &sources);
        let codes: Vec<&str> = found.iter().map(|found| found.code.as_str()).collect();
        assert_eq!(codes, ["url-conflict", "broken-row", "unknown-role", "broken-link", "broken-link"]);
        assert_eq!(found.last(), Some(&one));
    }
}

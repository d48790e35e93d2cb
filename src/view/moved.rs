//! Addresses that pages had before: `redirect_from` in their front matter.

use super::html::encoded;
use super::parts::Link;
use super::scope::Scope;
use crate::text::{Span, VirtualPath};

/// An old address of a page.
#[derive(Clone, Debug)]
pub struct Moved {
    /// As its author wrote it.
    pub written: String,
    /// Where that stands.
    pub span: Span,
    /// The file that leads on, below the site's folder; none if the text is no address inside the site.
    pub from: Option<VirtualPath>,
    /// Where it leads to, relative to `from`.
    pub link: Link,
}

/// A link that leads on from one address to another.
pub fn lead(text: &str, from: &VirtualPath, to: &VirtualPath) -> Link {
    Link { text: text.to_owned(), href: encoded(&to.relative_from(from)), current: false }
}

/// Every old address of the scope's pages, in the order of the pages.
pub fn moved(scope: &Scope<'_>) -> Vec<Moved> {
    let mut found = Vec::new();
    for index in &scope.pages {
        let page = &scope.library.pages[*index];
        let Some(address) = scope.address(*index) else { continue };
        for (written, span) in &page.meta.redirect_from {
            let from = old_address(written).map(|from| scope.site_path(&from));
            let link = from.as_ref().map(|from| lead(&page.title, from, address)).unwrap_or_default();
            found.push(Moved { written: written.clone(), span: *span, from, link });
        }
    }
    found
}

/// The file at which an address is found: `/old/`, `old/page`, `old/page.md` and `old/page.html` all name one.
fn old_address(written: &str) -> Option<VirtualPath> {
    let path = written.trim_start_matches('/');
    if path.contains("://") || path.contains(['?', '#']) {
        return None;
    }
    if path.is_empty() || path.ends_with('/') {
        return VirtualPath::new(&format!("{path}index.html"));
    }
    let path = VirtualPath::new(path)?;
    match path.extension() {
        "html" => Some(path),
        "md" => Some(path.with_extension("html")),
        _ => VirtualPath::new(&format!("{path}.html")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_old_address_is_found_in_each_of_its_forms() {
        let found = |written| old_address(written).map(|path| path.to_string());
        assert_eq!(found("/old/").as_deref(), Some("old/index.html"));
        assert_eq!(found("old/page").as_deref(), Some("old/page.html"));
        assert_eq!(found("old/page.md").as_deref(), Some("old/page.html"));
        assert_eq!(found("/old/page.html").as_deref(), Some("old/page.html"));
        assert_eq!(found("old/v1.2").as_deref(), Some("old/v1.2.html"));
    }

    #[test]
    fn what_lies_outside_the_site_is_no_address_of_it() {
        for written in ["../up.html", "https://example.com/a.html", "page.html#part", "page.html?x=1"] {
            assert_eq!(old_address(written), None, "{written}");
        }
    }
}

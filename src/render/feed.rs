//! Files for machines beside the pages: sitemap, Atom feed, redirects.

use crate::text::{VirtualPath, xml_escaped};
use crate::view::parts::{Change, Link};

/// The sitemap of pages, each with the day of its last change where that is known; `base` ends with a slash.
pub fn sitemap<'p>(base: &str, pages: impl Iterator<Item = (&'p VirtualPath, Option<&'p str>)>) -> String {
    let url = |(path, day): (&VirtualPath, Option<&str>)| {
        let day = day.map(|day| format!("<lastmod>{}</lastmod>", xml_escaped(day))).unwrap_or_default();
        format!("  <url><loc>{}{}</loc>{day}</url>\n", xml_escaped(base), xml_escaped(&address(path)))
    };
    let urls: String = pages.filter(|(path, _)| path.as_str() != "404.html").map(url).collect();
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n{urls}</urlset>\n"
    )
}

/// A page's address; an index is its folder.
fn address(path: &VirtualPath) -> String {
    let text = path.as_str().replace(' ', "%20");
    match text.strip_suffix("index.html") {
        Some(folder) if folder.is_empty() || folder.ends_with('/') => folder.to_owned(),
        _ => text,
    }
}

/// The Atom feed of changes, whose links are relative to the site's root. It says it was updated on the latest day
/// among them, so that the same playbook gives the same bytes.
pub fn feed(base: &str, title: &str, changes: &[Change]) -> String {
    let latest = changes.iter().filter_map(|change| change.day.as_ref()).map(|day| day.iso.as_str()).max();
    let updated = latest.unwrap_or("1970-01-01");
    let entries: String = changes.iter().map(|change| entry(base, change)).collect();
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\">\n  <title>{}</title>\n  \
         <id>{base}</id>\n  <link href=\"{base}\"/>\n  <link rel=\"self\" href=\"{base}feed.xml\"/>\n  \
         <updated>{updated}T00:00:00Z</updated>\n{entries}</feed>\n",
        xml_escaped(title),
        base = xml_escaped(base),
    )
}

/// An entry's id stays the same when others come: its page, its day and a print of its words.
fn entry(base: &str, change: &Change) -> String {
    let print = blake3::hash(change.what_html.as_bytes()).to_hex();
    let print = &print[..8];
    let day = change.day.as_ref().map_or("1970-01-01", |day| day.iso.as_str());
    format!(
        "  <entry>\n    <title>{}</title>\n    <id>{base}{}#{day}-{print}</id>\n    <link href=\"{base}{}\"/>\n    \
         <updated>{day}T00:00:00Z</updated>\n    <author><name>{}</name></author>\n    <content type=\"html\">{}</content>\n  </entry>\n",
        xml_escaped(&change.page.text),
        xml_escaped(&change.page.href),
        xml_escaped(&change.page.href),
        xml_escaped(&change.who),
        xml_escaped(&change.what_html),
        base = xml_escaped(base),
    )
}

/// A page that leads on to another.
pub fn redirect(link: &Link) -> String {
    let (href, text) = (xml_escaped(&link.href), xml_escaped(&link.text));
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>{text}</title>\n\
         <meta http-equiv=\"refresh\" content=\"0; url={href}\">\n<link rel=\"canonical\" href=\"{href}\">\n</head>\n\
         <body><p><a href=\"{href}\">{text}</a></p></body>\n</html>\n"
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::parts::Day;

    fn change(what: &str) -> Change {
        let day = Some(Day { iso: "2020-03-02".to_owned(), text: String::new() });
        let page = Link { text: "A & B".to_owned(), href: "a.html".to_owned(), current: false };
        Change { day, what_html: what.to_owned(), page, ..Change::default() }
    }

    #[test]
    fn an_entry_keeps_its_id_when_others_come() {
        let id = |feed: &str, at: usize| {
            feed.split("<id>").nth(at).map(|rest| rest[..rest.find('<').unwrap_or(0)].to_owned())
        };
        let before = feed("https://example.com/", "T", &[change("old")]);
        let after = feed("https://example.com/", "T", &[change("<b>new</b>"), change("old")]);
        assert_eq!(id(&before, 2), id(&after, 3));
        assert!(after.contains("&lt;b&gt;new") && after.contains("<title>A &amp; B</title>"));
    }

    #[test]
    fn an_index_is_its_folder_and_the_404_is_no_page() {
        let paths = ["index.html", "a/index.html", "404.html", "a b.html"];
        let paths: Vec<VirtualPath> = paths.iter().filter_map(|path| VirtualPath::new(path)).collect();
        let day = |path: &VirtualPath| (path.as_str() == "a b.html").then_some("2020-03-02");
        let map = sitemap("https://example.com/", paths.iter().map(|path| (path, day(path))));
        let found: Vec<&str> = map.split("<loc>").skip(1).filter_map(|rest| rest.split('<').next()).collect();
        assert_eq!(found, ["https://example.com/", "https://example.com/a/", "https://example.com/a%20b.html"]);
        assert_eq!(map.matches("<lastmod>").count(), 1);
        assert!(map.contains("a%20b.html</loc><lastmod>2020-03-02</lastmod></url>"));
    }
}

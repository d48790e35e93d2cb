//! The few things that must be seen in raw HTML: links, images and anchors. Cleaning it is the renderer's part.

use std::ops::Range;

/// The value of an attribute of one tag, entities not decoded.
pub fn attribute<'a>(tag: &'a str, name: &str) -> Option<(usize, &'a str)> {
    let mut at = 0;
    while let Some(found) = find_ignoring_case(&tag[at..], name) {
        let start = at + found;
        at = start + name.len();
        let before = tag[..start].chars().next_back();
        if !before.is_some_and(|c| c.is_whitespace() || c == '"' || c == '\'') {
            continue;
        }
        let rest = tag[at..].trim_start();
        let Some(rest) = rest.strip_prefix('=') else { continue };
        let rest = rest.trim_start();
        let value_at = tag.len() - rest.len();
        let quote = rest.chars().next()?;
        if quote == '"' || quote == '\'' {
            let end = rest[1..].find(quote)?;
            return Some((value_at + 1, &rest[1..=end]));
        }
        let end = rest.find(|c: char| c.is_whitespace() || c == '>').unwrap_or(rest.len());
        return Some((value_at, &rest[..end]));
    }
    None
}

fn find_ignoring_case(text: &str, name: &str) -> Option<usize> {
    let (text, name) = (text.as_bytes(), name.as_bytes());
    text.windows(name.len()).position(|window| window.eq_ignore_ascii_case(name))
}

/// Every opening tag of a stretch of HTML with its offset, but those in comments. `commented` says whether the stretch
/// begins within a comment, and then whether it ends in one.
pub(super) fn tags<'h>(html: &'h str, commented: &mut bool) -> Vec<(usize, &'h str)> {
    let mut found = Vec::new();
    let mut at = 0;
    loop {
        if *commented {
            let Some(end) = html[at..].find("-->") else { return found };
            *commented = false;
            at += end + "-->".len();
        }
        let Some(open) = html[at..].find('<') else { return found };
        at += open;
        let rest = &html[at..];
        if rest.starts_with("<!--") {
            *commented = true;
            // `<!-->` is a whole comment.
            at += "<!".len();
            continue;
        }
        if rest[1..].starts_with(|c: char| c.is_ascii_alphabetic()) {
            found.extend(rest.find('>').map(|end| (at, &rest[..=end])));
        }
        at += 1;
    }
}

/// The comments in a stretch of HTML; one without an end goes to the end of the stretch. What looks like a comment in the value
/// of an attribute is none.
pub fn comments(html: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(open) = html[at..].find('<').map(|open| at + open) {
        let rest = &html[open..];
        if rest.starts_with("<!--") {
            // `<!-->` and `<!--->` are whole comments.
            let end = ["<!-->", "<!--->"].into_iter().find(|whole| rest.starts_with(whole)).map(str::len);
            let end = end.or_else(|| rest.find("-->").map(|end| end + "-->".len()));
            at = open + end.unwrap_or(rest.len());
            found.push(open..at);
        } else {
            at = open + tag_end(rest).unwrap_or(1);
        }
    }
    found
}

/// The length of the tag that a stretch of HTML begins with, if it does; a `>` between quotes does not end it.
fn tag_end(html: &str) -> Option<usize> {
    let inner = html[1..].trim_start_matches('/');
    if !inner.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return None;
    }
    let mut quote = None;
    for (at, byte) in html.bytes().enumerate() {
        match (quote, byte) {
            (None, b'"' | b'\'') if html[..at].trim_end().ends_with('=') => quote = Some(byte),
            (Some(open), byte) if open == byte => quote = None,
            (None, b'>') => return Some(at + 1),
            _ => {}
        }
    }
    None
}

/// The name of a tag in lower case.
pub(super) fn tag_name(tag: &str) -> String {
    tag[1..].chars().take_while(|c| c.is_ascii_alphanumeric()).collect::<String>().to_lowercase()
}

/// Whether a tag is one of HTML's, or of drawings in it; its name in lower case. `<tenant>` is none.
pub fn is_element(name: &str) -> bool {
    elements().any(|known| known == name)
}

/// The names of HTML's elements, and of those of drawings in it.
pub fn elements() -> impl Iterator<Item = &'static str> {
    SHOWN.split_whitespace().chain(DROPPED.split_whitespace())
}

/// Whether an element may stand in a page of the site. Others are left out, what is in them stays where it is text.
pub fn is_shown(name: &str) -> bool {
    SHOWN.split_whitespace().any(|known| known == name)
}

/// The elements that pages may have; a test of the cleaner holds the list.
const SHOWN: &str = "\
    a abbr acronym area article aside b bdi bdo blockquote br caption center cite code col colgroup data dd del \
    details dfn div dl dt em figcaption figure footer h1 h2 h3 h4 h5 h6 header hgroup hr i img input ins kbd li \
    map mark nav ol p pre q rp rt rtc ruby s samp section small span strike strong sub summary sup table tbody \
    td th thead time tr tt u ul var wbr ";

/// The elements of HTML, and of drawings in it, that pages may not have.
const DROPPED: &str = "\
    address applet audio base big body button canvas circle clippath datalist defs desc dialog ellipse embed \
    fieldset filter font foreignobject form frame frameset g head html iframe image label legend line \
    lineargradient link main marker mask math menu meta meter noscript object optgroup option output param path \
    pattern picture polygon polyline progress radialgradient rect script select slot source stop style svg \
    symbol template text textarea tfoot title track tspan use video ";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_are_found_in_any_dress() {
        assert_eq!(attribute("<a HREF = 'x.md' class=y>", "href"), Some((11, "x.md")));
        assert_eq!(attribute("<img data-src=\"no\" src=yes.png>", "src").map(|(_, v)| v), Some("yes.png"));
        assert_eq!(attribute("<a name>", "href"), None);
    }

    #[test]
    fn comments_end_as_a_browser_ends_them() {
        let found = |html: &str| comments(html).into_iter().map(|range| html[range].to_owned()).collect::<Vec<_>>();
        assert_eq!(found("a<!-- b -->c<!-->d<!--->e"), ["<!-- b -->", "<!-->", "<!--->"]);
        assert_eq!(found("<a title=\"<!--\">b<!-- c"), ["<!-- c"]);
        assert_eq!(found("<p it's><!-- isn't -->"), ["<!-- isn't -->"]);
        assert_eq!(found("<a title='>' b>x < y <é \"<!-- z -->"), ["<!-- z -->"]);
    }

    #[test]
    fn what_stands_in_a_comment_is_no_tag() {
        let mut commented = false;
        let mut names = |html| tags(html, &mut commented).into_iter().map(|(at, tag)| format!("{at}{tag}")).collect();
        let found: Vec<String> = names("<!-- a <b> --><i> <!--> <u>");
        assert_eq!(found, ["14<i>", "24<u>"]);
        let found: Vec<String> = names("<p><!-- begins");
        assert_eq!(found, ["0<p>"]);
        let found: Vec<String> = names("<s> goes on --> <q>");
        assert_eq!(found, ["16<q>"]);
        assert!(!commented);
    }
}

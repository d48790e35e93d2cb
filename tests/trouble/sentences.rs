//! How sentences look as text, with links, pictures, footnotes and includes amid them, and definitions of their labels.

use crate::blocks::Inline;
use crate::pen::Pen;

/// A paragraph of some pieces.
pub(crate) fn paragraph(pen: &mut Pen, parts: &[Inline]) {
    let word = pen.plain("paragraph");
    let texts: Vec<String> = parts.iter().map(|part| inline(pen, part)).collect();
    pen.line(&format!("The {word} {}", texts.join(" ")));
    if parts.len() > 2 {
        let word = pen.plain("second line");
        pen.line(&format!("and {word}."));
    }
}

fn inline(pen: &mut Pen, part: &Inline) -> String {
    match part {
        Inline::Word => pen.plain("paragraph"),
        Inline::Filler(text) => (*text).to_owned(),
        Inline::Dressed(open, close) => format!("{open}{}{close}", pen.plain("marked word")),
        Inline::Link => format!("[{}](https://example.com/{})", pen.plain("link text"), pen.loose("link")),
        Inline::PageLink => {
            let text = pen.plain("link text");
            format!("[{text}]({})", pen.internal_page())
        }
        Inline::Autolink => format!("<https://example.com/{}>", pen.loose("autolink")),
        Inline::Picture => format!("![{}]({} \"x\")", pen.loose("alt text"), pen.picture()),
        Inline::Icon => format!(":::image type=\"icon\" source=\"{}\" border=\"false\":::", pen.picture()),
        Inline::Comment => format!("<!-- {} -->", pen.loose("comment")),
        Inline::Span => format!("<span title=\"{}\">{}</span>", pen.loose("attribute"), pen.plain("span")),
        Inline::Include => {
            let path = pen.included(None, |pen| {
                let word = pen.plain("included sentence");
                pen.line(&format!("taken {word}"));
            });
            format!("[!INCLUDE [x]({path})]")
        }
        Inline::Mention(code) => format!("use {code} here"),
        Inline::Reference(defined) => {
            let (text, label) = (pen.plain("link text"), pen.number());
            if defined.is_some() {
                pen.wanted.push(label);
            }
            let mark = if *defined == Some(false) { "!" } else { "" };
            format!("{mark}[{text}][ref{label}]")
        }
        Inline::Footnote => {
            let label = pen.number();
            pen.wanted.push(label);
            format!("noted[^n{label}]")
        }
    }
}

/// A definition of a link or picture and of a footnote.
pub(crate) fn definition(pen: &mut Pen, label: usize) {
    let target = pen.picture();
    let title = pen.loose("link title");
    pen.line(&format!("[ref{label}]: {target} \"{title}\""));
    pen.gap();
    let note = pen.loose("footnote");
    pen.line(&format!("[^n{label}]: The {note}"));
}

/// A definition that an earlier use may be waiting for.
pub(crate) fn defined(pen: &mut Pen, used: bool) {
    let label = pen.wanted.pop().unwrap_or_else(|| pen.number());
    definition(pen, label);
    if used {
        pen.gap();
        pen.line(&format!("See [x][ref{label}] and[^n{label}]"));
    }
}

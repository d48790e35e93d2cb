//! What DocFX adds to Markdown: includes, snippets, alerts, tabs, rows, images with options. Found on the raw lines;
//! for the Markdown reader each is replaced by a comment that names its number.

use super::audience::leaf_end;
use super::code_span::in_code_span;
use super::html::attribute;
use super::lines::Line;
use crate::text::{FileId, Span, Spanned};

/// One such construct and the range it takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Directive {
    /// What it is.
    pub kind: DirectiveKind,
    /// What it replaces.
    pub span: Span,
    /// Whether nothing else stands on its lines.
    pub alone: bool,
    /// What stands in its place for the Markdown reader, its number aside.
    pub(super) after: String,
}

/// The kinds of constructs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DirectiveKind {
    /// `[!INCLUDE [title](path)]`; `block` when it is alone on its line.
    Include {
        /// The path as written.
        path: Spanned<String>,
        /// Whether it stands for whole blocks.
        block: bool,
    },
    /// `[!code-lang[title](path?range=1-5)]` or `:::code … :::`.
    Snippet {
        /// The path as written, with its query.
        path: Spanned<String>,
        /// The language, or nothing.
        language: String,
    },
    /// `> [!NOTE]`: one of note, tip, important, caution, warning, with the word as written.
    Alert {
        /// `note`, `tip`, `important`, `caution`, `warning`.
        class: &'static str,
        /// The word as written.
        word: String,
    },
    /// `> [!div class="checklist"]`
    Div {
        /// The class.
        class: String,
    },
    /// `[!VIDEO address]` or `:::video … :::`
    Video {
        /// The address.
        address: Spanned<String>,
    },
    /// `:::image source="…" alt-text="…":::`
    Image {
        /// The file.
        source: Spanned<String>,
        /// The text for those who do not see it.
        alt: String,
        /// `content`, `complex` or `icon`.
        class: String,
        /// Where it leads, if it is a link.
        link: Option<Spanned<String>>,
    },
    /// `:::row:::`
    Row,
    /// `:::column span="2":::`
    Column {
        /// How many columns wide.
        span: u8,
    },
    /// The end of a row or a column.
    End,
    /// `# [Title](#tab/id)`
    Tab {
        /// The title as inline Markdown.
        title: String,
        /// What identifies it among its siblings and across the page.
        id: String,
    },
    /// The rule that ends a group of tabs.
    TabsEnd,
    /// `:::audience internal`: what follows is for some readers only.
    Audience {
        /// Whom it is for, as written.
        names: Vec<Spanned<String>>,
    },
    /// `:::`: the end of what is for some readers only.
    AudienceEnd,
    /// A marker of an unfinished merge.
    Conflict,
    /// A marker without a reader: monikers, zones.
    Nothing,
}

/// Finds every directive outside code and comments. `audiences` are the lines that were read for blocks: they are directives
/// and nothing else.
pub(super) fn directives(file: FileId, text: &str, lines: &[Line], audiences: &[Directive]) -> Vec<Directive> {
    let mut scan = Scan { file, text, lines, found: Vec::new(), in_tabs: false, in_conflict: false, skip_to: 0 };
    let mut audiences = audiences.iter().peekable();
    for (at, line) in lines.iter().enumerate() {
        if let Some(own) = audiences.next_if(|own| own.span.range().start == line.content) {
            scan.found.push(own.clone());
        } else if line.is_prose() && line.content >= scan.skip_to {
            scan.line(at);
        }
    }
    scan.found
}

struct Scan<'a> {
    file: FileId,
    text: &'a str,
    lines: &'a [Line],
    found: Vec<Directive>,
    in_tabs: bool,
    in_conflict: bool,
    skip_to: usize,
}

impl Scan<'_> {
    fn line(&mut self, at: usize) {
        let line = self.lines[at];
        let blank_before = at == 0 || self.lines[at - 1].is_blank(self.text);
        let body = line.text(self.text).trim_end();
        if self.is_conflict(line) {
            self.push(DirectiveKind::Conflict, line.start, line.end, "");
        } else if body.starts_with('#') && body.contains("](#tab/") {
            self.tab(line, body);
        } else if self.in_tabs && blank_before && is_rule(body) {
            self.in_tabs = false;
            self.push(DirectiveKind::TabsEnd, line.content, line.end, "");
        } else {
            self.bracketed(line, body);
            self.colons(at);
        }
    }

    /// `=======` alone underlines a heading; it parts the sides of a merge only after `<<<<<<<`.
    fn is_conflict(&mut self, line: Line) -> bool {
        let raw = &self.text[line.start..line.end];
        if !super::table::is_conflict(raw) {
            return false;
        }
        let was_in = self.in_conflict;
        self.in_conflict = (was_in || raw.starts_with('<')) && !raw.starts_with('>');
        was_in || self.in_conflict || raw.starts_with('>')
    }

    fn push(&mut self, kind: DirectiveKind, start: usize, end: usize, after: &str) {
        let span = Span::new(self.file, start, end);
        let before = self.text[..start].rsplit('\n').next().unwrap_or_default();
        let behind = self.text[end..].split('\n').next().unwrap_or_default();
        let opening = before.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '>' | '\u{feff}'));
        let alone = opening.is_empty() && (behind.trim().is_empty() || !after.is_empty());
        self.found.push(Directive { kind, span, alone, after: after.to_owned() });
    }

    fn spanned(&self, start: usize, end: usize) -> Spanned<String> {
        Spanned::new(self.text[start..end].to_owned(), Span::new(self.file, start, end))
    }

    /// `# [Title](#tab/id/condition)`
    fn tab(&mut self, line: Line, body: &str) {
        let inner = body.trim_start_matches('#').trim();
        let Some((title, target)) = inner.strip_prefix('[').and_then(|rest| rest.split_once("](#tab/")) else { return };
        let id = target.trim_end_matches(')').to_owned();
        self.in_tabs = true;
        self.push(DirectiveKind::Tab { title: title.to_owned(), id }, line.content, line.end, "");
    }

    /// Everything that begins with `[!`.
    fn bracketed(&mut self, line: Line, body: &str) {
        let mut from = 0;
        while let Some(at) = body[from..].find("[!").map(|at| at + from) {
            from = at + 2;
            if let Some(end) = (!in_code_span(body, at)).then(|| self.bracket(line, body, at)).flatten() {
                from = end;
            }
        }
    }

    fn bracket(&mut self, line: Line, body: &str, at: usize) -> Option<usize> {
        let inner = &body[at + 2..];
        let word: String = inner.chars().take_while(|c| c.is_alphabetic() || *c == '-').collect();
        let lower = word.to_lowercase();
        match lower.as_str() {
            "include" => self.linked(line, body, at, word.len(), None),
            "video" => self.video(line, body, at),
            "div" => self.div(line, body, at),
            _ if lower.starts_with("code") => {
                let language = lower.trim_start_matches("code").trim_start_matches('-').to_owned();
                self.linked(line, body, at, word.len(), Some(language))
            }
            _ => self.alert(line, body, at, &word),
        }
    }

    /// `[!WORD [title](path)]`, blanks at will.
    fn linked(&mut self, line: Line, body: &str, at: usize, word: usize, language: Option<String>) -> Option<usize> {
        let open = at + 2 + word;
        let title = open + body[open..].find('[')?;
        if !body[open..title].trim().is_empty() {
            return None;
        }
        let close = title + body[title..].find("](")?;
        let path_start = close + 2;
        let path_end = path_start + body[path_start..].find(')')?;
        let end = path_end + 1 + body[path_end + 1..].find(']')? + 1;
        let raw = &body[path_start..path_end];
        let bare = raw.split(" \"").next().unwrap_or(raw).trim();
        let lead = raw.len() - raw.trim_start().len();
        let start = line.content + path_start + lead;
        let path = self.spanned(start, start + bare.len());
        let block = body[..at].trim().is_empty() && body[end..].trim().is_empty();
        let kind = match language {
            Some(language) => DirectiveKind::Snippet { path, language },
            None => DirectiveKind::Include { path, block },
        };
        self.push(kind, line.content + at, line.content + end, "");
        Some(end)
    }

    fn video(&mut self, line: Line, body: &str, at: usize) -> Option<usize> {
        let start = at + "[!video".len();
        let end = start + body[start..].find(']')?;
        let lead = body[start..end].len() - body[start..end].trim_start().len();
        let address =
            self.spanned(line.content + start + lead, line.content + start + lead + body[start..end].trim().len());
        let after = self.quote_break(line);
        self.push(DirectiveKind::Video { address }, line.content + at, line.content + end + 1, &after);
        Some(end + 1)
    }

    fn div(&mut self, line: Line, body: &str, at: usize) -> Option<usize> {
        let end = at + body[at..].find(']')?;
        let class = attribute(&body[at..end], "class").map(|(_, value)| value.to_owned()).unwrap_or_default();
        let after = self.quote_break(line);
        self.push(DirectiveKind::Div { class }, line.content + at, line.content + end + 1, &after);
        Some(end + 1)
    }

    /// Alerts stand at the start of a quote.
    fn alert(&mut self, line: Line, body: &str, at: usize, word: &str) -> Option<usize> {
        let class = alert_class(word)?;
        let end = at + 2 + word.len() + 1;
        let fits = at == 0 && line.quotes > 0 && body[2 + word.len()..].starts_with(']');
        if !fits {
            return None;
        }
        let after = self.quote_break(line);
        let kind = DirectiveKind::Alert { class, word: word.to_owned() };
        self.push(kind, line.content, line.content + end, &after);
        Some(end)
    }

    /// What parts the marker of a quote from the text that may follow on its line.
    fn quote_break(&self, line: Line) -> String {
        if line.quotes == 0 { String::new() } else { format!("\n{}", &self.text[line.start..line.content]) }
    }

    /// Everything that begins with three colons.
    fn colons(&mut self, at: usize) {
        let line = self.lines[at];
        let mut from = line.content;
        while let Some(start) = self.text[from..line.end].find(":::").map(|at| at + from) {
            if in_code_span(&self.text[line.content..line.end], start - line.content) {
                from = start + 3;
                continue;
            }
            let Some((kind, end)) = self.colon(at, start) else { return };
            self.push(kind, start, end, "");
            self.skip_to = end;
            from = end;
            if from >= line.end {
                return;
            }
        }
    }

    fn colon(&mut self, at: usize, start: usize) -> Option<(DirectiveKind, usize)> {
        let (line, inner_start) = (self.lines[at], start + 3);
        let rest = &self.text[inner_start..line.end];
        let word: String = rest.trim_start().chars().take_while(|c| c.is_ascii_alphabetic() || *c == '-').collect();
        let before = self.text[line.content..start].trim();
        let alone = before.is_empty();
        let word = word.to_lowercase();
        let (inner, end) = self.closing(inner_start, at, matches!(word.as_str(), "image" | "video" | "code"));
        let kind = match word.as_str() {
            "row" if alone => DirectiveKind::Row,
            "column" if alone => DirectiveKind::Column { span: number(inner, "span").unwrap_or(1) },
            "row-end" | "column-end" if alone => DirectiveKind::End,
            "image" => self.image(inner, inner_start)?,
            "video" => DirectiveKind::Video { address: self.attribute(inner, inner_start, "source")? },
            "code" if alone || is_list_marker(before) => self.code(inner, inner_start)?,
            "zone" | "zone-end" | "moniker" | "moniker-end" | "image-end" if alone => DirectiveKind::Nothing,
            _ => return None,
        };
        Some((kind, end))
    }

    /// Up to the closing colons, or to the end of the line. Those of a directive with a body may stand some lines below.
    fn closing(&self, start: usize, at: usize, has_body: bool) -> (&str, usize) {
        let line = self.lines[at];
        let own = self.text[start..line.end].contains(":::");
        let last = if own || !has_body { line } else { self.lines[leaf_end(self.text, self.lines, at)] };
        match self.text[start..last.end].find(":::") {
            Some(at) => (&self.text[start..start + at], start + at + 3),
            None => (&self.text[start..line.end], line.end),
        }
    }

    fn image(&self, inner: &str, offset: usize) -> Option<DirectiveKind> {
        let value = |name: &str| attribute(inner, name).map(|(_, value)| value.to_owned()).unwrap_or_default();
        let source = self.attribute(inner, offset, "source")?;
        let link = self.attribute(inner, offset, "link").or_else(|| self.attribute(inner, offset, "lightbox"));
        Some(DirectiveKind::Image { source, alt: value("alt-text"), class: value("type"), link })
    }

    fn code(&self, inner: &str, offset: usize) -> Option<DirectiveKind> {
        let mut path = self.attribute(inner, offset, "source")?;
        let value = |name: &str| attribute(inner, name).map(|(_, value)| value.to_owned());
        if let Some(range) = value("range") {
            path.value = format!("{}?range={range}", path.value);
        } else if let Some(id) = value("id") {
            path.value = format!("{}?name={id}", path.value);
        }
        Some(DirectiveKind::Snippet { path, language: value("language").unwrap_or_default() })
    }

    fn attribute(&self, inner: &str, offset: usize, name: &str) -> Option<Spanned<String>> {
        let (at, value) = attribute(inner, name)?;
        Some(self.spanned(offset + at, offset + at + value.len()))
    }
}

/// Whether a text is what begins the item of a list.
fn is_list_marker(text: &str) -> bool {
    let numbered = text.trim_start_matches(|c: char| c.is_ascii_digit());
    matches!(text, "-" | "*" | "+") || numbered.len() < text.len() && matches!(numbered, "." | ")")
}

fn number(inner: &str, name: &str) -> Option<u8> {
    attribute(inner, name)?.1.parse().ok()
}

/// A thematic break.
fn is_rule(body: &str) -> bool {
    let marks: String = body.chars().filter(|c| !c.is_whitespace()).collect();
    marks.len() >= 3 && ["*", "-", "_"].iter().any(|mark| marks.trim_matches(|c| mark.starts_with(c)).is_empty())
}

/// The five kinds of alert in six languages, in any case.
fn alert_class(word: &str) -> Option<&'static str> {
    const WORDS: [(&str, &[&str]); 5] = [
        ("note", &["note", "hinweis", "anmerkung", "nota", "observação", "メモ", "注", "注記", "备注", "说明", "附注"]),
        ("tip", &["tip", "tipp", "sugerencia", "consejo", "dica", "ヒント", "提示", "技巧"]),
        ("important", &["important", "wichtig", "importante", "重要"]),
        ("caution", &["caution", "vorsicht", "achtung", "precaución", "cuidado", "atenção", "注意", "小心"]),
        ("warning", &["warning", "warnung", "advertencia", "aviso", "警告"]),
    ];
    let word = word.to_lowercase();
    WORDS.iter().find(|(_, words)| words.contains(&word.as_str())).map(|(class, _)| *class)
}

#[cfg(test)]
mod tests {
    use super::super::lines::lines;
    use super::*;

    fn kinds(text: &str) -> Vec<DirectiveKind> {
        directives(FileId(0), text, &lines(text, 0), &[]).into_iter().map(|directive| directive.kind).collect()
    }

    #[test]
    fn an_include_alone_on_its_line_is_a_block() {
        let blocks: Vec<bool> = kinds("[!include[x](a.md)]\n\nsee [!INCLUDE [y](b.md)] here\n")
            .iter()
            .filter_map(|kind| match kind {
                DirectiveKind::Include { block, .. } => Some(*block),
                _ => None,
            })
            .collect();
        assert_eq!(blocks, [true, false]);
    }

    #[test]
    fn alerts_speak_six_languages_in_any_case() {
        let classes: Vec<&str> = ["> [!Note]", "> [!WICHTIG]", "> [!ヒント]", "> [!警告]", "> [!Precaución]"]
            .iter()
            .filter_map(|text| match kinds(text).first() {
                Some(DirectiveKind::Alert { class, .. }) => Some(*class),
                _ => None,
            })
            .collect();
        assert_eq!(classes, ["note", "important", "tip", "warning", "caution"]);
    }

    #[test]
    fn code_is_left_alone() {
        assert_eq!(
            kinds("```\n> [!NOTE]\n:::row:::\n```\n`[!INCLUDE [x](y.md)]`\n| `:::image source=\"a.png\":::` |\n"),
            []
        );
    }

    #[test]
    fn tabs_end_at_a_rule() {
        let found = kinds("# [A](#tab/a)\n\ntext\n\n# [B](#tab/b)\n\n***\n\n---\n");
        assert_eq!(found.len(), 3);
        assert_eq!(found[2], DirectiveKind::TabsEnd);
    }

    #[test]
    fn an_image_may_span_lines() {
        let found = kinds(":::image type=\"content\"\n  source=\"media/a.png\" alt-text=\"A b\":::\n");
        let Some(DirectiveKind::Image { source, alt, .. }) = found.first() else { panic!("no image: {found:?}") };
        assert_eq!((source.value.as_str(), alt.as_str()), ("media/a.png", "A b"));
    }
}

//! What markers become: tables of tasks, labels, and what DocFX adds to Markdown.

use pulldown_cmark::Event;

use super::{Current, Kind, Open, Writer};
use crate::extract::Label;
use crate::extract::vocabulary::LabelKind;
use crate::syntax::markdown::{DirectiveKind, plain};
use crate::text::FileId;
use crate::view::html::{Lead, escaped};
use crate::view::parts::{Chip, Fact, Part};
use crate::view::rows::{Rows, table};
use crate::view::snippet;

impl Writer<'_> {
    fn tab(&mut self, title: &str, id: &str) {
        match self.tabs {
            None => {
                self.tab_groups += 1;
                self.raw(format!("<div class=\"tabs\" data-group=\"{}\">\n", self.tab_groups));
            }
            Some(true) => self.raw("</section>\n"),
            Some(false) => {}
        }
        self.tabs = Some(true);
        let id = id.split('/').next().unwrap_or(id);
        let title = plain(title);
        self.raw(format!(
            "<section class=\"tab\" id=\"tabpanel_{}_{}\" data-tab=\"{}\">\n<h3 class=\"tab-title\">{}</h3>\n",
            self.tab_groups,
            escaped(id),
            escaped(id),
            escaped(&title)
        ));
    }

    /// Closes the innermost open element of a kind and what is open within it.
    pub(super) fn close(&mut self, kinds: &[Kind]) {
        if self.open.iter().any(|open| kinds.contains(&open.kind)) {
            while let Some(open) = self.open.pop() {
                self.raw(open.close);
                if kinds.contains(&open.kind) {
                    break;
                }
            }
        }
    }

    pub(super) fn tasks(&mut self, current: &Current<'_>, number: usize) {
        let Some((page, block)) = current.page.and_then(|page| Some((page, page.blocks.get(number)?))) else { return };
        let rows = Rows { scope: self.scope, shown_at: self.shown_at };
        let mut shown = Vec::new();
        for (_, task) in &page.tasks[block.tasks.clone()] {
            let mut row = rows.row(task, self.at_home);
            if self.seen_tasks.insert(task.id.value) {
                row.anchor = format!("task-{}", task.id.value);
            }
            shown.push(row);
        }
        self.blocks += 1;
        let step = page.steps.iter().rev().find(|step| step.span.start < block.span.start);
        let caption = step.map_or_else(|| self.scope.word("tasks"), |step| step.title.clone());
        if !shown.is_empty() {
            self.place(Part::Tasks { table: table(&format!("tasks-{}", self.blocks), caption, shown) });
        }
        for span in &block.unread {
            let text = &current.text[span.range()];
            self.raw(format!("<p class=\"unread-row\">{}</p>\n", escaped(text)));
        }
    }

    pub(super) fn facts(&mut self, labels: &[&Label]) {
        let rows = Rows { scope: self.scope, shown_at: self.shown_at };
        let facts = labels.iter().map(|label| Fact {
            kind: label.kind.as_str().to_owned(),
            label: label.word.clone(),
            chips: label.names.iter().map(|name| chip(&rows, label.kind, &name.text, name.known)).collect(),
        });
        self.place(Part::Facts { facts: facts.collect() });
    }

    /// What a directive becomes. `inline` is set where it stands amid text.
    pub(super) fn directive(&mut self, current: &Current<'_>, number: usize, inline: bool) {
        let Some(directive) = current.document.directives.get(number) else { return };
        match &directive.kind {
            DirectiveKind::Include { path, block } => {
                if let Some(file) = self.scope.library.include_in(current.file, &path.value, self.scope.edition) {
                    if *block && !inline { self.file(file, None) } else { self.inline_file(file) }
                }
            }
            DirectiveKind::Snippet { path, language } => self.snippet(current.file, &path.value, language),
            DirectiveKind::Alert { class, word } => self.alert(class, word),
            DirectiveKind::Div { class } => self.requote(&format!("<div class=\"{}\">\n", escaped(&div_class(class)))),
            DirectiveKind::Video { address } => self.video(&address.value),
            DirectiveKind::Image { source, alt, class, link } => {
                let image = self.image(current.file, &source.value, alt, "");
                let image = match link {
                    Some(to) => {
                        let (open, close) = self.leader().anchor(current.file, &to.value, "");
                        format!("{open}{image}{close}")
                    }
                    None => image,
                };
                let block = !inline && class != "icon";
                self.raw(if block { format!("<figure>{image}</figure>\n") } else { image });
            }
            DirectiveKind::Row => {
                self.raw("<div class=\"row\">\n");
                self.open.push(Open { close: "</div>\n".to_owned(), kind: Kind::Row });
            }
            DirectiveKind::Column { span } => {
                self.raw(format!("<div class=\"column span-{span}\">\n"));
                self.open.push(Open { close: "</div>\n".to_owned(), kind: Kind::Column });
            }
            DirectiveKind::End => self.close(&[Kind::Column, Kind::Row]),
            DirectiveKind::Tab { title, id } => self.tab(title, id),
            DirectiveKind::TabsEnd => self.close_tabs(),
            DirectiveKind::Conflict
            | DirectiveKind::Audience { .. }
            | DirectiveKind::AudienceEnd
            | DirectiveKind::Nothing => {}
        }
    }

    /// An included file amid text: its text without the paragraphs around it; all that it says where it has directives.
    fn inline_file(&mut self, file: FileId) {
        let Some(document) = self.scope.library.document_in(file, self.scope.edition) else { return };
        if !document.directives.is_empty() {
            return self.file(file, None);
        }
        let source = self.scope.library.source_in(file, self.scope.edition);
        let html = self.leader().inline(file, source.text[document.body..].trim());
        self.raw(html);
    }

    fn snippet(&mut self, file: FileId, address: &str, language: &str) {
        let Some(text) = self.scope.library.snippet_in(file, address, self.scope.edition) else { return };
        let Some(chosen) = snippet::select(text, address) else { return };
        let language = if language.is_empty() { extension(address) } else { language };
        let class =
            if language.is_empty() { String::new() } else { format!(" class=\"language-{}\"", escaped(language)) };
        self.raw(format!("<pre><code{class}>{}\n</code></pre>\n", escaped(&chosen)));
    }

    /// The quote that holds an alert becomes the alert; a second alert in the same quote begins another.
    fn alert(&mut self, class: &str, word: &str) {
        let own = word.to_lowercase() != class;
        let title = if own { capitalised(word) } else { self.scope.word(&format!("alert_{class}")) };
        self.requote(&format!(
            "<div class=\"alert alert-{class}\" role=\"note\">\n<p class=\"alert-title\">{}</p>\n",
            escaped(&title)
        ));
    }

    /// Replaces the innermost open quote by another element.
    fn requote(&mut self, tag: &str) {
        let Some(at) = self.open.iter().rposition(|open| open.kind == Kind::Quote) else { return };
        if self.quote_is_fresh() {
            self.events.pop();
        } else {
            let close = self.open[at].close.clone();
            self.raw(close);
        }
        self.raw(tag);
        self.open[at].close = "</div>\n".to_owned();
    }

    /// Whether a quote was opened and nothing is in it yet.
    fn quote_is_fresh(&self) -> bool {
        matches!(self.events.last(), Some(Event::InlineHtml(html)) if &**html == QUOTE)
    }

    /// A video takes the place of the quote that it begins. What is not encrypted is linked and not shown.
    fn video(&mut self, address: &str) {
        if self.quote_is_fresh() {
            self.events.pop();
            if let Some(open) = self.open.last_mut() {
                open.close = String::new();
            }
        }
        if !address.starts_with("https://") {
            let href = escaped(address);
            let link = if address.starts_with("http://") { format!("<a href=\"{href}\">{href}</a>") } else { href };
            self.raw(format!("<p>{link}</p>\n"));
            return;
        }
        let title = escaped(&self.scope.word("video"));
        let html = format!(
            "<div class=\"video\"><iframe src=\"{}\" title=\"{title}\" loading=\"lazy\" allowfullscreen></iframe></div>\n",
            escaped(address)
        );
        self.place(Part::Html { html });
    }

    pub(super) fn image(&self, file: FileId, address: &str, alt: &str, title: &str) -> String {
        let title = if title.is_empty() { String::new() } else { format!(" title=\"{}\"", escaped(title)) };
        match self.leader().lead(file, address) {
            Lead::To(src) => {
                let extent = self.leader().extent(file, address);
                format!("<img src=\"{}\" alt=\"{}\"{title}{extent} loading=\"lazy\">", escaped(&src), escaped(alt))
            }
            Lead::Nowhere { .. } => format!("<span class=\"missing-image\">{}</span>", escaped(alt)),
        }
    }
}

/// What opens a quote until it is known to be more than that.
pub(super) const QUOTE: &str = "<blockquote>\n";
fn chip(rows: &Rows<'_>, kind: LabelKind, text: &str, known: bool) -> Chip {
    match kind {
        LabelKind::Phase => rows.phase(text, known),
        LabelKind::PrimaryRole | LabelKind::SecondaryRole => rows.role(text, known),
        LabelKind::AppliesTo => rows.service(text, known),
        LabelKind::Motions => Chip { text: text.to_owned(), href: None, known: true },
    }
}
/// The classes that DocFX names in quotes; anything else becomes a class of no meaning here.
fn div_class(class: &str) -> String {
    match class.to_lowercase().as_str() {
        "nextstepaction" => "nextstepaction".to_owned(),
        "checklist" => "checklist".to_owned(),
        other => other.chars().filter(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | ' ')).collect(),
    }
}

fn extension(address: &str) -> &str {
    let path = address.split(['?', '#']).next().unwrap_or(address);
    path.rsplit_once('.').map_or("", |(_, extension)| extension)
}

fn capitalised(word: &str) -> String {
    let lower = word.to_lowercase();
    let mut chars = lower.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

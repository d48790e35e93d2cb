//! What the front matter of a page says, with the project's own values where it says nothing.

use std::collections::BTreeMap;

use crate::config::{Config, audience_names};
use crate::diagnostic::{Code, Diagnostic};
use crate::syntax::markdown::{Document, Heading};
use crate::syntax::yaml::{self, Node};
use crate::text::{Source, Span, VirtualPath};

/// The front matter of one page.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Meta {
    /// `title`
    pub title: Option<String>,
    /// `description`
    pub description: Option<String>,
    /// `ft.audience`: whom the page is for.
    pub audiences: Vec<String>,
    /// Where `ft.audience` stands.
    pub audience_span: Option<Span>,
    /// `ms.date`, as written.
    pub date: Option<String>,
    /// Where that stands.
    pub date_span: Option<Span>,
    /// `redirect_from`: addresses that the page had before, as written, and where they stand.
    pub redirect_from: Vec<(String, Span)>,
    /// Everything, in the order of the file.
    pub all: serde_json::Map<String, serde_json::Value>,
}

impl Meta {
    /// Reads the front matter of a document; what cannot be read is reported, the rest is kept.
    pub fn read(document: &Document, source: &Source, config: &Config, diagnostics: &mut Vec<Diagnostic>) -> Self {
        let mut meta = Self::default();
        if let Some(cut) = document.front_matter {
            if cut.closed {
                let text = &source.text[cut.yaml.range()];
                let offset = cut.yaml.start as usize;
                let node = yaml::parse_lenient(source.id, text, offset).unpack(diagnostics);
                node.iter().for_each(|node| meta.take(node));
            } else {
                let finding =
                    Diagnostic::at(Code::FrontMatterInvalid, cut.span, "no closing `---` of the front matter")
                        .help("close it with a line of `---`, or begin the page with another kind of rule");
                diagnostics.push(finding);
            }
        }
        meta.defaults(&config.metadata);
        meta
    }

    fn take(&mut self, node: &Node) {
        let text = |key: &str| {
            node.get(key).and_then(Node::text).map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned)
        };
        self.title = text("title");
        self.description = text("description");
        self.date = text("ms.date").or_else(|| text("date"));
        let date = ["ms.date", "date"].into_iter().filter(|key| text(key).is_some()).find_map(|key| node.get(key));
        self.date_span = date.map(|node| node.span);
        if let Some(audience) = node.get("ft.audience") {
            self.audience_span = Some(audience.span);
            self.audiences = audience.texts().iter().flat_map(|text| audience_names(text)).collect();
        }
        if let Some(before) = node.get("redirect_from") {
            let address = |item: &Node| Some((item.text()?.trim().to_owned(), item.span));
            self.redirect_from = before.items().iter().filter_map(address).collect();
        }
        for (key, value) in node.entries() {
            self.all.insert(key.text.clone(), value.to_json());
        }
    }

    fn defaults(&mut self, values: &BTreeMap<String, serde_json::Value>) {
        for (key, value) in values {
            self.all.entry(key.clone()).or_insert_with(|| value.clone());
        }
        if self.audiences.is_empty() {
            self.audiences = values.get("ft.audience").map(audiences).unwrap_or_default();
        }
    }

    /// The page's title: of its first heading, its front matter, or its file name. `document` is what all readers have of it.
    pub fn title_of(&self, document: &Document, path: &VirtualPath) -> String {
        let own = |heading: &&Heading| heading.level == 1;
        let heading = || document.headings.iter().find(own).map(|heading| heading.text.clone());
        heading()
            .filter(|text| !text.is_empty())
            .or_else(|| self.title.clone())
            .unwrap_or_else(|| path.stem().to_owned())
    }
}

/// One text with the names of audiences, or a list of such texts.
fn audiences(value: &serde_json::Value) -> Vec<String> {
    let texts = value.as_array().map_or_else(|| std::slice::from_ref(value), Vec::as_slice);
    texts.iter().filter_map(|text| text.as_str()).flat_map(audience_names).collect()
}

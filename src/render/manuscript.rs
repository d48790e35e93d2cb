//! Reports before they are typeset: the view of a report with all that its template sees, as plain data. Nothing of it is
//! ever pasted into a template.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Serialize;
use serde_json::{Value, json};

use super::html::Texts;
use crate::text::VirtualPath;
use crate::view::pages::Site;

/// The start of the keys of all texts that reports show.
const TEXTS: &str = "report_";

/// All reports of a build and the theme that they are typeset with.
#[derive(Clone, Debug, Default)]
pub struct Manuscripts {
    /// The files of the theme by name.
    pub theme: BTreeMap<String, Arc<[u8]>>,
    /// The reports.
    pub reports: Vec<Manuscript>,
}

/// One report.
#[derive(Clone, Debug)]
pub struct Manuscript {
    /// Where the PDF lies in the output.
    pub path: VirtualPath,
    /// The theme file that typesets it.
    pub template: &'static str,
    /// Its language, as a BCP 47 tag.
    pub language: String,
    /// What the template reads: `page`, `site` and `t`, as in HTML.
    pub content: Value,
}

/// What stands around a report.
#[derive(Clone, Copy)]
pub struct Cover<'a> {
    /// Who and in which language.
    pub site: &'a Site,
    /// The words of that language.
    pub texts: &'a Texts,
}

impl Manuscript {
    /// A report at a place (path without extension, template) that shows a view.
    pub fn new(cover: &Cover<'_>, (name, template): (&str, &'static str), page: &impl Serialize) -> Option<Self> {
        let texts: BTreeMap<&str, &str> = cover.texts.beginning_with(TEXTS).collect();
        Some(Self {
            path: VirtualPath::new(&format!("{name}.pdf"))?,
            template,
            language: cover.site.language.clone(),
            content: json!({ "page": page, "site": cover.site, "t": texts }),
        })
    }

    /// Every text that a PDF of it can show, names of fields among them: what is searched for what does not belong there.
    pub fn texts(&self) -> Vec<&str> {
        let mut texts = Vec::new();
        let mut open = vec![&self.content];
        while let Some(value) = open.pop() {
            match value {
                Value::String(text) => texts.push(text.as_str()),
                Value::Array(items) => open.extend(items),
                Value::Object(fields) => {
                    texts.extend(fields.keys().map(String::as_str));
                    open.extend(fields.values());
                }
                Value::Null | Value::Bool(_) | Value::Number(_) => {}
            }
        }
        texts
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_text_of_a_manuscript_is_found_and_every_name() {
        let content =
            json!({ "page": { "a": ["one", { "b": "two" }], "n": 3, "none": null, "yes": true }, "t": "three" });
        let path = VirtualPath::root().with_file_name("a.pdf");
        let language = "en".to_owned();
        let manuscript = Manuscript { path, template: "report/status.typ", language, content };
        let mut words = manuscript.texts();
        words.sort_unstable();
        assert_eq!(words.join(" "), "a b n none one page t three two yes");
    }
}

//! Where the front matter of a page begins and ends. The YAML in it is read elsewhere.

use crate::text::{FileId, Span};

/// The two fences of a page's front matter and what stands between them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FrontMatter {
    /// From the first fence to the end of the last, line end included.
    pub span: Span,
    /// The YAML between them.
    pub yaml: Span,
    /// Whether there is a closing fence. Without one nothing is front matter, and `span` is the opening line.
    pub closed: bool,
}

/// Finds the front matter: `---` (blanks may follow) on the first line, a BOM and empty lines before it aside.
/// A heading below the first level after an empty line is body, so a missing fence does not swallow the page.
pub fn cut(file: FileId, text: &str) -> Option<FrontMatter> {
    let start = text.len() - text.trim_start_matches(['\u{feff}', '\n', '\r', ' ', '\t']).len();
    let first = line_at(text, start);
    if first.trim_end() != "---" || !text[..start].trim_start_matches('\u{feff}').trim().is_empty() {
        return None;
    }
    let yaml_start = start + first.len();
    let mut offset = yaml_start;
    let mut after_blank = false;
    while offset < text.len() {
        let line = line_at(text, offset);
        if matches!(line.trim_end(), "---" | "...") {
            let span = Span::new(file, start, offset + line.len());
            return Some(FrontMatter { span, yaml: Span::new(file, yaml_start, offset), closed: true });
        }
        if after_blank && line.starts_with("##") {
            break;
        }
        after_blank = line.trim().is_empty();
        offset += line.len();
    }
    let span = Span::new(file, start, yaml_start);
    Some(FrontMatter { span, yaml: Span::new(file, yaml_start, yaml_start), closed: false })
}

/// The line that begins at an offset, its end included.
fn line_at(text: &str, offset: usize) -> &str {
    let rest = &text[offset..];
    let end = rest.find('\n').map_or(rest.len(), |newline| newline + 1);
    &rest[..end]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn yaml(text: &str) -> Option<&str> {
        let found = cut(FileId(0), text)?;
        found.closed.then(|| &text[found.yaml.range()])
    }

    #[test]
    fn a_bom_and_trailing_blanks_do_not_hide_it() {
        assert_eq!(yaml("\u{feff}---  \r\ntitle: A\r\n--- \r\n# A"), Some("title: A\r\n"));
    }

    #[test]
    fn a_rule_in_mid_page_is_none() {
        assert_eq!(cut(FileId(0), "# A\n\n--- \n\ntitle: B\n---\n"), None);
    }

    #[test]
    fn without_a_closing_fence_there_is_none() {
        assert_eq!(yaml("---\ntitle: A\n\n## Overview\n\n---\n"), None);
    }
}

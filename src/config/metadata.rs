//! Front matter for all pages: `metadata` in `waybook.yml`, `globalMetadata` in `docfx.json`. A slip in the key that names
//! audiences would publish every page without a key of its own to everybody, so that it is refused here, at its place.

use super::Edition;
use super::values::Reader;
use crate::syntax::yaml::{Key, Node};
use crate::text::nearest;

/// The key that says whom a page is for.
const AUDIENCE: &str = "ft.audience";

/// Reports what in the values for all pages may be meant to name audiences and does not, and names that no edition has.
pub(super) fn check(metadata: Option<&Node>, editions: &[Edition], reader: &mut Reader) {
    for (key, node) in metadata.map(Node::entries).unwrap_or_default() {
        if key.text == AUDIENCE {
            check_names(key, node, editions, reader);
        } else if is_meant(key, node, editions) {
            let message = format!("`{}` looks like `{AUDIENCE}`, and is not read", key.text);
            reader.report_at(key.span, message, format!("write `{AUDIENCE}: …`, on the outermost level"));
        }
    }
}

/// Names of audiences, each of which belongs to an edition.
fn check_names(key: &Key, node: &Node, editions: &[Edition], reader: &mut Reader) {
    let items = node.items();
    let is_name = |item: &Node| item.text().is_some_and(|text| !audience_names(text).is_empty());
    if items.is_empty() || !items.iter().all(is_name) {
        let message = format!("`{AUDIENCE}` names nobody, or has an empty name in it");
        let help = "name the audiences as `[partner, internal]`, or remove the line".to_owned();
        reader.report_at(if node.is_null() { key.span } else { node.span }, message, help);
        return;
    }
    let known: Vec<&str> = editions.iter().flat_map(|edition| &edition.audiences).map(String::as_str).collect();
    for item in items.iter().filter(|_| !editions.is_empty()) {
        let names = item.text().map(audience_names).unwrap_or_default();
        if let Some(name) = names.iter().find(|name| !known.iter().any(|known| known.to_lowercase() == **name)) {
            let message = format!("no edition is for the audience `{name}`");
            let near = nearest(name, known.iter().copied()).map(|near| format!("did you mean `{near}`?"));
            let help = near.unwrap_or_else(|| "name an audience of one of the `editions`".to_owned());
            reader.report_at(item.span, message, help);
        }
    }
}

/// Whether a key may be meant to name audiences: by a slip of the pen, as `ft: { audience: … }`, or as `audience` where that
/// names one of the project. `ms.audience` is a key of its own, and so is `audience` in other sets of pages.
fn is_meant(key: &Key, node: &Node, editions: &[Edition]) -> bool {
    let name = letters(&key.text);
    if name == "ft" {
        return node.entries().into_iter().any(|(inner, _)| is_near(&letters(&inner.text), "audience", 2));
    }
    let names_one = || {
        let names: Vec<String> = node.texts().iter().flat_map(|text| audience_names(text)).collect();
        editions.iter().any(|edition| edition.is_for(&names))
    };
    name.starts_with(['f', 't']) && is_near(&name, "ftaudience", 2) || is_near(&name, "audience", 1) && names_one()
}

fn is_near(name: &str, meant: &str, reach: usize) -> bool {
    strsim::osa_distance(name, meant) <= reach
}

fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphabetic()).flat_map(char::to_lowercase).collect()
}

/// The names of audiences in a value such as `internal, partner`, in lower case.
pub(crate) fn audience_names(text: &str) -> Vec<String> {
    text.split([',', ';', ' ']).map(|part| part.trim().to_lowercase()).filter(|part| !part.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use crate::config::{Config, ProjectFile};
    use crate::text::FileId;

    const EDITIONS: &str = "editions: { partner: [partner], internal: [internal, partner] }\n";

    /// What is reported of a value of `metadata`, as places in its line and messages.
    fn found(metadata: &str) -> Vec<String> {
        let text = format!("metadata: {metadata}\n{EDITIONS}");
        let shown = |found: &crate::diagnostic::Diagnostic| {
            let place = found.primary.as_ref().map(|label| &text[label.span.range()]).unwrap_or_default();
            format!("{place} | {} | {}", found.message, found.help.as_deref().unwrap_or_default())
        };
        Config::read(FileId(0), &text).diagnostics.iter().map(shown).collect()
    }

    #[test]
    fn a_key_that_may_be_meant_for_audiences_is_reported() {
        for key in
            ["ft.audiance", "ft.audiences", "FT.Audience", "ftaudience", "ft_audience", "ft-audience", "tf.audience"]
        {
            let expected = format!(
                "{key} | `{key}` looks like `ft.audience`, and is not read | write `ft.audience: …`, on the outermost level"
            );
            assert_eq!(found(&format!("{{ {key}: internal }}")), [expected], "{key}");
        }
        for value in ["{ ft: { audience: internal } }", "{ ft: { audiance: [internal] } }", "{ audience: Internal }"] {
            assert_eq!(found(value).len(), 1, "{value}");
        }
    }

    #[test]
    fn other_keys_say_nothing_of_audiences() {
        for value in [
            "{ ft.audience: [Partner, internal] }",
            "{ ft.audience: 'internal; partner' }",
            "{ audience: ITPro }",
            "{ ms.audience: internal }",
            "{ ft: { owner: x } }",
            "{ ft.owner: internal }",
            "{ feedback: internal }",
        ] {
            assert_eq!(found(value), [""; 0], "{value}");
        }
    }

    #[test]
    fn pages_are_by_default_for_somebody_whom_an_edition_knows() {
        for value in ["", "~", "[]", "''", "' '", "', ;'", "[partner, '']", "[[partner]]", "{ a: b }"] {
            let found = found(&format!("{{ ft.audience: {value} }}"));
            assert_eq!(found.len(), 1, "{value}: {found:?}");
            assert!(found[0].contains("`ft.audience` names nobody"), "{found:?}");
        }
        assert_eq!(
            found("{ ft.audience: [partner, intrenal] }"),
            ["intrenal | no edition is for the audience `intrenal` | did you mean `internal`?"]
        );
        assert_eq!(
            found("{ ft.audience: 'partner, staff' }"),
            ["'partner, staff' | no edition is for the audience `staff` | name an audience of one of the `editions`"]
        );
        let without = Config::read(FileId(0), "metadata: { ft.audience: staff }");
        assert_eq!(without.diagnostics, [], "a project without editions knows no audience");
    }

    #[test]
    fn docfx_metadata_is_read_as_closely() {
        for (metadata, count) in
            [(r#""ft.audiance": "x""#, 1), (r#""ft.audience": []"#, 1), (r#""ft.audience": "x""#, 0)]
        {
            let text = format!(r#"{{"content": "*.md", "globalMetadata": {{{metadata}}}}}"#);
            assert_eq!(ProjectFile::from_docfx(FileId(0), &text).diagnostics.len(), count, "{metadata}");
        }
    }
}

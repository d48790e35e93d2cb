//! Keys of `waybook.yml` without a value. For most of them that is the default; where it decides what is published and to
//! whom, it is an error.

use super::values::Reader;
use crate::syntax::yaml::{Node, Value};

/// Keys whose value decides what is published and to whom. Left empty, nobody can tell what was meant.
pub(super) const NEVER_EMPTY: [&str; 15] = [
    "content",
    "include",
    "exclude",
    "resources",
    "exclude_resources",
    "engagements",
    "output",
    "theme",
    "base_theme",
    "editions",
    "languages",
    "versions",
    "findings",
    "fonts",
    "reports",
];

/// Keys below others of which the same is true.
pub(super) const NEVER_EMPTY_BELOW: [(&str, &str); 3] =
    [("reports", "edition"), ("reports", "earlier"), ("reports", "formats")];

/// Reports keys without a value where that would publish something else than what was meant.
pub(super) fn check(root: &Node, reader: &mut Reader) {
    for (key, node) in root.entries() {
        let is_empty = node.is_null() || matches!(&node.value, Value::Map(entries) if entries.is_empty());
        if is_empty && NEVER_EMPTY.contains(&key.text.as_str()) {
            let message = format!("`{}` has no value", key.text);
            reader.report_at(key.span, message, "give it a value, or remove the line".to_owned());
        }
    }
    for (outer, name) in NEVER_EMPTY_BELOW {
        let entries = root.get(outer).map(Node::entries).unwrap_or_default();
        for (key, _) in entries.into_iter().filter(|(key, node)| key.text == name && node.is_null()) {
            let message = format!("`{outer}.{name}` has no value");
            reader.report_at(key.span, message, "give it a value, or remove the line".to_owned());
        }
    }
}

//! Values that need more than their kind: paths that stay in the project, globs, addresses, colours.

use std::collections::BTreeMap;

use super::{NamedAudience, NamedPath, PathRole};
use crate::diagnostic::{Code, Diagnostic};
use crate::syntax::yaml::{Key, Node};
use crate::text::{Span, VirtualPath, nearest};

/// Names that no folder of Windows can have, whatever its extension.
const DEVICES: [&str; 22] = [
    "con", "prn", "aux", "nul", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9", "lpt1", "lpt2",
    "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9",
];

/// Reads values and gathers what is wrong with them, and the paths that they name.
#[derive(Default)]
pub(super) struct Reader {
    pub(super) diagnostics: Vec<Diagnostic>,
    pub(super) named: Vec<NamedPath>,
    pub(super) versions: BTreeMap<String, Span>,
    pub(super) audiences: Vec<NamedAudience>,
}

impl Reader {
    /// A path inside the project.
    pub(super) fn path(&mut self, node: Option<&Node>, role: PathRole) -> Option<VirtualPath> {
        let node = node?;
        let text = node.text()?;
        if text.trim().is_empty() && role != PathRole::Language {
            self.report(node, "the path is empty".to_owned(), "name a folder or file inside the project, as `site`");
            return None;
        }
        let absolute = text.starts_with(['/', '\\', '~']) || text.as_bytes().get(1) == Some(&b':');
        let Some(path) = VirtualPath::new(text).filter(|_| !absolute) else {
            let message = format!("`{text}` lies outside of the project folder");
            self.report(node, message, "name a folder or file inside the project, as `site`");
            return None;
        };
        if role == PathRole::Output && path == VirtualPath::root() {
            self.report(node, "the output would replace the project folder".to_owned(), "name a folder, as `site`");
            return None;
        }
        self.named.push(NamedPath { path: path.clone(), span: node.span, role });
        Some(path)
    }

    /// The globs among the items that can be used.
    pub(super) fn globs(&mut self, node: &Node) -> Vec<String> {
        node.items().iter().filter_map(|item| self.glob(item)).collect()
    }

    fn glob(&mut self, node: &Node) -> Option<String> {
        let glob = glob(node.text()?);
        if let Err(error) = globset::Glob::new(&glob) {
            self.report(node, format!("not a glob: {}", error.kind()), "write it as `archive/**` or `**/*.md`");
            return None;
        }
        Some(glob)
    }

    /// An absolute address.
    pub(super) fn url(&mut self, node: &Node) -> Option<String> {
        let text = node.text()?;
        let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
        if host.is_none_or(|host| host.is_empty() || host.contains(char::is_whitespace)) {
            self.report(node, format!("`{text}` is no absolute address"), "begin it with `https://`");
            return None;
        }
        Some(text.to_owned())
    }

    /// A colour as `#rrggbb`, from that or from `#rgb`.
    pub(super) fn color(&mut self, node: &Node) -> Option<String> {
        let text = node.text()?;
        let digits = text.strip_prefix('#').filter(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()));
        match digits.map(str::to_ascii_lowercase) {
            Some(digits) if digits.len() == 6 => Some(format!("#{digits}")),
            Some(digits) if digits.len() == 3 => {
                Some(digits.chars().fold("#".to_owned(), |out, c| format!("{out}{c}{c}")))
            }
            _ => {
                self.report(node, format!("`{text}` is no colour"), "write it as `\"#0b6e6e\"`, in quotes");
                None
            }
        }
    }

    /// Whether a key can name a folder of the output on every machine. `taken` are names that have a meaning there.
    pub(super) fn is_folder_name(&mut self, key: &Key, what: &str, taken: &[&str]) -> bool {
        let plain = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_');
        if key.text.is_empty() || !key.text.chars().all(plain) {
            let message = format!("`{}` cannot name a folder", key.text);
            self.report_at(key.span, message, format!("use letters, digits, `-` and `_` for the {what}"));
            return false;
        }
        self.is_free(key, what, taken)
    }

    /// Whether nothing else has a name in the output that a key wants.
    pub(super) fn is_free(&mut self, key: &Key, what: &str, taken: &[&str]) -> bool {
        let name = key.text.to_lowercase();
        let stem = name.split('.').next().unwrap_or_default();
        if !taken.contains(&name.as_str()) && !DEVICES.contains(&stem) {
            return true;
        }
        let message = format!("`{}` cannot name the folder of the {what}: the name is taken", key.text);
        self.report_at(key.span, message, "choose another name".to_owned());
        false
    }

    /// Reports names that differ in case alone: on many disks their folders are one.
    pub(super) fn report_collisions(&mut self, keys: &[&Key], what: &str) {
        let mut first: BTreeMap<String, &Key> = BTreeMap::new();
        for key in keys {
            let Some(before) = first.insert(key.text.to_lowercase(), key) else { continue };
            let message = format!("`{}` and `{}` would share a folder", before.text, key.text);
            let finding = Diagnostic::at(Code::InvalidConfig, key.span, message).related(before.span, "the first one");
            self.diagnostics.push(finding.help(format!("name each {what} so that more than case tells them apart")));
        }
    }

    /// Reports a value that is none of some names, with the nearest one.
    pub(super) fn report_unknown<'n>(
        &mut self,
        node: &Node,
        message: String,
        names: impl Iterator<Item = &'n str> + Clone,
    ) {
        let near = nearest(node.text().unwrap_or_default(), names.clone());
        let known: Vec<String> = names.map(|name| format!("`{name}`")).collect();
        let help = match (near, known.as_slice()) {
            (Some(near), _) => format!("did you mean `{near}`?"),
            (None, []) => "remove the line".to_owned(),
            (None, known) => format!("use one of {}", known.join(", ")),
        };
        self.report(node, message, &help);
    }

    /// Reports a value that cannot be used.
    pub(super) fn report(&mut self, node: &Node, message: String, help: &str) {
        self.report_at(node.span, message, help.to_owned());
    }

    /// Reports what is wrong at a place.
    pub(super) fn report_at(&mut self, span: Span, message: String, help: String) {
        self.diagnostics.push(Diagnostic::at(Code::InvalidConfig, span, message).help(help));
    }
}

/// A glob in the form that globset takes: `/` between parts, `**` only as a whole part, no `./` before it.
pub(super) fn glob(text: &str) -> String {
    let text = text.replace('\\', "/");
    let text = text.trim_start_matches("./").trim_start_matches('/');
    let folder = text.ends_with('/');
    let mut parts: Vec<String> = text.split('/').filter(|part| !part.is_empty() && *part != ".").map(whole).collect();
    if folder {
        parts.push("**".to_owned());
    }
    parts.join("/")
}

/// `**` inside of a part means no more than `*`.
fn whole(part: &str) -> String {
    let mut part = part.to_owned();
    while part != "**" && part.contains("**") {
        part = part.replace("**", "*");
    }
    part
}

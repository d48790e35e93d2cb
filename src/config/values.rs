//! Values that need more than their kind: paths that stay in the project, globs, addresses, colours.

use crate::diagnostic::{Code, Diagnostic};
use crate::syntax::yaml::{Key, Node};
use crate::text::VirtualPath;

/// Reads values and gathers what is wrong with them.
pub(super) struct Reader {
    pub(super) diagnostics: Vec<Diagnostic>,
}

/// What a path is for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// Something is read from there; the project folder itself is allowed.
    Source,
    /// The output goes there: never the project folder itself.
    Output,
}

impl Reader {
    /// A path inside the project.
    pub(super) fn path(&mut self, node: Option<&Node>, role: Role) -> Option<VirtualPath> {
        let node = node?;
        let text = node.text()?;
        let absolute = text.starts_with(['/', '\\', '~']) || text.as_bytes().get(1) == Some(&b':');
        let Some(path) = VirtualPath::new(text).filter(|_| !absolute) else {
            let message = format!("`{text}` lies outside of the project folder");
            self.report(node, message, "name a folder or file inside the project, as `site`");
            return None;
        };
        if role == Role::Output && path == VirtualPath::root() {
            self.report(node, "the output would replace the project folder".to_owned(), "name a folder, as `site`");
            return None;
        }
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

    /// Whether a key can name a folder of the output.
    pub(super) fn is_folder_name(&mut self, key: &Key, what: &str) -> bool {
        let fits = !key.text.is_empty() && key.text.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '_');
        if !fits {
            let finding = Diagnostic::at(Code::InvalidConfig, key.span, format!("`{}` cannot name a folder", key.text));
            self.diagnostics.push(finding.help(format!("use letters, digits, `-` and `_` for the {what}")));
        }
        fits
    }

    fn report(&mut self, node: &Node, message: String, help: &str) {
        self.diagnostics.push(Diagnostic::at(Code::InvalidConfig, node.span, message).help(help));
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

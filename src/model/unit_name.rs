//! The form in which two names of a unit are compared. Tools spell one name in many ways; what is equal here is one unit.

use crate::text::comparable;

/// What tools write before a name without meaning anything by it.
const PREFIXES: [&str; 2] = ["smtp:", "x500:"];

/// The name of a unit for comparison: case, blanks, prefixes of address types, the encoding of an address, slashes around it
/// and braces around an id do not count.
///
/// ```
/// use waybook::model::unit_name;
/// assert_eq!(unit_name("SMTP:Ana@Contoso.example"), unit_name(" ana@contoso.example "));
/// assert_eq!(unit_name("https://x.example/sites/A%20b/"), unit_name("https://x.example/sites/a b"));
/// ```
pub fn unit_name(text: &str) -> String {
    let mut name = comparable(text);
    while let Some(rest) = PREFIXES.iter().find_map(|prefix| name.strip_prefix(prefix)) {
        name = rest.trim_start().to_owned();
    }
    if name.contains("://") {
        name = comparable(&decoded(&name));
    } else if let Some(address) = below_tenant(&name) {
        name = address.to_owned();
    }
    let bare = name.trim_end_matches(['/', '\\']);
    // Two backslashes begin the path of a share.
    let bare = if bare.starts_with("\\\\") { bare } else { bare.trim_start_matches('/') };
    let bare = bare.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')).unwrap_or(bare);
    if bare.len() < name.len() { bare.to_owned() } else { name }
}

/// The address in `contoso.onmicrosoft.com\ana@contoso.example`.
fn below_tenant(name: &str) -> Option<&str> {
    let (tenant, rest) = name.split_once(['\\', '/'])?;
    (tenant.contains('.') && !tenant.contains('@') && rest.contains('@') && !rest.contains(['\\', '/'])).then_some(rest)
}

/// An address with `%20` and its like replaced by what they stand for; as it is where that is no text.
fn decoded(address: &str) -> String {
    if !address.contains('%') {
        return address.to_owned();
    }
    let bytes = address.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let code = address.get(at + 1..at + 3).filter(|_| bytes[at] == b'%');
        match code
            .filter(|code| code.bytes().all(|byte| byte.is_ascii_hexdigit()))
            .map(|code| u8::from_str_radix(code, 16))
        {
            Some(Ok(byte)) => {
                out.push(byte);
                at += 3;
            }
            _ => {
                out.push(bytes[at]);
                at += 1;
            }
        }
    }
    String::from_utf8(out).unwrap_or_else(|_| address.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_name_are_equal() {
        let cases = [
            ("SMTP:Ana@X.example", "ana@x.example"),
            ("smtp: ana@x.example", "ana@x.example"),
            ("contoso.onmicrosoft.com\\ana@x.example", "ana@x.example"),
            ("/ana@x.example", "ana@x.example"),
            ("https://x.example/sites/A%20%c3%84/", "https://x.example/sites/a ä"),
            ("https://x.example/sites/100%", "https://x.example/sites/100%"),
            ("https://x.example/sites/%ff", "https://x.example/sites/%ff"),
            ("https://x.example/sites/%+1", "https://x.example/sites/%+1"),
            ("\\\\FS1\\Share\\", "\\\\fs1\\share"),
            ("{0B1C-AA}", "0b1c-aa"),
            ("X500:/o=Org/ou=Unit/cn=Ana", "o=org/ou=unit/cn=ana"),
            ("C:\\Data\\a@b", "c:\\data\\a@b"),
            ("/", ""),
        ];
        for (text, expected) in cases {
            assert_eq!(unit_name(text), expected, "{text}");
        }
    }

    #[test]
    fn different_names_stay_different() {
        let pairs = [
            ("\\\\fs1\\share", "\\fs1\\share"),
            ("http://x.example/a", "https://x.example/a"),
            ("https://x.example/a%2fb", "https://x.example/a%252fb"),
            ("ana@x.example", "ana@y.example"),
        ];
        for (one, other) in pairs {
            assert_ne!(unit_name(one), unit_name(other));
        }
    }
}

//! `file:` addresses and the paths that they stand for.

use std::path::{Path, PathBuf};
use std::str::FromStr;

use lsp_types::Uri;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

/// What stands for itself in a path of an address.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'/').remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The path of a `file:` address on this machine; none for all others.
pub fn path(uri: &Uri) -> Option<PathBuf> {
    let (scheme, rest) = uri.as_str().split_once("://")?;
    let (host, path) = rest.split_at(rest.find('/')?);
    let here = host.is_empty() || host.eq_ignore_ascii_case("localhost");
    if !scheme.eq_ignore_ascii_case("file") || !here {
        return None;
    }
    let path = path.split(['?', '#']).next().unwrap_or(path);
    let decoded = percent_decode_str(path).decode_utf8().ok()?.into_owned();
    let plain = !decoded.contains('\0');
    // `/c:/folder` on a machine with drives.
    let drive = cfg!(windows) && decoded.as_bytes().get(2) == Some(&b':');
    plain.then(|| PathBuf::from(if drive { &decoded[1..] } else { &decoded }))
}

/// The address of a path; none if it is not Unicode.
pub fn uri(path: &Path) -> Option<Uri> {
    let text = path.to_str()?.replace(std::path::MAIN_SEPARATOR, "/");
    let slash = if text.starts_with('/') { "" } else { "/" };
    Uri::from_str(&format!("file://{slash}{}", utf8_percent_encode(&text, ENCODED))).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path_of(text: &str) -> Option<PathBuf> {
        path(&Uri::from_str(text).expect("it is an address"))
    }

    #[test]
    #[cfg(unix)]
    fn a_path_has_an_address_and_back() {
        for text in ["/a b/ä#?%25.md", "/任务/x.md", "/"] {
            let address = uri(Path::new(text)).expect("it is Unicode");
            assert_eq!(path(&address), Some(PathBuf::from(text)), "{}", address.as_str());
        }
        assert_eq!(path_of("file:///a%20b/c%3A.md"), Some(PathBuf::from("/a b/c:.md")));
        assert_eq!(path_of("file://localhost/a.md"), Some(PathBuf::from("/a.md")));
    }

    #[test]
    fn what_is_no_file_of_this_machine_has_no_path() {
        for text in
            ["untitled:Untitled-1", "https://example.com/a.md", "file://server/a.md", "file:///%ff", "file:///a%00"]
        {
            assert_eq!(path_of(text), None, "{text}");
        }
    }
}

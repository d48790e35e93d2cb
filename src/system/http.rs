//! What the server says of a file: its type, and the part of it that was asked for.

use std::ops::Range;

/// The type of a file by its extension.
pub fn content_type(path: &str) -> &'static str {
    let extension = path.rsplit_once('.').map_or("", |(_, extension)| extension);
    match extension.to_ascii_lowercase().as_str() {
        "html" | "htm" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "json" | "map" => "application/json; charset=utf-8",
        "xml" => "application/xml; charset=utf-8",
        "txt" | "md" => "text/plain; charset=utf-8",
        "csv" => "text/csv; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "avif" => "image/avif",
        "ico" => "image/x-icon",
        "mp4" | "m4v" => "video/mp4",
        "webm" => "video/webm",
        "mp3" => "audio/mpeg",
        "woff2" => "font/woff2",
        "woff" => "font/woff",
        "pdf" => "application/pdf",
        "zip" => "application/zip",
        "docx" => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "pptx" => "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        "xlsx" => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "wasm" => "application/wasm",
        _ => "application/octet-stream",
    }
}

/// What part of a file was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// All of it.
    Whole,
    /// These bytes.
    Some(Range<u64>),
    /// Bytes that it does not have.
    None,
}

/// Reads a `Range` header for a file of a length. Several ranges at once, and what cannot be read, mean the whole.
pub fn part(header: Option<&str>, len: u64) -> Part {
    let Some(range) = header.and_then(|header| header.trim().strip_prefix("bytes=")) else { return Part::Whole };
    let Some((start, end)) = range.split_once('-') else { return Part::Whole };
    let number = |text: &str| text.trim().parse::<u64>().ok();
    let range = match (start.trim(), end.trim()) {
        ("", suffix) => number(suffix).map(|suffix| len.saturating_sub(suffix)..len),
        (start, "") => number(start).map(|start| start..len),
        (start, end) => number(start)
            .zip(number(end))
            .filter(|(start, end)| start <= end)
            .map(|(start, end)| start..end.saturating_add(1).min(len)),
    };
    match range {
        None => Part::Whole,
        Some(range) if range.start < range.end => Part::Some(range),
        Some(_) => Part::None,
    }
}

/// Whether a `Host` header names this machine or the name that was allowed: a page of another site that has its name
/// led to this machine must not read what is served.
pub fn is_own_host(header: &str, allowed: Option<&str>) -> bool {
    let name = match header.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or_default(),
        None => header.split(':').next().unwrap_or_default(),
    };
    let own = ["localhost", "127.0.0.1", "::1"].into_iter().chain(allowed);
    own.into_iter().any(|own| own.trim_matches(['[', ']']).eq_ignore_ascii_case(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_read_as_media_players_write_them() {
        assert_eq!(part(None, 10), Part::Whole);
        assert_eq!(part(Some("bytes=0-"), 10), Part::Some(0..10));
        assert_eq!(part(Some("bytes=2-3"), 10), Part::Some(2..4));
        assert_eq!(part(Some("bytes=2-99"), 10), Part::Some(2..10));
        assert_eq!(part(Some("bytes=-4"), 10), Part::Some(6..10));
        assert_eq!(part(Some("bytes=10-"), 10), Part::None);
        assert_eq!(part(Some("bytes=3-2"), 10), Part::Whole);
        assert_eq!(part(Some("bytes=0-1,4-5"), 10), Part::Whole);
        assert_eq!(part(Some("pages=1-2"), 10), Part::Whole);
    }

    #[test]
    fn foreign_names_are_not_ours() {
        for host in ["localhost:4000", "127.0.0.1", "LOCALHOST", "[::1]:4000"] {
            assert!(is_own_host(host, None), "{host}");
        }
        for host in ["evil.example:4000", "localhost.evil.example", "127.0.0.1.evil.example", "", "[::2]"] {
            assert!(!is_own_host(host, None), "{host}");
        }
        assert!(is_own_host("docs.local:4000", Some("docs.local")));
    }
}

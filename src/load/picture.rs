//! How large pictures are drawn, told by their first bytes: a page that knows it does not jump when they come.

use super::files::Found;
use crate::output::Extent;
use crate::syntax::markdown::attribute;
use crate::system::System;

/// Pictures that browsers show.
const PICTURES: [&str; 7] = ["png", "jpg", "jpeg", "gif", "webp", "avif", "svg"];
/// Photographs may have long notes before what tells their size.
const OPENING: usize = 256 * 1024;
/// A drawing that says its shape alone is as wide as its column; this is wider than any.
const WIDEST: f64 = 1200.0;

/// The extent of a picture; nothing where a file is none, or does not tell.
pub(super) fn extent(system: &dyn System, found: &Found) -> Option<Extent> {
    let extension = found.path.extension().to_lowercase();
    if !PICTURES.contains(&extension.as_str()) {
        return None;
    }
    let opening = system.opening(&found.disk, OPENING).ok()?;
    match extension.as_str() {
        "svg" => drawn(&String::from_utf8_lossy(&opening)),
        _ => measured(&opening),
    }
}

fn measured(opening: &[u8]) -> Option<Extent> {
    let size = imagesize::blob_size(opening).ok()?;
    extent_of(size.width as f64, size.height as f64)
}

/// The extent of a drawing: of its own size, else of its shape.
fn drawn(svg: &str) -> Option<Extent> {
    let tag = &svg[svg.find("<svg")?..];
    let tag = &tag[..tag.find('>')?];
    let length = |name: &str| {
        let (_, value) = attribute(tag, name)?;
        let value = value.trim();
        value.strip_suffix("px").unwrap_or(value).trim().parse::<f64>().ok()
    };
    let shape = || {
        let (_, value) = attribute(tag, "viewBox")?;
        let numbers: Vec<f64> =
            value.split([' ', ',']).filter(|part| !part.is_empty()).map_while(|part| part.parse().ok()).collect();
        let [_, _, width, height] = numbers[..] else { return None };
        (width > 0.0 && height > 0.0).then_some((width, height))
    };
    match (length("width"), length("height"), shape()) {
        (Some(width), Some(height), _) => extent_of(width, height),
        (Some(width), None, Some((w, h))) => extent_of(width, width * h / w),
        (None, Some(height), Some((w, h))) => extent_of(height * w / h, height),
        (None, None, Some((w, h))) => extent_of(w.max(WIDEST), h * w.max(WIDEST) / w),
        _ => None,
    }
}

fn extent_of(width: f64, height: f64) -> Option<Extent> {
    let pixels = |length: f64| (1.0..=100_000.0).contains(&length).then_some(length.round() as u32);
    Some(Extent { width: pixels(width)?, height: pixels(height)? })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn svg(attributes: &str) -> Option<(u32, u32)> {
        let text = format!(
            "<?xml version=\"1.0\"?>\n<!-- drawn --><svg xmlns=\"http://www.w3.org/2000/svg\" {attributes}><path/></svg>"
        );
        drawn(&text).map(|Extent { width, height }| (width, height))
    }

    #[test]
    fn a_drawing_says_its_size_or_its_shape() {
        assert_eq!(svg("width=\"300\" height='150px'"), Some((300, 150)));
        assert_eq!(svg("width=\"300\" viewBox=\"0 0 600 200\""), Some((300, 100)));
        assert_eq!(svg("height=\"300\" viewBox=\"0 0 600 200\""), Some((900, 300)));
        assert_eq!(svg("viewBox=\"0 0 1000 420\""), Some((1200, 504)));
        assert_eq!(svg("viewBox=\"0,0,2400,100\" width=\"100%\""), Some((2400, 100)));
    }

    #[test]
    fn what_tells_nothing_has_no_extent() {
        for attributes in ["", "width=\"50%\" height=\"2em\"", "viewBox=\"0 0 0 10\"", "viewBox=\"a b\"", "width=\"3\""]
        {
            assert_eq!(svg(attributes), None, "{attributes}");
        }
        assert_eq!(drawn("<svg"), None);
        assert_eq!(drawn("no drawing"), None);
        assert_eq!(measured(b"\x89PNG"), None);
        assert_eq!(measured(b""), None);
    }

    #[test]
    fn a_picture_is_measured_by_its_first_bytes() {
        let png = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\x01\x2c\0\0\0\x96\x08\x06\0\0\0";
        assert_eq!(measured(png), Some(Extent { width: 300, height: 150 }));
        let gif = b"GIF89a\x2c\x01\x96\0\0\0\0";
        assert_eq!(measured(gif), Some(Extent { width: 300, height: 150 }));
    }
}

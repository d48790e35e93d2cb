//! Text within XML.

/// Text made safe for XML, between tags and in attributes; characters that XML cannot hold are left out.
pub fn xml_escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' | '\t' => out.push(c),
            '\u{fffe}' | '\u{ffff}' => {}
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_xml_cannot_hold_is_left_out_and_its_marks_are_escaped() {
        assert_eq!(
            xml_escaped("<a b=\"1\">R&D\u{0}\u{1b}\u{ffff}</a>\n"),
            "&lt;a b=&quot;1&quot;&gt;R&amp;D&lt;/a&gt;\n"
        );
    }
}

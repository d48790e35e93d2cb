//! The part of a code file that a page shows: a range of lines, a named region, or all of it.

/// Selects what a snippet's query asks for, without the indentation that all its lines share.
/// None where the region is not there.
pub(super) fn select(text: &str, address: &str) -> Option<String> {
    let (_, query) = address.split_once(['?', '#']).unwrap_or((address, ""));
    let lines: Vec<&str> = text.trim_start_matches('\u{feff}').lines().collect();
    let value = |name: &str| query.split('&').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='));
    let chosen = if let Some(range) = value("range") {
        ranges(&lines, range)
    } else if let Some(name) = value("name") {
        region(&lines, name)?
    } else if let (Some(start), end) = (value("start"), value("end")) {
        ranges(&lines, &format!("{start}-{}", end.unwrap_or_default()))
    } else if let Some(range) = query.strip_prefix('L').filter(|_| query.contains(|c: char| c.is_ascii_digit())) {
        ranges(&lines, &range.replace('L', ""))
    } else if query.is_empty() || query.contains('=') {
        lines
    } else {
        region(&lines, query)?
    };
    Some(dedented(&chosen))
}

/// `2-5,8,10-`
fn ranges<'a>(lines: &[&'a str], list: &str) -> Vec<&'a str> {
    let mut chosen = Vec::new();
    for range in list.split(',') {
        let (start, end) = range.split_once('-').unwrap_or((range, range));
        let start: usize = start.trim().parse().unwrap_or(1);
        let end: usize = end.trim().parse().unwrap_or(lines.len());
        chosen.extend(lines.iter().take(end).skip(start.max(1) - 1).copied());
    }
    chosen
}

/// Between `<Name>` and `</Name>`, or `#region Name` and `#endregion`.
fn region<'a>(lines: &[&'a str], name: &str) -> Option<Vec<&'a str>> {
    let lower = name.to_lowercase();
    let opens = |line: &str| {
        let line = line.trim().to_lowercase();
        line.ends_with(&format!("<{lower}>"))
            || line.contains(&format!("#region {lower}"))
            || line.contains(&format!("<snippet{lower}>"))
    };
    let closes = |line: &str| {
        let line = line.trim().to_lowercase();
        line.contains(&format!("</{lower}>"))
            || line.contains("#endregion")
            || line.contains(&format!("</snippet{lower}>"))
    };
    let start = lines.iter().position(|line| opens(line))?;
    Some(lines[start + 1..].iter().take_while(|line| !closes(line)).copied().collect())
}

fn dedented(lines: &[&str]) -> String {
    let depth = |line: &&&str| line.len() - line.trim_start_matches([' ', '\t']).len();
    let shared = lines.iter().filter(|line| !line.trim().is_empty()).map(|line| depth(&line)).min().unwrap_or(0);
    let cut: Vec<&str> = lines.iter().map(|line| line.get(shared..).unwrap_or_default()).collect();
    cut.join("\n").trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::select;

    const TEXT: &str = "one\n  // <Two>\n  two\n    three\n  // </Two>\nfour\n";

    #[test]
    fn ranges_regions_and_the_whole_are_chosen() {
        assert_eq!(select(TEXT, "a.ps1?range=1,6").as_deref(), Some("one\nfour"));
        assert_eq!(select(TEXT, "a.ps1?name=Two").as_deref(), Some("two\n  three"));
        assert_eq!(select(TEXT, "a.ps1#L3-L4").as_deref(), Some("two\n  three"));
        assert_eq!(select(TEXT, "a.ps1?name=Five"), None);
        assert_eq!(select(TEXT, "a.ps1").map(|text| text.lines().count()), Some(6));
    }
}

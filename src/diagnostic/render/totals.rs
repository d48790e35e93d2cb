//! How often each rule spoke: a table for the end of a long list.

use std::collections::BTreeMap;
use std::fmt::Write;

use crate::diagnostic::{Code, Diagnostic, Severity};

/// A line for each rule that found something, the graver and then the more frequent first.
pub fn totals(diagnostics: &[Diagnostic]) -> String {
    let mut counts: BTreeMap<(Severity, Code), usize> = BTreeMap::new();
    for found in diagnostics {
        *counts.entry((found.severity, found.code)).or_default() += 1;
    }
    let mut rows: Vec<((Severity, Code), usize)> = counts.into_iter().collect();
    rows.sort_by_key(|((severity, code), count)| (*severity, std::cmp::Reverse(*count), *code));
    let name = rows.iter().map(|((_, code), _)| code.as_str().len()).max().unwrap_or(0);
    let number = rows.iter().map(|(_, count)| count.to_string().len()).max().unwrap_or(0);
    let mut out = String::new();
    for ((severity, code), count) in rows {
        let (word, code_name) = (severity.as_str(), code.as_str());
        let _ = writeln!(out, "  {count:>number$}  {word:<7}  {code_name:<name$}  {}", code.summary());
    }
    out
}

#[cfg(test)]
mod tests {
    use super::totals;
    use crate::diagnostic::{Code, Diagnostic};

    #[test]
    fn graver_rules_come_first_then_the_more_frequent() {
        let of = |code, count| vec![Diagnostic::new(code, "x"); count];
        let all = [of(Code::AliasUsed, 12), of(Code::Safelink, 1), of(Code::BrokenLink, 2), of(Code::UrlConflict, 1)];
        let text = totals(&all.concat());
        let names: Vec<&str> = text.lines().filter_map(|line| line.split_whitespace().nth(2)).collect();
        assert_eq!(names, ["url-conflict", "broken-link", "safelink", "alias-used"]);
        assert!(text.starts_with("   1  error    url-conflict  Two pages"), "{text}");
    }
}

//! What can be done about findings: the fix of one, all of one rule in the file, all safe ones in the file.

use std::collections::BTreeSet;

use crate::diagnostic::{Code, Diagnostic, Edit, Fix, Safety};
use crate::mend::{applied, together};
use crate::text::{Source, Span};

/// Something that an editor can do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Action {
    /// What it does.
    pub title: String,
    /// What kind it is.
    pub kind: Kind,
    /// The finding that it mends, by its index, if it is one.
    pub found: Option<usize>,
    /// Whether there is no other answer.
    pub sure: bool,
    /// The edits, in order and apart.
    pub edits: Vec<Edit>,
}

/// What kind of thing an action is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// For a finding where the cursor stands.
    Mend,
    /// For the whole file, at once.
    MendAll,
}

/// What can be done at a place of a file about these findings.
pub fn actions(found: &[Diagnostic], source: &Source, at: Span) -> Vec<Action> {
    let here = |diagnostic: &Diagnostic| diagnostic.primary.as_ref().is_some_and(|label| touches(label.span, at));
    let mut actions = Vec::new();
    let mut codes: BTreeSet<Code> = BTreeSet::new();
    for (index, diagnostic) in found.iter().enumerate().filter(|(_, one)| is_in(source, one) && here(one)) {
        let Some(fix) = diagnostic.mendable(Safety::Likely) else { continue };
        let (edits, _) = together(source.id, &source.text, &[fix]);
        if edits.is_empty() {
            continue;
        }
        actions.push(Action {
            title: sentence(&fix.title),
            kind: Kind::Mend,
            found: Some(index),
            sure: fix.safety == Safety::Safe,
            edits: edits.into_iter().cloned().collect(),
        });
        codes.insert(diagnostic.code);
    }
    // The sure ones first; each kind keeps its order.
    actions.sort_by_key(|action| !action.sure);
    for code in codes {
        let fixes: Vec<&Fix> = safe(found.iter().filter(|one| one.code == code), source);
        let (edits, made) = together(source.id, &source.text, &fixes);
        if made > 1 {
            let title = format!("Mend all {made} findings of {code} in this file");
            let edits = edits.into_iter().cloned().collect();
            actions.push(Action { title, kind: Kind::Mend, found: None, sure: false, edits });
        }
    }
    let (edits, made) = together(source.id, &source.text, &safe(found.iter(), source));
    if made > 0 {
        let title = "Mend everything in this file that has one answer".to_owned();
        let edits = edits.into_iter().cloned().collect();
        actions.push(Action { title, kind: Kind::MendAll, found: None, sure: false, edits });
    }
    actions
}

/// The text after all fixes that have one answer and can be made together; nothing where there are none.
pub fn mended(found: &[Diagnostic], source: &Source) -> Option<String> {
    let done = applied(source.id, &source.text, &safe(found.iter(), source));
    (done.made > 0).then_some(done.text)
}

/// The fixes of a file that have one answer.
fn safe<'f>(found: impl Iterator<Item = &'f Diagnostic>, source: &Source) -> Vec<&'f Fix> {
    found.filter(|one| is_in(source, one)).filter_map(|one| one.mendable(Safety::Safe)).collect()
}

/// Whether a finding stands in a file.
fn is_in(source: &Source, found: &Diagnostic) -> bool {
    found.primary.as_ref().is_some_and(|label| label.span.file == source.id)
}

fn touches(span: Span, other: Span) -> bool {
    span.file == other.file && span.start <= other.end && other.start <= span.end
}

/// A title of ours as editors show titles.
fn sentence(title: &str) -> String {
    let mut letters = title.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{FileId, VirtualPath};

    const FILE: FileId = FileId(0);

    fn found(code: Code, at: usize, safety: Safety) -> Diagnostic {
        let span = Span::new(FILE, at, at + 1);
        let edits = vec![Edit { span, replacement: "X".to_owned() }];
        let finding = Diagnostic::at(code, span, "it is wrong");
        if safety == Safety::Safe { finding.fix("mend it", edits) } else { finding.likely_fix("guess it", edits) }
    }

    fn titles(found: &[Diagnostic], start: usize, end: usize) -> Vec<(String, usize)> {
        let source = Source::new(FILE, VirtualPath::root(), "abcdefghij");
        let actions = actions(found, &source, Span::new(FILE, start, end));
        actions.into_iter().map(|action| (action.title, action.edits.len())).collect()
    }

    #[test]
    fn what_is_sure_comes_first_and_only_that_is_done_to_the_whole_file() {
        let all = [
            found(Code::UnknownRole, 2, Safety::Likely),
            found(Code::AliasUsed, 2, Safety::Safe),
            found(Code::AliasUsed, 6, Safety::Safe),
        ];
        let expected = [
            ("Mend it", 1),
            ("Guess it", 1),
            ("Mend all 2 findings of alias-used in this file", 2),
            ("Mend everything in this file that has one answer", 2),
        ];
        assert_eq!(titles(&all, 2, 2), expected.map(|(title, edits)| (title.to_owned(), edits)));
        assert_eq!(titles(&all, 9, 10).len(), 1, "elsewhere only the whole file can be mended");
    }

    #[test]
    fn nothing_can_be_done_where_there_is_no_fix() {
        let plain = Diagnostic::at(Code::BrokenLink, Span::new(FILE, 0, 3), "it is gone");
        assert_eq!(titles(&[plain], 0, 1), []);
        assert_eq!(titles(&[found(Code::UnknownRole, 2, Safety::Likely)], 8, 9), []);
    }
}

//! The page of findings: what was found, counted by rule, page and owner. It knows no rules; whoever makes it says what
//! was found in plain words.

use std::collections::BTreeMap;

use serde::Serialize;

/// A page of findings.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FindingsPage {
    /// The playbook.
    pub playbook: String,
    /// The day, as it is written in the language of the page.
    pub day: String,
    /// The language, as a BCP 47 tag.
    pub language: String,
    /// Where the site begins; none for a page that stands alone.
    pub home: Option<String>,
    /// All of them counted.
    pub total: Count,
    /// Counted by rule.
    pub rules: Vec<RuleCount>,
    /// Counted by page.
    pub pages: Vec<GroupCount>,
    /// Counted by owner; empty where no page names one.
    pub owners: Vec<GroupCount>,
    /// Every finding.
    pub findings: Vec<Found>,
}

/// Findings by how grave they are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Count {
    /// All.
    pub all: usize,
    /// Errors.
    pub errors: usize,
    /// Warnings.
    pub warnings: usize,
    /// Notes.
    pub notes: usize,
}

/// The findings of one rule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RuleCount {
    /// Its code.
    pub code: String,
    /// What it is about.
    pub summary: String,
    /// How grave its gravest finding is: `error`, `warning`, `info`.
    pub severity: String,
    /// How grave that is as a number, for sorting.
    pub rank: usize,
    /// How many there are.
    pub count: usize,
}

/// The findings of one page or owner.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct GroupCount {
    /// The page's file or the owner's name; empty for what belongs to none.
    pub name: String,
    /// The address of the page, where it has one.
    pub href: Option<String>,
    /// Its findings.
    pub count: Count,
}

/// One finding.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Found {
    /// `error`, `warning` or `info`.
    pub severity: String,
    /// How grave that is as a number, for sorting.
    pub rank: usize,
    /// The rule.
    pub code: String,
    /// What the rule is about.
    pub summary: String,
    /// What was found.
    pub message: String,
    /// The way out.
    pub help: Option<String>,
    /// The file; empty where it is about none.
    pub file: String,
    /// The line.
    pub line: u32,
    /// Who owns the page.
    pub owner: String,
    /// The address of the page, where it has one.
    pub href: Option<String>,
}

/// What is on the page besides the findings.
#[derive(Clone, Debug, Default)]
pub struct Heading {
    /// The playbook.
    pub playbook: String,
    /// The day.
    pub day: String,
    /// The language.
    pub language: String,
    /// Where the site begins.
    pub home: Option<String>,
}

/// Counts findings and puts them into order.
pub fn findings(heading: Heading, found: Vec<Found>) -> FindingsPage {
    let mut rules: BTreeMap<String, RuleCount> = BTreeMap::new();
    let mut pages: BTreeMap<String, GroupCount> = BTreeMap::new();
    let mut owners: BTreeMap<String, GroupCount> = BTreeMap::new();
    let mut total = Count::default();
    for one in &found {
        total.add(one.rank);
        rules.entry(one.code.clone()).or_insert_with(|| RuleCount::of(one)).add(one);
        group(&mut pages, &one.file, one.href.as_ref()).add(one.rank);
        group(&mut owners, &one.owner, None).add(one.rank);
    }
    if owners.keys().all(String::is_empty) {
        owners.clear();
    }
    let mut rules: Vec<RuleCount> = rules.into_values().collect();
    rules.sort_by_key(|rule| (rule.rank, std::cmp::Reverse(rule.count)));
    let Heading { playbook, day, language, home } = heading;
    FindingsPage {
        playbook,
        day,
        language,
        home,
        total,
        rules,
        pages: sorted(pages),
        owners: sorted(owners),
        findings: found,
    }
}

fn group<'g>(groups: &'g mut BTreeMap<String, GroupCount>, name: &str, href: Option<&String>) -> &'g mut Count {
    let new = || GroupCount { name: name.to_owned(), href: href.cloned(), count: Count::default() };
    &mut groups.entry(name.to_owned()).or_insert_with(new).count
}

/// Those with the most errors, then warnings, then notes first.
fn sorted(groups: BTreeMap<String, GroupCount>) -> Vec<GroupCount> {
    let mut groups: Vec<GroupCount> = groups.into_values().collect();
    groups.sort_by_key(|group| std::cmp::Reverse((group.count.errors, group.count.warnings, group.count.notes)));
    groups
}

impl Count {
    fn add(&mut self, rank: usize) {
        self.all += 1;
        match rank {
            0 => self.errors += 1,
            1 => self.warnings += 1,
            _ => self.notes += 1,
        }
    }
}

impl RuleCount {
    fn of(found: &Found) -> Self {
        let Found { code, summary, severity, rank, .. } = found.clone();
        Self { code, summary, severity, rank, count: 0 }
    }

    fn add(&mut self, found: &Found) {
        self.count += 1;
        if found.rank < self.rank {
            (self.rank, self.severity) = (found.rank, found.severity.clone());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(code: &str, rank: usize, file: &str, owner: &str) -> Found {
        let severity = ["error", "warning", "info"][rank].to_owned();
        Found { severity, rank, code: code.into(), file: file.into(), owner: owner.into(), ..Found::default() }
    }

    #[test]
    fn everything_is_counted_once_by_rule_page_and_owner() {
        let all = vec![
            found("bare-url", 2, "a.md", "ann"),
            found("bare-url", 2, "b.md", "ann"),
            found("broken-link", 1, "b.md", "ann"),
            found("merge-conflict", 0, "c.md", ""),
        ];
        let page = findings(Heading::default(), all);
        assert_eq!(page.total, Count { all: 4, errors: 1, warnings: 1, notes: 2 });
        let rules: Vec<(&str, usize)> = page.rules.iter().map(|rule| (rule.code.as_str(), rule.count)).collect();
        assert_eq!(rules, [("merge-conflict", 1), ("broken-link", 1), ("bare-url", 2)]);
        let names = |groups: &[GroupCount]| groups.iter().map(|group| group.name.clone()).collect::<Vec<_>>();
        assert_eq!(names(&page.pages), ["c.md", "b.md", "a.md"]);
        assert_eq!(names(&page.owners), ["", "ann"]);
    }

    #[test]
    fn without_owners_there_is_no_table_of_them() {
        assert!(findings(Heading::default(), vec![found("bare-url", 2, "a.md", "")]).owners.is_empty());
    }
}

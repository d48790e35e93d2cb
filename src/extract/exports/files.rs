//! Which files an engagement means by its globs: those from its own folder, else from the project folder.

use globset::{GlobBuilder, GlobMatcher};

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::model::{Engagement, ExportSource};
use crate::text::{Source, Sources, VirtualPath};

use super::Hints;

/// One place where a glob may lead to, and the folder from which all its files can be reached.
#[derive(Debug)]
pub struct Glob {
    /// The folder above all that it can match.
    pub folder: VirtualPath,
    /// What everything that it can match begins with, case aside.
    start: String,
    /// None where the start is all of it: most engagements name their files.
    matcher: Option<GlobMatcher>,
}

impl Glob {
    fn new(path: &VirtualPath) -> Option<Self> {
        let plain = |part: &&str| !part.contains(['*', '?', '[', '{']);
        let above = path.parent();
        let parts: Vec<&str> = above.as_str().split('/').take_while(plain).collect();
        let special = |c: char| !c.is_ascii() || "*?[]{}\\".contains(c);
        let start = path.as_str().split(special).next().unwrap_or_default().to_owned();
        let glob = || GlobBuilder::new(path.as_str()).literal_separator(true).case_insensitive(true).build();
        let matcher = if start == path.as_str() { None } else { Some(glob().ok()?.compile_matcher()) };
        Some(Self { folder: VirtualPath::new(&parts.join("/"))?, start, matcher })
    }

    /// Whether a path is meant; a sheet of a workbook is meant with it.
    pub fn matches(&self, path: &VirtualPath) -> bool {
        let text = path.as_str();
        // Every engagement asks for every file of the project; most lie elsewhere.
        let begins = text.as_bytes().get(..self.start.len());
        if !begins.is_some_and(|begins| begins.eq_ignore_ascii_case(self.start.as_bytes())) {
            return false;
        }
        let is = |path: &str| match &self.matcher {
            None => path.len() == self.start.len(),
            Some(matcher) => matcher.is_match(path),
        };
        is(text) || text.split_once('#').is_some_and(|(book, _)| is(book))
    }
}

/// Where the exports that an engagement file names may lie. Globs that climb out of the project are left out.
pub fn places(file: &Source, glob: &str) -> Vec<Glob> {
    let mut paths: Vec<VirtualPath> =
        [file.path.parent().join(glob), VirtualPath::new(glob)].into_iter().flatten().collect();
    paths.dedup();
    paths.iter().filter_map(Glob::new).collect()
}

/// The exports of an engagement in order of path, each once. What a later entry says of a file counts.
pub(crate) fn named<'s>(file: &Source, engagement: &Engagement, sources: &'s Sources) -> Vec<(&'s Source, Hints)> {
    let mut files: std::collections::BTreeMap<&VirtualPath, (&Source, Hints)> = Default::default();
    for entry in &engagement.export_sources {
        for source in meant(file, &entry.files.value, sources) {
            files.insert(&source.path, (source, hints(entry)));
        }
    }
    files.into_values().collect()
}

/// The files that a glob of an engagement file means.
pub(crate) fn meant<'s>(file: &Source, glob: &str, sources: &'s Sources) -> Vec<&'s Source> {
    let matching = |glob: &Glob| {
        let table = |path: &VirtualPath| !["yml", "yaml", "md"].contains(&path.extension());
        let all = sources.iter().map(std::sync::Arc::as_ref);
        all.filter(|source| glob.matches(&source.path) && table(&source.path)).collect::<Vec<_>>()
    };
    places(file, glob).iter().map(matching).find(|files| !files.is_empty()).unwrap_or_default()
}

fn hints(entry: &ExportSource) -> Hints {
    let value = |text: &Option<crate::text::Spanned<String>>| text.as_ref().map(|text| text.value.clone());
    Hints {
        batch: value(&entry.batch),
        service: value(&entry.service),
        dates: entry.dates,
        decimals: entry.decimals,
        format: value(&entry.format),
    }
}

/// The finding about a glob that no file fits.
pub(crate) fn nothing(entry: &ExportSource) -> Diagnostic {
    let finding =
        Diagnostic::at(Code::UnreadableFile, entry.files.span, format!("no export at `{}`", entry.files.value));
    let finding = finding.help("name files from this file's folder or the project folder");
    Diagnostic { severity: Severity::Warning, ..finding }
}

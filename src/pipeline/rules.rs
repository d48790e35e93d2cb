//! Rules of one text, of one page, of one file's links: what they found is kept as long as what they look at is the same.

use std::sync::Arc;

use rayon::prelude::*;

use crate::check::switch::{self, Switch};
use crate::check::table_layout::table_layout;
use crate::check::{self, OnePage, links};
use crate::corpus::{Library, PageEntry};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::extract::playbook::Facts;
use crate::extract::{Page, Vocabulary};
use crate::memo::{LinkFindings, Memo, PageFindings, TextFindings, TextKey};
use crate::model::Process;
use crate::syntax::markdown::Document;
use crate::text::{FileId, QuickMap};

/// How many files one core takes in one go where each is but looked up.
const AT_ONCE: usize = 512;

/// What is wrong with each text by itself, and what its author switched off.
pub(super) fn texts_of<'p>(
    library: &Library<'_>,
    vocabulary: &Vocabulary,
    pages: impl Iterator<Item = &'p Arc<Page>>,
    memo: &mut Memo,
    found: &mut Vec<Diagnostic>,
) -> QuickMap<FileId, Arc<[Switch]>> {
    let mut read: Vec<(TextKey, &Arc<Page>, &Arc<Document>)> = pages
        .filter_map(|page| library.document(page.file).map(|document| ((page.file, document.hash), page, document)))
        .collect();
    read.sort_unstable_by_key(|(key, ..)| *key);
    read.dedup_by_key(|(key, ..)| *key);
    let keys: Vec<TextKey> = read.iter().map(|(key, ..)| *key).collect();
    // Off unless the project asks for it: `waybook fmt` looks for it too.
    let aligns = library.inputs.config.check.get(&Code::TableLayout).is_some_and(|wanted| *wanted != Severity::Off);
    let look = |key: &TextKey| {
        let at = keys.binary_search(key).expect("it is one of the keys");
        let (_, page, document) = read[at];
        let source = library.source(key.0);
        let mut findings = check::of_text(&check::Text { document, source, page, vocabulary });
        if aligns {
            findings.extend(table_layout(document, source));
        }
        Arc::new(TextFindings { findings, switches: switch::switches(document, source).into() })
    };
    let (texts, _) = memo.text_findings.renew(&keys, look);
    found.extend(texts.iter().flat_map(|text| text.findings.iter().cloned()));
    let switching = keys.iter().zip(texts).filter(|(_, text)| !text.switches.is_empty());
    switching.map(|((file, _), text)| (*file, text.switches.clone())).collect()
}

/// What is wrong with each page by itself: as before where page and process are the very same.
pub(super) fn pages_of(
    library: &Library<'_>,
    facts: &Facts,
    today: jiff::civil::Date,
    memo: &mut Memo,
) -> Vec<Diagnostic> {
    let known = &memo.page_findings;
    let look = |(entry, process): (&Arc<PageEntry>, &Arc<Process>)| {
        let same = |known: &PageFindings| {
            Arc::ptr_eq(&known.entry, entry) && Arc::ptr_eq(&known.process, process) && known.today == today
        };
        let found = || {
            let findings = check::of_page(&OnePage { library, entry, process, today });
            PageFindings { entry: entry.clone(), process: process.clone(), today, findings }
        };
        (!known.get(&entry.file).is_some_and(same)).then(found)
    };
    let pages = library.pages.par_iter().zip(&facts.processes).with_min_len(AT_ONCE);
    let new: Vec<PageFindings> = pages.filter_map(look).collect();
    memo.page_findings.extend(new.into_iter().map(|found| (found.entry.file, found)));
    if memo.page_findings.len() != library.pages.len() {
        memo.page_findings.retain(|file, _| library.page_of(*file).is_some());
    }
    let found = library.pages.iter().filter_map(|page| memo.page_findings.get(&page.file));
    found.flat_map(|found| found.findings.iter().cloned()).collect()
}

/// What is wrong with the links of pages and included files: as before where a file's text, what lies at which address
/// and the anchors it asks for are as before.
pub(super) fn links_of(library: &Library<'_>, included: &[FileId], memo: &mut Memo) -> Vec<Diagnostic> {
    let files: Vec<FileId> = library.pages.iter().map(|page| page.file).chain(included.iter().copied()).collect();
    let landmarks: Vec<_> = files.iter().map(|file| (*file, library.landmarks(*file))).collect();
    let still = memo.landmarks == landmarks;
    let known = &memo.links;
    let look = |file: &FileId| {
        let hash = library.document(*file).map(|document| document.hash);
        let basis = (library.signs(), library.division(), hash);
        let same = |known: &&Arc<LinkFindings>| {
            let consulted = || known.consulted.iter().all(|(file, digests)| library.landmarks(*file) == *digests);
            known.basis == basis && (still || consulted())
        };
        let known = known.get(file).filter(same).cloned();
        let found = known.unwrap_or_else(|| {
            let consulted = links::consulted(library, *file).into_iter().map(|file| (file, library.landmarks(file)));
            Arc::new(LinkFindings { basis, consulted: consulted.collect(), findings: links::of_file(library, *file) })
        });
        (*file, found)
    };
    let found: Vec<(FileId, Arc<LinkFindings>)> = files.par_iter().with_min_len(AT_ONCE).map(look).collect();
    let diagnostics = found.iter().flat_map(|(_, links)| links.findings.iter().cloned()).collect();
    memo.landmarks = landmarks;
    if memo.links.len() != found.len() {
        memo.links.clear();
    }
    for (file, links) in found {
        if memo.links.get(&file).is_none_or(|known| !Arc::ptr_eq(known, &links)) {
            memo.links.insert(file, links);
        }
    }
    diagnostics
}

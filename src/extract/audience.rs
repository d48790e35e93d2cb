//! What a page says to the readers of one edition: its process without what stands in blocks for others.

use std::collections::HashMap;
use std::sync::Arc;

use super::outline::{Label, Page};
use super::playbook::{Facts, Included, included};
use super::vocabulary::LabelKind;
use crate::config::Edition;
use crate::corpus::Library;
use crate::model::{ALL_SERVICES, Process, Step};
use crate::text::{FileId, QuickMap};

/// The processes that differ from edition to edition, by page and name of the edition.
pub type Divided = HashMap<(usize, String), Arc<Process>>;

/// The processes of pages with stretches for some readers only, one for each edition that has the page.
pub(super) fn divided(library: &Library<'_>, facts: &Facts, fragments: &QuickMap<FileId, Arc<Page>>) -> Divided {
    let mut found = Divided::new();
    if !library.has_divided() {
        return found;
    }
    let editions = &library.inputs.config.editions;
    let divided = library.pages.iter().enumerate().filter(|(_, page)| library.is_divided(page.file));
    for (index, entry) in divided {
        for edition in editions.iter().filter(|edition| entry.editions.contains(&edition.name)) {
            let included = included(library, &facts.pages[index], fragments, Some(edition));
            let part = Part { library, page: &facts.pages[index], edition };
            let process = part.process(&facts.processes[index], &included);
            found.insert((index, edition.name.clone()), Arc::new(process));
        }
    }
    found
}

/// A page in one edition.
struct Part<'a> {
    library: &'a Library<'a>,
    page: &'a Page,
    edition: &'a Edition,
}

impl Part<'_> {
    fn shows(&self, span: crate::text::Span) -> bool {
        self.library.shows(span, Some(self.edition))
    }

    fn process(&self, whole: &Process, included: &[Included]) -> Process {
        let kept: Vec<usize> = (0..whole.steps.len()).filter(|at| self.shows(whole.steps[*at].span)).collect();
        // What stood under a step that is gone stands under the last one before it that is not.
        let step_now = |step: Option<usize>| step.and_then(|at| kept.iter().rposition(|kept| *kept <= at));
        let own = self.page.tasks.iter().map(|(step, task)| (*step, task));
        let taken = included.iter().flat_map(|(step, page)| page.tasks.iter().map(move |(_, task)| (*step, task)));
        let tasks = own.chain(taken).filter(|(_, task)| self.shows(task.span));
        Process {
            file: whole.file,
            title: whole.title.clone(),
            phases: self.phases(whole),
            steps: kept.iter().map(|at| self.step(whole, *at)).collect(),
            tasks: tasks.map(|(step, task)| (step_now(step), task.clone())).collect(),
            refreshes: whole.refreshes.iter().filter(|entry| self.shows(entry.span)).cloned().collect(),
            next_steps: self.shown(&self.page.next_steps),
            next_links: self.shown(&self.page.next_links),
            details: whole.details.iter().filter(|details| self.shows(details.span)).cloned().collect(),
        }
    }

    fn shown(&self, texts: &[crate::text::Spanned<String>]) -> Vec<String> {
        texts.iter().filter(|text| self.shows(text.span)).map(|text| text.value.clone()).collect()
    }

    /// The phases, without those that only hidden labels name.
    fn phases(&self, whole: &Process) -> Vec<String> {
        let labels: Vec<&Label> = self.page.labels.iter().filter(|label| label.kind == LabelKind::Phase).collect();
        if labels.iter().all(|label| self.shows(label.span)) {
            return whole.phases.clone();
        }
        let shown: Vec<&Label> = labels.into_iter().filter(|label| self.shows(label.span)).collect();
        whole.phases.iter().filter(|phase| shown.iter().any(|label| names(label, phase))).cloned().collect()
    }

    /// A step, without the roles and services that only hidden labels name.
    fn step(&self, whole: &Process, at: usize) -> Step {
        let step = &whole.steps[at];
        let end = whole.steps.get(at + 1).map_or(u32::MAX, |next| next.span.start);
        let inside = |label: &&Label| label.span.start > step.span.start && label.span.start < end;
        let labels: Vec<&Label> = self.page.labels.iter().filter(inside).collect();
        if labels.iter().all(|label| self.shows(label.span)) {
            return step.clone();
        }
        let shown: Vec<&Label> = labels.into_iter().filter(|label| self.shows(label.span)).collect();
        let said = |name: &str| shown.iter().any(|label| names(label, name));
        let mut own = step.clone();
        own.primary_roles.retain(|role| said(&role.name));
        own.scope.services.retain(|service| said(service));
        own.scope.all &= said(ALL_SERVICES);
        own.motions.retain(|motion| shown.iter().any(|label| label.value.contains(motion.as_str())));
        own
    }
}

fn names(label: &Label, name: &str) -> bool {
    label.names.iter().any(|known| known.text == name)
}

impl Facts {
    /// What a page says to the readers of an edition; to all where there are none.
    pub fn process(&self, page: usize, edition: Option<&str>) -> &Arc<Process> {
        let own = edition.and_then(|edition| self.divided.get(&(page, edition.to_owned())));
        own.unwrap_or(&self.processes[page])
    }
}

//! The long lists of pages: tables of tasks, steps, processes. Their entries can be taken out of a page and put back in part,
//! so that an entry that shows the same as before need not be printed again, however often the page around it is.

use std::any::Any;
use std::hash::Hash;

use super::pages::{Article, Changes, Gathering, Map, NotFound, Parity, PhasePage, TallyIndex, TaskIndex, TaskPage};
use super::parts::{Part, TaskTable};
use crate::text::Digest;

/// A page with its long lists.
pub trait Lists {
    /// The lists, always in the same order.
    fn lists(&mut self) -> Vec<List<'_>> {
        Vec::new()
    }
}

/// A long list of a page.
pub struct List<'p> {
    /// What entries hang on besides what they show: what they are, and the columns of their table.
    pub shape: Digest,
    /// What the template prints before each entry, and after the last.
    pub mark: &'p mut String,
    /// The entries.
    pub entries: &'p mut dyn Entries,
}

/// The entries of a list.
pub trait Entries {
    /// What stands for each of them, in a list of some shape.
    fn digests(&self, shape: Digest) -> Vec<Digest>;
    /// Takes them all out.
    fn take(&mut self) -> Box<dyn Any>;
    /// Puts some of those that were taken out back in, in their order.
    fn put(&mut self, taken: &dyn Any, chosen: &[bool]);
}

impl<T: Hash + Clone + 'static> Entries for Vec<T> {
    fn digests(&self, shape: Digest) -> Vec<Digest> {
        self.iter().map(|entry| Digest::of(&(shape, entry))).collect()
    }

    fn take(&mut self) -> Box<dyn Any> {
        Box::new(std::mem::take(self))
    }

    fn put(&mut self, taken: &dyn Any, chosen: &[bool]) {
        let all: &[T] = taken.downcast_ref::<Vec<T>>().map_or(&[], Vec::as_slice);
        *self = all.iter().zip(chosen).filter(|(_, chosen)| **chosen).map(|(entry, _)| entry.clone()).collect();
    }
}

impl TaskTable {
    fn list(&mut self) -> List<'_> {
        let Self { with_requirement, with_roles, with_services, with_place, .. } = self;
        let shape = Digest::of(&("task", with_requirement, with_roles, with_services, with_place));
        List { shape, mark: &mut self.mark, entries: &mut self.rows }
    }
}

impl Lists for Article {
    fn lists(&mut self) -> Vec<List<'_>> {
        let list = |part| match part {
            &mut Part::Tasks { ref mut table } => Some(table.list()),
            _ => None,
        };
        self.body.iter_mut().filter_map(list).collect()
    }
}

impl Lists for TaskIndex {
    fn lists(&mut self) -> Vec<List<'_>> {
        vec![self.table.list()]
    }
}

impl Lists for Gathering {
    fn lists(&mut self) -> Vec<List<'_>> {
        let steps = List { shape: Digest::of("step"), mark: &mut self.step_mark, entries: &mut self.steps };
        std::iter::once(steps).chain(self.groups.iter_mut().map(|group| group.table.list())).collect()
    }
}

impl Lists for PhasePage {
    fn lists(&mut self) -> Vec<List<'_>> {
        let shape = Digest::of("process");
        vec![List { shape, mark: &mut self.process_mark, entries: &mut self.processes }, self.table.list()]
    }
}

impl Lists for Changes {}
impl Lists for Map {}
impl Lists for NotFound {}
impl Lists for Parity {}
impl Lists for TallyIndex {}
impl Lists for TaskPage {}

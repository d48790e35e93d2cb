//! The long lists of pages: tables of tasks, steps, processes, the tree of pages. Their entries can be taken out of a page and
//! put back in part, so that an entry that shows the same as before need not be printed again, however often the page around
//! it is.

use std::any::Any;
use std::hash::Hash;

use super::pages::{
    Article, Changes, Frame, Gathering, Map, NotFound, Parity, PhasePage, TallyIndex, TaskIndex, TaskPage,
};
use super::parts::{Part, TaskTable, TreeItem};
use crate::text::Digest;

/// A page with its long lists.
pub trait Lists {
    /// The lists, always in the same order, whether their entries are in place or taken out.
    fn lists(&mut self) -> Vec<List<'_>>;
}

/// A long list of a page.
pub struct List<'p> {
    /// What templates call it: one that names it may look at all of it.
    pub name: &'static str,
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
    /// Gives those back that were taken out.
    fn give_back(&mut self, taken: Box<dyn Any>);
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

    fn give_back(&mut self, taken: Box<dyn Any>) {
        if let Ok(taken) = taken.downcast::<Vec<T>>() {
            *self = *taken;
        }
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
        List { name: "rows", shape, mark: &mut self.mark, entries: &mut self.rows }
    }
}

impl Frame {
    /// The longest level of the tree of pages.
    fn list(&mut self) -> List<'_> {
        let Self { tree, tree_mark, longest_level, .. } = self;
        level(tree, tree_mark, (0, *longest_level))
    }
}

/// A level of a tree: of those below, what is open.
fn level<'p>(items: &'p mut Vec<TreeItem>, mark: &'p mut String, (depth, wanted): (usize, usize)) -> List<'p> {
    match items.iter().position(|item| item.open).filter(|_| depth < wanted) {
        Some(open) => {
            let TreeItem { children, mark, .. } = &mut items[open];
            level(children, mark, (depth + 1, wanted))
        }
        None => List { name: "tree", shape: Digest::of(&("tree", depth)), mark, entries: items },
    }
}

impl Lists for Article {
    fn lists(&mut self) -> Vec<List<'_>> {
        let list = |part| match part {
            &mut Part::Tasks { ref mut table } => Some(table.list()),
            _ => None,
        };
        let tables = self.body.iter_mut().filter_map(list);
        std::iter::once(self.frame.list()).chain(tables).collect()
    }
}

impl Lists for TaskIndex {
    fn lists(&mut self) -> Vec<List<'_>> {
        vec![self.frame.list(), self.table.list()]
    }
}

impl Lists for Gathering {
    fn lists(&mut self) -> Vec<List<'_>> {
        let shape = Digest::of("step");
        let steps = List { name: "steps", shape, mark: &mut self.step_mark, entries: &mut self.steps };
        let tables = self.groups.iter_mut().map(|group| group.table.list());
        [self.frame.list(), steps].into_iter().chain(tables).collect()
    }
}

impl Lists for PhasePage {
    fn lists(&mut self) -> Vec<List<'_>> {
        let shape = Digest::of("process");
        let processes = List { name: "processes", shape, mark: &mut self.process_mark, entries: &mut self.processes };
        vec![self.frame.list(), processes, self.table.list()]
    }
}

/// Pages whose one long list is the tree.
macro_rules! with_a_tree {
    ($($page:ty),*) => {$(
        impl Lists for $page {
            fn lists(&mut self) -> Vec<List<'_>> {
                vec![self.frame.list()]
            }
        }
    )*};
}

with_a_tree!(Changes, Map, NotFound, Parity, TallyIndex, TaskPage);

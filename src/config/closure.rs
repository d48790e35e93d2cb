//! What closes an engagement beside its mandatory tasks: `closure` in `waybook.yml`.

use super::values::Reader;
use crate::syntax::shape::{Field, Record, Shape};
use crate::syntax::yaml::Node;

/// The keys of `closure`.
pub(super) static CLOSURE: Record = Record {
    name: "closure",
    keys: &[Field::new(
        "exit_tasks",
        Shape::List(&Shape::Whole(99_999)),
        "Ids of the tasks that must be done before an engagement is closed; `[]` says that there are none.",
    )],
};

/// The exit tasks of the project; none where the settings do not say. A key without a value could mean both, so that it is
/// an error.
pub(super) fn exit_tasks(root: &Node, reader: &mut Reader) -> Option<Vec<u32>> {
    let entries = root.get("closure")?.entries();
    let (key, node) = entries.into_iter().find(|(key, _)| key.text == "exit_tasks")?;
    if node.is_null() {
        let help = "write the ids of the tasks, or `[]` where none are needed".to_owned();
        reader.report_at(key.span, "`exit_tasks` has no value".to_owned(), help);
        return None;
    }
    let items = node.items().iter();
    Some(items.filter_map(|item| id(item, reader)).collect())
}

fn id(item: &Node, reader: &mut Reader) -> Option<u32> {
    let Some(text) = item.text() else {
        if item.is_null() {
            reader.report(
                item,
                "an empty item in `exit_tasks`".to_owned(),
                "write the id of a task, or remove the item",
            );
        }
        return None;
    };
    let number = text.parse::<u32>().ok().filter(|number| *number <= 99_999)?;
    if text.len() < 3 {
        reader.report(item, format!("`{text}` is no task id"), "write the three to five digits of the task");
        return None;
    }
    Some(number)
}

//! The blocks of an engagement file that closure is about, and a person's word on its health.

use super::blocks::{date, items, spanned, subject, text};
use crate::model::{Cleanup, HealthLevel, HealthOverride, Objective};
use crate::syntax::yaml::Node;
use crate::text::Spanned;

pub(super) fn health(root: &Node) -> Option<HealthOverride> {
    let node = root.get("health")?;
    let word = spanned(node, "override")?;
    let level = Spanned::new(HealthLevel::parse(&word.value)?, word.span);
    Some(HealthOverride { level, by: text(node, "by"), on: date(node, "on"), reason: text(node, "reason") })
}

pub(super) fn objectives(root: &Node) -> Vec<Objective> {
    let objective = |node: &Node| Some(Objective { what: subject(node, "what")?, result: text(node, "result") });
    items(root, "objectives").iter().filter_map(objective).collect()
}

pub(super) fn cleanup(root: &Node) -> Vec<Cleanup> {
    let cleanup = |node: &Node| {
        let what = subject(node, "what")?;
        Some(Cleanup { what, on: date(node, "on"), by: text(node, "by"), evidence: text(node, "evidence") })
    };
    items(root, "cleanup").iter().filter_map(cleanup).collect()
}

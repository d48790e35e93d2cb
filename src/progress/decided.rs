//! Whether somebody decided what becomes of a unit that failed or left items behind, as of a day.
//!
//! A decision on the unit itself settles whatever became of it. A decision on items of one kind in many units settles a
//! unit that was moved, if every kind of item that it left behind is covered. A decision with a later date is not made yet.

use jiff::civil::Date;

use crate::model::{BulkDisposition, Disposition, Engagement, LeftBehind, MigrationState, Unit};
use crate::text::comparable;

/// What was decided on a unit.
#[derive(Clone, Debug, PartialEq)]
pub enum Decided<'e> {
    /// Nothing.
    Nothing,
    /// This, on the unit itself or on its whole batch.
    Unit(&'e Disposition),
    /// These, on the kinds of items that it left behind.
    Bulk(Vec<&'e BulkDisposition>),
}

impl Decided<'_> {
    /// Whether anything was.
    pub fn is_settled(&self) -> bool {
        *self != Decided::Nothing
    }
}

/// Whether a decision was made by a day. One without a day was.
pub fn is_made(disposition: &Disposition, as_of: Date) -> bool {
    disposition.on.as_ref().is_none_or(|on| on.value <= as_of)
}

/// What was decided on a unit of a batch.
pub fn on_unit<'e>(engagement: &'e Engagement, unit: &'e Unit, batch: &str, as_of: Date) -> Decided<'e> {
    if let Some(own) = unit.disposition().filter(|own| is_made(own, as_of)) {
        return Decided::Unit(own);
    }
    use MigrationState::{Failed, Stopped, Unknown};
    if engagement.bulk_dispositions.is_empty() || matches!(unit.state(), Failed | Stopped | Unknown(_)) {
        return Decided::Nothing;
    }
    let rules = rules(engagement, unit.service().map(AsRef::as_ref), batch, as_of);
    let covering = match left(unit) {
        kinds if kinds.is_empty() => unexplained(unit, &rules),
        kinds => kinds.into_iter().map(|(kind, count)| covering(&rules, kind, count)).collect(),
    };
    covering.map_or(Decided::Nothing, Decided::Bulk)
}

/// What was decided on something that has only a name: a whole batch, or a unit that no export of units has.
pub fn on_name<'e>(engagement: &'e Engagement, name: &str, as_of: Date) -> Option<&'e Disposition> {
    let name = comparable(name);
    let mut named = engagement.dispositions.iter().filter(|one| comparable(&one.unit.value) == name);
    named.find(|one| is_made(one, as_of))
}

/// The decision that covers failed items of a unit that no export of units has.
pub fn on_failed_items(engagement: &Engagement, count: u64, as_of: Date) -> Option<&BulkDisposition> {
    let rules: Vec<_> = engagement.bulk_dispositions.iter().filter(|rule| rule.on.value <= as_of).collect();
    let everywhere = rules.into_iter().filter(|rule| rule.batch.is_none() && rule.service.is_none());
    covering(&everywhere.collect::<Vec<_>>(), LeftBehind::Failed, count)
}

/// The decisions on items that concern units of a service and batch.
fn rules<'e>(engagement: &'e Engagement, service: Option<&str>, batch: &str, as_of: Date) -> Vec<&'e BulkDisposition> {
    let is = |wanted: &Option<crate::text::Spanned<String>>, own: Option<&str>| {
        wanted.as_ref().is_none_or(|wanted| own.is_some_and(|own| comparable(own) == comparable(&wanted.value)))
    };
    let concerns =
        |rule: &&BulkDisposition| rule.on.value <= as_of && is(&rule.service, service) && is(&rule.batch, Some(batch));
    engagement.bulk_dispositions.iter().filter(concerns).collect()
}

/// What a unit left behind, each item once. Skipped items of which the tool also says the kinds go by their kinds.
fn left(unit: &Unit) -> Vec<(LeftBehind, u64)> {
    use LeftBehind::{Corrupt, Failed, Filtered, Large, Missing, Skipped};
    let mut left: Vec<_> = [Failed, Corrupt, Large, Missing, Filtered].map(|kind| (kind, unit.left(kind))).into();
    let of_kinds: u64 = [Corrupt, Large, Missing].into_iter().map(|kind| unit.left(kind)).sum();
    left.push((Skipped, unit.left(Skipped).saturating_sub(of_kinds)));
    left.retain(|(_, count)| *count > 0);
    left
}

/// The decision that covers so many items of a kind.
fn covering<'e>(rules: &[&'e BulkDisposition], kind: LeftBehind, count: u64) -> Option<&'e BulkDisposition> {
    use LeftBehind::{Corrupt, Large, Missing, Skipped};
    let among_skipped = matches!(kind, Corrupt | Large | Missing);
    let fits = |rule: &&&BulkDisposition| {
        let of_kind = rule.kind == kind || rule.kind == Skipped && among_skipped;
        of_kind && rule.up_to.is_none_or(|most| count <= most)
    };
    rules.iter().find(fits).copied()
}

/// The decision on a unit of which the tool says that items were skipped, and not how many: only one without a limit.
fn unexplained<'e>(unit: &Unit, rules: &[&'e BulkDisposition]) -> Option<Vec<&'e BulkDisposition>> {
    unit.consistency()?;
    let rule = rules.iter().find(|rule| rule.kind == LeftBehind::Skipped && rule.up_to.is_none())?;
    Some(vec![*rule])
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::model::{Amount, Amounts, Consistency, Group, Settlement, ToolStatus, UnitDays};
    use crate::text::{FileId, Span, Spanned};

    fn at<T>(value: T) -> Spanned<T> {
        Spanned::new(value, Span::start_of(FileId(0)))
    }

    fn day(text: &str) -> Date {
        text.parse().expect("a date")
    }

    fn unit(state: MigrationState, left: &[(LeftBehind, u64)]) -> Unit {
        let group = Group { service: Some(Arc::from("Exchange")), batch: Some(Arc::from("P")) };
        let mut unit = Unit {
            identity: "a@x.example".into(),
            group: Arc::new(group),
            status: Arc::new(ToolStatus { state, word: String::new() }),
            items: Amounts::default(),
            bytes: Amounts::default(),
            days: UnitDays::default(),
            more: None,
            span: Span::start_of(FileId(0)),
        };
        for (kind, count) in left {
            match kind {
                LeftBehind::Failed => unit.items.failed = Amount::of(*count),
                LeftBehind::Skipped => unit.items.skipped = Amount::of(*count),
                kind => unit.more().left_behind.push((*kind, *count)),
            }
        }
        unit
    }

    fn rule(kind: LeftBehind, up_to: Option<u64>) -> BulkDisposition {
        BulkDisposition {
            kind,
            up_to,
            batch: None,
            service: None,
            decision: Settlement::Accepted,
            by: "Dana".to_owned(),
            on: at(day("2020-03-10")),
            reason: None,
            span: Span::start_of(FileId(0)),
        }
    }

    fn is_settled(rules: Vec<BulkDisposition>, unit: &Unit) -> bool {
        let mut engagement = Engagement::new(FileId(0), "x", "X");
        engagement.bulk_dispositions = rules;
        on_unit(&engagement, unit, "P", day("2020-03-16")).is_settled()
    }

    #[test]
    fn every_kind_that_a_unit_left_behind_must_be_covered() {
        use LeftBehind::{Corrupt, Failed, Filtered, Large, Missing, Skipped};
        let moved = |left: &[(LeftBehind, u64)]| unit(MigrationState::Completed, left);
        type Case<'c> = (&'c [(LeftBehind, Option<u64>)], &'c [(LeftBehind, u64)], bool);
        let cases: [Case<'_>; 12] = [
            (&[(Corrupt, Some(50))], &[(Corrupt, 50)], true),
            (&[(Corrupt, Some(50))], &[(Corrupt, 51)], false),
            (&[(Corrupt, None)], &[(Corrupt, 5_000)], true),
            (&[(Corrupt, None)], &[(Corrupt, 1), (Large, 1)], false),
            (&[(Corrupt, None), (Large, None)], &[(Corrupt, 1), (Large, 1)], true),
            (&[(Skipped, Some(2))], &[(Missing, 2)], true),
            (&[(Missing, None)], &[(Skipped, 2)], false),
            (&[(Corrupt, None)], &[(Skipped, 3), (Corrupt, 3)], true),
            (&[(Corrupt, None)], &[(Skipped, 4), (Corrupt, 3)], false),
            (&[(Skipped, None)], &[(Failed, 1)], false),
            (&[(Skipped, None)], &[(Filtered, 1)], false),
            (&[(Failed, Some(1))], &[(Failed, 1)], true),
        ];
        for (rules, left, expected) in cases {
            let rules = rules.iter().map(|(kind, up_to)| rule(*kind, *up_to)).collect();
            assert_eq!(is_settled(rules, &moved(left)), expected, "{left:?}");
        }
    }

    #[test]
    fn a_decision_on_items_does_not_settle_a_unit_that_was_not_moved() {
        let rules = || vec![rule(LeftBehind::Failed, None)];
        let left = [(LeftBehind::Failed, 1)];
        for state in [MigrationState::Failed, MigrationState::Stopped, MigrationState::Unknown("?".to_owned())] {
            assert!(!is_settled(rules(), &unit(state.clone(), &left)), "{state:?}");
        }
        assert!(is_settled(rules(), &unit(MigrationState::CompletedWithIssues, &left)));
    }

    #[test]
    fn a_unit_with_issues_that_nobody_counted_is_not_settled_in_bulk() {
        let unit = unit(MigrationState::CompletedWithIssues, &[]);
        assert!(!is_settled(vec![rule(LeftBehind::Skipped, None), rule(LeftBehind::Failed, None)], &unit));
    }

    #[test]
    fn skipped_items_that_nobody_counted_need_a_decision_without_a_limit() {
        let mut unit = unit(MigrationState::Completed, &[]);
        unit.more().consistency = Some(Box::new(Consistency { has_unapproved: Some(true), ..Consistency::default() }));
        assert!(is_settled(vec![rule(LeftBehind::Skipped, None)], &unit));
        assert!(!is_settled(vec![rule(LeftBehind::Skipped, Some(9))], &unit));
        assert!(!is_settled(vec![rule(LeftBehind::Corrupt, None)], &unit));
    }

    #[test]
    fn a_decision_holds_from_its_day_for_its_batch_and_service() {
        let unit = unit(MigrationState::Completed, &[(LeftBehind::Skipped, 7)]);
        let with = |change: fn(&mut BulkDisposition)| {
            let mut rule = rule(LeftBehind::Skipped, None);
            change(&mut rule);
            is_settled(vec![rule], &unit)
        };
        assert!(with(|rule| rule.on = at(day("2020-03-16"))));
        assert!(!with(|rule| rule.on = at(day("2020-03-17"))));
        assert!(with(|rule| rule.batch = Some(at("p".to_owned()))));
        assert!(!with(|rule| rule.batch = Some(at("Q".to_owned()))));
        assert!(with(|rule| rule.service = Some(at("exchange".to_owned()))));
        assert!(!with(|rule| rule.service = Some(at("SharePoint".to_owned()))));
    }
}

//! Numbers and dates of whole files, where the cells of a column or the other columns show how they are written.

use super::{hinted, one, read};
use crate::extract::exports::Hints;
use crate::model::{Amount, Exports, Unit};

/// What SPMT writes of its rounds, with other separators.
const SUMMARY: &str = "Source;Destination;Status;Total GB;Migrated GB in current round;Round number\n";
const GB: u64 = 1 << 30;

fn summary(cells: &[(&str, &str)]) -> String {
    let row = |(at, (total, moved)): (usize, &(&str, &str))| {
        format!("s{at};https://x/sites/{at};success;{total};{moved};1\n")
    };
    SUMMARY.to_owned() + &cells.iter().enumerate().map(row).collect::<String>()
}

fn totals(exports: &Exports) -> Vec<Option<u64>> {
    exports.units.iter().map(|unit| unit.bytes.total.get()).collect()
}

fn gigabytes(number: f64) -> Option<u64> {
    Some((number * GB as f64).round() as u64)
}

#[test]
fn decimal_commas_are_those_of_the_column() {
    let (exports, found) =
        one(&summary(&[("0,007", "0,123"), ("12,5", "1,234"), ("5,294 GB", "5,294"), ("1.234,5", "0")]));
    assert_eq!(totals(&exports), [gigabytes(0.007), gigabytes(12.5), gigabytes(5.294), gigabytes(1234.5)]);
    let moved: Vec<Option<u64>> = exports.units.iter().map(|unit| unit.bytes.done.get()).collect();
    assert_eq!(moved, [gigabytes(0.123), gigabytes(1.234), gigabytes(5.294), Some(0)]);
    assert_eq!((found.len(), exports.imports[0].unread.len()), (0, 0));
}

#[test]
fn a_mark_that_nothing_settles_is_reported_once_and_unknown() {
    let text = "Source\tDestination\tStatus\tTotal GB\tRound number\n\
        a\tx\tsuccess\t1,234\t1\nb\tx\tsuccess\t5,678\t1\nc\tx\tsuccess\t7\t1\n";
    let (exports, found) = one(text);
    assert_eq!(totals(&exports), [None, None, Some(7 * GB)]);
    let message = "`,` in `Total GB` may separate decimals or thousands";
    assert_eq!(found, [format!("a.csv:2 warning[export-number-ambiguous] {message}, 2 rows")]);
    assert_eq!(exports.imports[0].unread.iter().collect::<Vec<_>>(), [(&message.to_owned(), &2)]);
    for (word, expected) in [("comma", 1.234), ("point", 1234.0)] {
        let (exports, found) = hinted(&[("a.csv", text)], &Hints::of_words(None, Some(word)));
        assert_eq!((totals(&exports)[0], found.len()), (gigabytes(expected), 0), "{word}");
    }
}

#[test]
fn cells_that_contradict_each_other_settle_nothing() {
    let (exports, found) = one(&summary(&[("12,5", ""), ("12.5", ""), ("1,234", "")]));
    assert_eq!(totals(&exports), [gigabytes(12.5), gigabytes(12.5), None]);
    let message = "`,` in `Total GB` separates decimals in some cells and thousands in others";
    assert_eq!(found, [format!("a.csv:4 warning[export-number-ambiguous] {message}")]);
}

#[test]
fn counts_have_no_fractions_and_show_the_marks_of_sizes() {
    let text = "Source,Destination,Status,Total scanned items,Total GB,Round number\n\
        a,x,success,\"12,345\",\"1,234\",1\nb,x,success,12.5,0,1\n";
    let (exports, found) = one(text);
    assert_eq!(exports.units[0].items.total.get(), Some(12_345));
    assert_eq!(exports.units[1].items.total, Amount::UNKNOWN);
    assert_eq!(
        found,
        [
            "a.csv:3 warning[unreadable-export-row] a fraction where only whole numbers make sense in `Total scanned items`"
        ]
    );
    // 12.5 shows a point for decimals, 12,345 a comma for thousands: both say that 1,234 GB are above a thousand.
    assert_eq!(totals(&exports), [gigabytes(1234.0), Some(0)]);
}

#[test]
fn the_bytes_in_parentheses_count_and_settle_the_column() {
    let cells = ["5,294 Go (5 684 054 577 octets)", "5,294 GB (5.684.054.577 Bytes)", "5,294 GB"];
    let text = cells.iter().enumerate().map(|(at, cell)| format!("u{at}@x\tP\tSynced\t{cell}\n")).collect::<String>();
    let (exports, found) = one(&format!("Identity\tBatchId\tStatus\tEstimatedTotalTransferSize\n{text}"));
    assert_eq!(totals(&exports), [Some(5_684_054_577), Some(5_684_054_577), gigabytes(5.294)]);
    assert!(found.is_empty(), "{found:?}");
}

#[test]
fn numbers_are_read_in_all_cultures_and_scripts() {
    let cases = [
        ("1.234,56", 1234.56),
        ("1\u{a0}234,56", 1234.56),
        ("1\u{202f}234,56", 1234.56),
        ("1'234.56", 1234.56),
        ("1\u{2019}234.56", 1234.56),
        ("1.2E+03", 1200.0),
        ("\u{ff11}\u{ff12}\u{ff0c}\u{ff15}", 12.5),
        ("\u{661}\u{662}\u{66b}\u{665}", 12.5),
    ];
    for (cell, expected) in cases {
        let (exports, found) = one(&summary(&[(cell, "")]));
        assert_eq!((totals(&exports), found.len()), (vec![gigabytes(expected)], 0), "{cell}");
    }
}

fn synced(text: &str) -> (Vec<Option<String>>, Vec<String>) {
    let rows: String = text.lines().enumerate().map(|(at, day)| format!("u{at}@x\tP\tSynced\t{day}\n")).collect();
    let (exports, found) = one(&format!("Identity\tBatchId\tStatus\tLastSuccessfulSyncTime\n{rows}"));
    let day = |unit: &Unit| unit.days.synced.map(|day| day.to_string());
    (exports.units.iter().map(day).collect(), found)
}

#[test]
fn of_two_rows_of_one_day_the_one_in_the_afternoon_is_the_later() {
    let rows = [
        "a@x,P,Completed,14/05/2026 08:00:00 p. m.\na@x,P,Syncing,14/05/2026 09:00:00 a. m.\n",
        "a@x,P,Syncing,14/05/2026 12:30:00 a. m.\na@x,P,Completed,14/05/2026 01:00:00 a. m.\n",
        "a@x,P,Completed,14/05/2026 12:30 PM\na@x,P,Syncing,14/05/2026 11:59 AM\n",
        "a@x,P,Completed,14/05/2026 24:00\na@x,P,Syncing,14/05/2026 23:59\n",
        "a@x,P,Completed,46156.9\na@x,P,Syncing,46156.8\n",
    ];
    for text in rows {
        let (exports, found) = one(&format!("Identity,BatchId,Status,LastSuccessfulSyncTime\n{text}"));
        assert_eq!((exports.units[0].state().as_str(), found.len()), ("completed", 0), "{text}");
    }
}

#[test]
fn days_are_read_in_all_forms_of_one_file() {
    let (days, found) = synced(
        "14/05/2026 09:00:00 a. m.\n46156\n46156,97916\n14-May-26 11:30 PM\nThursday, May 14, 2026 11:30:00 PM\n20260514\n\
        2026年5月14日 23:30\n14 mai 2026\n5/14/2026 11:30\u{202f}PM\n14.05.26",
    );
    assert_eq!(days, vec![Some("2026-05-14".to_owned()); 10]);
    assert!(found.is_empty(), "{found:?}");
}

#[test]
fn plain_numbers_are_days_in_columns_of_dates_alone() {
    let (exports, _) =
        one("Identity,BatchId,Status,SyncedItemCount,LastSuccessfulSyncTime\n46156,46157,Synced,46158,46159\n");
    let unit = &exports.units[0];
    assert_eq!((&*unit.identity, unit.batch().map(AsRef::as_ref)), ("46156", Some("46157")));
    assert_eq!(
        (unit.items.done.get(), unit.days.synced.map(|day| day.to_string())),
        (Some(46_158), Some("2026-05-17".into()))
    );
}

#[test]
fn days_of_a_column_that_contradicts_itself_are_unknown_where_they_are_not_clear() {
    let (days, found) = synced("3/14/2026\n14/3/2026\n3/4/2026");
    assert_eq!(days, [Some("2026-03-14".to_owned()), Some("2026-03-14".to_owned()), None]);
    let message = "some dates in `LastSuccessfulSyncTime` have the day first and some the month";
    assert_eq!(found, [format!("a.csv:4 warning[export-date-ambiguous] {message}")]);
}

#[test]
fn an_order_that_a_column_does_not_show_is_that_of_the_file() {
    let header = "Source,Destination,Status,Start time,End time,Round number\n";
    let (exports, found) = one(&format!("{header}a,x,success,3/4/2026,3/14/2026,1\n"));
    let days = &exports.units[0].days;
    assert_eq!((days.started.map(|day| day.to_string()), found.len()), (Some("2026-03-04".to_owned()), 0));
}

#[test]
fn titles_may_stand_above_the_header_and_rows_may_not() {
    let table = "Identity,BatchId,Status\na@x,P,Synced\n";
    let (exports, found) = one(&format!("\u{feff}Migration users, weekly\r\nSaved;14 May\n\n{table}"));
    assert_eq!((exports.units.len(), exports.imports[0].rows, found.len()), (1, 1, 0), "{found:?}");
    let (exports, found) = one(&format!("Name,Mailbox,State of it\nana,a@x,Synced\n{table}"));
    assert!(exports.units.is_empty() && exports.imports.is_empty());
    assert_eq!(found, ["a.csv:3 error[unknown-export] rows of a table stand above the header row"]);
}

#[test]
fn states_that_powershell_wrote_as_objects_are_their_values() {
    let (exports, found) = one("Identity,BatchId,Status\na@x,P,@{value=20; Value=Completed}\n");
    assert_eq!((exports.units[0].state().as_str(), found.len()), ("completed", 0));
    assert_eq!(exports.units[0].status.word, "Completed");
}

#[test]
fn outputs_of_powershell_that_are_no_tables_are_named() {
    let (_, found) =
        read(&[("u.xml", "<Objs Version=\"1.1.0.1\">\n"), ("l.txt", "Identity : a\nBatchId : P\nStatus : Synced\n")]);
    assert_eq!(
        found,
        [
            "u.xml:1 error[unknown-export] objects that PowerShell saved with `Export-Clixml`, no table",
            "l.txt:1 error[unknown-export] a list as PowerShell shows it with `Format-List`, no table",
        ]
    );
}

#[test]
fn cells_of_rows_that_are_used_are_counted_by_why_they_were_not_read() {
    let text = "Identity,BatchId,Status,SyncedItemCount,BytesTransferred,LastSuccessfulSyncTime\n\
        a@x,P,Synced,many,5 apples,soon\nb@x,P,Synced,-1,1,2026-05-14\n,P,Synced,many,1,soon\nc@x,P,Synced,,,\n";
    let (exports, _) = one(text);
    let unread: Vec<(&str, usize)> =
        exports.imports[0].unread.iter().map(|(why, count)| (why.as_str(), *count)).collect();
    let expected = [
        ("no date in `LastSuccessfulSyncTime`", 1),
        ("no number in `BytesTransferred`", 1),
        ("no number in `SyncedItemCount`", 2),
    ];
    assert_eq!(unread, expected);
}

#[test]
fn of_two_rows_about_one_round_the_one_that_tells_more_counts() {
    let header = "Source,Destination,Status,Migrated items in current round,Start time,Round number\n";
    let row = |items: &str| format!("a,x,success,{items},2026-05-14 10:00:00,1\n");
    for items in [["60", "40"], ["40", "60"], ["", "60"]] {
        let (exports, _) = one(&format!("{header}{}{}", row(items[0]), row(items[1])));
        assert_eq!(exports.units[0].items.done.get(), Some(60), "{items:?}");
    }
}

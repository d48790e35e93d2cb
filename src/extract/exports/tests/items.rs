//! Lists of single items: whose they are, and each once.

use super::*;
use crate::model::LeftBehind;

const ITEMS: &str = "Source,Destination,Item name,Status,Result category,Message,Incremental round\n";

fn item(source: &str, name: &str, status: &str, category: &str, round: &str) -> String {
    format!("{source},https://x.example/sites/a/{name},{name},{status},{category},SECRET,{round}\n")
}

fn failures(files: &[(&str, &str)]) -> Vec<String> {
    let (exports, found) = read(files);
    assert!(found.is_empty(), "{found:?}");
    assert!(!format!("{exports:?}").contains("SECRET"));
    exports.failures.iter().map(|items| format!("{} {} {}", items.unit, items.category, items.count)).collect()
}

#[test]
fn an_item_in_the_list_of_all_and_in_that_of_the_failed_counts_once() {
    let failed = item("\\\\fs\\a", "one", "Failed", "PATH", "1") + &item("\\\\fs\\a", "two", "Failed", "PATH", "1");
    let moved = item("\\\\fs\\a", "three", "Migrated", "SUCCESS", "1");
    let (all, failed) = (format!("{ITEMS}{failed}{moved}"), format!("{ITEMS}{failed}"));
    assert_eq!(failures(&[("ItemFailureReport.csv", &failed), ("ItemReport.csv", &all)]), ["\\\\fs\\a PATH 2"]);
    assert_eq!(failures(&[("a.csv", &failed), ("b.csv", &failed)]), ["\\\\fs\\a PATH 2"]);
}

#[test]
fn an_item_is_what_its_last_round_says() {
    let first =
        format!("{ITEMS}{}{}", item("a", "one", "Failed", "LOCKED", "1"), item("a", "two", "Failed", "LOCKED", "1"));
    let second =
        format!("{ITEMS}{}{}", item("a", "one", "Migrated", "SUCCESS", "2"), item("a", "two", "Failed", "PATH", "2"));
    assert_eq!(failures(&[("r1.csv", &first), ("r2.csv", &second)]), ["a PATH 1"]);
    assert_eq!(failures(&[("a.csv", &second), ("b.csv", &first)]), ["a PATH 1"]);
}

#[test]
fn items_of_one_name_are_told_apart_by_where_they_go() {
    let text = format!(
        "{ITEMS}a,https://x.example/1/one,one,Failed,PATH,m,1\na,https://x.example/2/one,one,Failed,PATH,m,1\n"
    );
    assert_eq!(failures(&[("a.csv", &text)]), ["a PATH 2"]);
}

#[test]
fn a_list_without_statuses_is_one_of_failures() {
    let text = "Source,Item name,Result category\na,one,PATH\na,two,SUCCESS\na,three,\n";
    assert_eq!(failures(&[("a.csv", text)]), ["a PATH 1", "a unknown 1"]);
}

#[test]
fn the_unit_of_an_item_is_named_as_the_unit_itself() {
    let units = "Source,Destination,Status,Items not migrated in current round,Round number\n\\\\FS\\Share,https://x.example/sites/a,success,,1\nhttps://sp/sites/A B,https://x.example/sites/b,success,0,1\n";
    let items = format!(
        "{ITEMS}{}{}{}{}",
        item("\\\\fs\\share\\", "one", "Failed", "PATH", "1"),
        item("\\\\fs\\share\\deep\\SECRET-2.txt", "SECRET-2.txt", "Failed", "PATH", "1"),
        item("https://sp/sites/a%20b/lists/SECRET-3", "SECRET-3", "Failed", "PATH", "1"),
        item("\\\\fs\\other\\SECRET-4.txt", "SECRET-4.txt", "Failed", "PATH", "1"),
    );
    let files = [("units.csv", units), ("items.csv", items.as_str())];
    assert_eq!(failures(&files), ["\\\\fs\\other PATH 1", "\\\\FS\\Share PATH 2", "https://sp/sites/A B PATH 1"]);
    // What the lists say of a unit that knows less itself is the unit's, too.
    let (exports, _) = read(&files);
    let failed: Vec<_> = exports.units.iter().map(|unit| unit.items.failed.get()).collect();
    assert_eq!(failed, [Some(2), Some(1)]);
}

#[test]
fn items_of_a_round_before_the_units_last_are_history() {
    let units = |left: &str, round: u32| {
        format!("Source,Status,Items not migrated in current round,Round number\na,success,{left},{round}\n")
    };
    let items = |round: &str| format!("{ITEMS}{}", item("a", "one", "Failed", "PATH", round));
    let cases = [("0", 2, "1", 0), ("0", 2, "2", 1), ("0", 2, "", 1), ("", 2, "1", 1), ("5", 2, "2", 5)];
    for (left, round, of_item, expected) in cases {
        let (exports, _) = read(&[("units.csv", &units(left, round)), ("items.csv", &items(of_item))]);
        assert_eq!(exports.units[0].left(LeftBehind::Failed), expected, "{left:?} {round} {of_item:?}");
    }
}

#[test]
fn two_mails_of_one_subject_are_two() {
    let text = "Source Email Address,Item Type,Item Subject,Error Message\na@x,Mail,SECRET,x\na@x,Mail,SECRET,x\na@x,Contact,SECRET,x\n";
    assert_eq!(failures(&[("a.csv", text)]), ["a@x Contact 1", "a@x Mail 2"]);
    assert_eq!(failures(&[("a.csv", text), ("b.csv", text)]), ["a@x Contact 1", "a@x Mail 2"]);
}

#[test]
fn items_of_a_mailbox_that_is_known_by_an_alias_are_its_own() {
    let users = "Identity,BatchId,Status\nana@x,P,Synced\n";
    let moves = "Alias,BatchName,Status,CompletionTimestamp\nana,P,Completed,2020-02-03\n";
    let items = "Identity,Kind,FolderName\nana,CorruptItem,Inbox\n";
    let (exports, _) = read(&[("i.csv", items), ("m.csv", moves), ("u.csv", users)]);
    assert_eq!((exports.units.len(), exports.units[0].left(LeftBehind::Corrupt)), (1, 1));
    assert!(exports.failures.is_empty());
}

#[test]
fn what_an_explanation_shows_of_items_is_not_personal() {
    let mut sources = Sources::default();
    let text =
        "Identity,Kind,ScoringClassifications,FolderName,Subject,Note\nana@x,CorruptItem,x,SECRET,SECRET,SECRET\n";
    sources.add(VirtualPath::root().with_file_name("a.csv"), text);
    let source = sources.iter().next().expect("one").clone();
    let formats = formats(&crate::config::Config::default());
    let told = explain(&source, &Hints::default(), &formats).value;
    assert!(!format!("{told:?}").contains("SECRET"), "{told:?}");
    assert_eq!((told.about, told.items.get("CorruptItem")), (Some("skipped items"), Some(&1)));
    let means: Vec<_> = told.columns.iter().map(|column| column.means).collect();
    let left_out = Some("left out: personal data");
    assert_eq!(means, [Some("identity"), Some("error_kind"), Some("unused"), left_out, left_out, None]);
}

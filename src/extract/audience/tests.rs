//! What a page says to the readers of each edition.

use crate::load::tests::inputs_of;
use crate::memo::Memo;
use crate::pipeline::model;

const SETTINGS: &str = "exclude: ['includes/**']\neditions:\n  partner: [partner]\n  internal: [internal]\n";
const FRONT: &str =
    "---\nft.audience: [internal, partner]\n---\n\n# A\n\nPhase: **Assess**\n\n## Approach\n\n### Ask\n\n";

fn tasks(ids: &[u32]) -> String {
    let head = "| Task ID | Task Name | (M)andatory / (O)ptional | FastTrack Role | Services |\n| --- | --- | --- | --- | --- |\n";
    let rows = ids.iter().map(|id| format!("| {id} | Ask | M | FastTrack Engineer | Exchange |\n"));
    format!("{head}{}\n", rows.collect::<String>())
}

/// The ids of the tasks and the days of the changes that each edition has of the page `content/a.md`.
fn of_editions(files: &[(&str, &str)]) -> Vec<(Vec<u32>, Vec<String>)> {
    let settings = [("waybook.yml", SETTINGS)];
    let inputs = inputs_of(&settings.into_iter().chain(files.iter().copied()).collect::<Vec<_>>());
    let model = model(&inputs, &mut Memo::default()).value;
    let page = model.library.pages.iter().position(|page| page.path.as_str() == "a.md").expect("it is a page");
    let of_edition = |edition: &str| {
        let process = model.facts.process(page, Some(edition));
        let ids = process.tasks.iter().map(|(_, task)| task.id.value.to_string().parse().expect("a number"));
        let days = process.refreshes.iter().filter_map(|refresh| refresh.date).map(|day| day.to_string());
        (ids.collect(), days.collect())
    };
    ["partner", "internal"].map(of_edition).into()
}

#[test]
fn each_edition_has_the_tasks_of_what_it_takes_in() {
    let page = format!(
        "{FRONT}{}:::audience internal\n{}\n[!INCLUDE [x](includes/one.md)]\n:::\n\n[!INCLUDE [x](includes/two.md)]\n\n[!INCLUDE [x](includes/ours.md)]\n",
        tasks(&[1001]),
        tasks(&[1002])
    );
    let two = format!("{}:::audience internal\n{}\n[!INCLUDE [x](one.md)]\n:::\n", tasks(&[1004]), tasks(&[1005]));
    let files = [
        ("content/a.md", &*page),
        ("content/includes/one.md", &tasks(&[1003])),
        ("content/includes/two.md", &two),
        ("content/includes/ours.md", &format!("---\nft.audience: internal\n---\n\n{}", tasks(&[1006]))),
    ];
    let found = of_editions(&files);
    let sorted = |ids: &[u32]| {
        let mut ids = ids.to_vec();
        ids.sort_unstable();
        ids.dedup();
        ids
    };
    assert_eq!(sorted(&found[0].0), [1001, 1004]);
    assert_eq!(sorted(&found[1].0), [1001, 1002, 1003, 1004, 1005, 1006]);
}

#[test]
fn a_date_is_the_same_day_in_all_editions() {
    let table = |dates: &[&str]| {
        let rows: String = dates.iter().map(|date| format!("| {date} | Robin Vega | Words. |\n")).collect();
        format!("| Date | Who Changed | What Changed |\n| --- | --- | --- |\n{rows}\n")
    };
    // Only what the internal edition has tells that days come first.
    let page = format!(
        "{FRONT}## Refresh Summary\n\n{}:::audience internal\n\n{}:::\n",
        table(&["3/4/2020"]),
        table(&["25/3/2020", "26/3/2020"])
    );
    let found = of_editions(&[("content/a.md", &page)]);
    assert_eq!(found[0].1, ["2020-04-03"]);
    assert_eq!(found[1].1, ["2020-04-03", "2020-03-25", "2020-03-26"]);
}

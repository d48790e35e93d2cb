//! What is built after an edit is what a clean build makes, byte for byte, and no more work is done than the edit asks for.
//!
//! `WAYBOOK_SOAK=5000 cargo test --test rebuild` takes that many random edits instead of 300.

use std::path::{Path, PathBuf};

use waybook::diagnostic::render::concise;
use waybook::memo::Work;
use waybook::output::OutputFiles;
use waybook::session::{Request, Session};
use waybook::system::{Memory, System};

const TODAY: jiff::civil::Date = jiff::civil::date(2020, 6, 30);

const PROJECT: &str = "title: Playbook\nbase_url: https://example.com/\nexclude: ['includes/**']\n";
const TOC: &str = "- name: Start\n  href: index.md\n- name: Migrate\n  items:\n  - name: Page 1\n    href: p/page1.md\n  \
                   - name: Page 2\n    href: p/page2.md\n  - name: Page 3\n    href: p/page3.md\n";
const ENGAGEMENT: &str = "customer: Contoso\nservices: [Exchange]\nopened: 2020-03-02\ntarget: 2020-07-01\n\
                          task_status: contoso.csv\n";
const PICTURE: &str = "<svg width='300' height='150'><path/></svg>";
const STATUS: &str = "task,status\n1001,Complete\n1002,In Progress\n";

/// A playbook of a few pages that show something of each other.
fn world() -> Memory {
    let mut world = Memory::new(TODAY)
        .with("/p/waybook.yml", PROJECT)
        .with("/p/content/toc.yml", TOC)
        .with("/p/content/index.md", "# Start\n\n[one](p/page1.md#steps) ![](media/a.png) ![](media/b.svg)\n")
        .with("/p/content/includes/note.md", "A note with a [link](../p/page2.md). <img src='../media/b.svg' alt=''>\n")
        .with("/p/content/script.ps1", "Get-Mailbox\n")
        .with("/p/theme/readme.txt", "A folder of a theme that overrides nothing yet.\n")
        .with("/p/content/media/a.png", "image")
        .with("/p/content/media/b.svg", PICTURE)
        .with("/p/engagements/contoso.yml", ENGAGEMENT)
        .with("/p/engagements/contoso.csv", STATUS);
    for number in 1..=6 {
        world = world.with(format!("/p/content/p/page{number}.md"), page(number, 0));
    }
    world
}

/// A page with a table of tasks, an include, links and a refresh summary; `turn` makes one differ from another.
fn page(number: usize, turn: usize) -> String {
    let phase = ["Migrate", "Assess", "Operate"][turn % 3];
    let role = ["FastTrack Manager", "Customer", "Nobody"][(turn / 3) % 3];
    let service = ["Exchange", "All Services", "Teams"][(turn / 5) % 3];
    let says = [
        "",
        "https://example.com/bare",
        "<!-- waybook-disable broken-anchor, unknown-role -->",
        "<!-- waybook-disable-next-line bare-url -->\n\nhttps://example.com/hushed [nowhere]()",
    ][turn / 2 % 4];
    let next = number % 6 + 1;
    format!(
        "---\ntitle: Page {number}\ndescription: Of turn {}\n---\n# Page {number}\n\nPhase: **{phase}**\n\n\
         [!include[](../includes/note.md)]\n\n## Approach\n\n### Steps\n\nPrimary Role: **{role}**\n\nText of turn {turn}, {says}\n\
         [next](page{next}.md#steps-{}).\n\n[!code-powershell[](../script.ps1)]\n\n#### FTOP Tasks\n\n\
         | Task ID | Task Name | (M)andatory / (O)ptional | FastTrack Role | Services |\n| --- | --- | --- | --- | --- |\n\
         | 100{number} | Task of {number} with [link](page{next}.md) | M | {role} | {service} |\n\
         | 100{next} | Task {} | O | {role} | {service} |\n\n## Refresh Summary\n\n| Date | Who | What |\n| --- | --- | --- |\n\
         | {}/{}/2020 | Ann | Changed 100{number} |\n",
        turn / 7,
        turn / 4 % 2,
        turn / 11,
        turn % 12 + 1,
        turn % 28 + 1,
    )
}

/// Everything that can be seen of a build.
fn seen(session: &mut Session<'_>) -> Result<(OutputFiles, String), String> {
    seen_after(session, None)
}

/// The same of a build after nothing happened but that a file was written to; without one anything may have happened.
fn seen_after(session: &mut Session<'_>, written: Option<&Path>) -> Result<(OutputFiles, String), String> {
    let build = match written {
        Some(path) => session.build_after(&[path.to_owned()]),
        None => session.build(),
    };
    let build = build.map_err(|error| error.to_string())?;
    Ok((build.built.outputs, concise(&build.findings.diagnostics, &build.findings.sources)))
}

fn request() -> Request {
    Request { project: Some(PathBuf::from("/p")), ..Request::default() }
}

/// Holds the next build of a session against one that knows nothing.
fn assert_same(session: &mut Session<'_>, world: &Memory, written: Option<&Path>, after: &str) {
    let warm = seen_after(session, written);
    let cold = seen(&mut Session::new(world, request()));
    match (warm, cold) {
        (Ok((warm, said)), Ok((cold, expected))) => {
            assert_eq!(said, expected, "findings after {after}");
            let changes = warm.changes_since(&cold);
            assert!(changes.written.is_empty() && changes.removed.is_empty(), "after {after}: {changes:?}");
        }
        (warm, cold) => assert_eq!(warm.err(), cold.err(), "after {after}"),
    }
}

/// A small generator of numbers, the same in every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % sides as u64) as usize
    }
}

/// Makes one random edit and says which; of a file that was there before and was only written to also its path.
fn edit(world: &Memory, dice: &mut Dice) -> (String, Option<PathBuf>) {
    let before = world.paths();
    let what = random_edit(world, dice);
    let after = world.paths();
    let written = what.split_once(" = ").map(|(path, _)| PathBuf::from(path));
    (what, written.filter(|path| before == after && before.contains(path)))
}

fn random_edit(world: &Memory, dice: &mut Dice) -> String {
    let number = dice.roll(9) + 1;
    let page_path = format!("/p/content/p/page{number}.md");
    let turn = dice.roll(1000);
    let write = |path: &str, text: &str| {
        world.write(Path::new(path), text.as_bytes()).expect("memory takes all");
        format!("{path} = {text:?}")
    };
    let remove = |path: &str| {
        let gone = world.remove(Path::new(path)).is_ok();
        format!("{path} removed: {gone}")
    };
    match dice.roll(30) {
        0..=4 => write(&page_path, &page(number % 6 + 1, turn)),
        5 => write(&page_path, &page(number, turn).replace("| Task ID |", "| Task")),
        6 => write(&page_path, &page(number, turn).replace("## Approach", "## Näherung")),
        7 => remove(&page_path),
        8 => match world.read(Path::new(&page_path)) {
            Ok(bytes) => {
                let to = format!("/p/content/p/page{}.md", dice.roll(9) + 1);
                world.remove(Path::new(&page_path)).expect("it is there");
                write(&to, &String::from_utf8_lossy(&bytes))
            }
            Err(_) => "nothing to rename".to_owned(),
        },
        9 => write("/p/content/includes/note.md", &format!("Note {turn} [a](../p/page{number}.md) | 1009 | x |\n")),
        10 => remove("/p/content/includes/note.md"),
        11 => write("/p/content/toc.yml", &format!("{TOC}- name: More {turn}\n  href: p/page{number}.md\n")),
        12 => {
            if turn.is_multiple_of(2) {
                remove("/p/content/toc.yml")
            } else {
                write("/p/content/toc.yml", TOC)
            }
        }
        13 => write("/p/waybook.yml", PROJECT),
        14 => write("/p/waybook.yml", &format!("{PROJECT}theme: theme\nbrand:\n  footer: Foot {}\n", turn % 3)),
        15 => write(
            "/p/waybook.yml",
            &format!(
                "{PROJECT}metadata:\n  ft.audience: {}\neditions:\n  internal: [internal]\n  partner: [partner]\n",
                ["internal", "[internal, partner]"][turn % 2]
            ),
        ),
        16 => write(
            "/p/theme/article.html",
            &format!(
                "{{% extends \"built-in/article.html\" %}}{{# {turn} #}}{{% block title %}}{}{{% endblock %}}",
                turn % 4
            ),
        ),
        17 => {
            if turn.is_multiple_of(3) {
                write("/p/theme/article.html", "{{ page.nothing")
            } else {
                remove("/p/theme/article.html")
            }
        }
        18 => write("/p/engagements/contoso.csv", &format!("task,status\n100{number},Complete\n1002,{turn}\n")),
        19 => write("/p/engagements/contoso.yml", &ENGAGEMENT.replace("Contoso", &format!("Contoso {turn}"))),
        20 if turn.is_multiple_of(2) => write("/p/content/media/a.png", &format!("image {turn}")),
        20 => write("/p/content/media/b.svg", &PICTURE.replace("300", &format!("{}00", turn % 4))),
        21 => write("/p/waybook.yml", &format!("{PROJECT}languages:\n  en: p\n  de: {{ folder: de, suffix: -de }}\n")),
        22 => write(&format!("/p/content/de/page{number}-de.md"), &page(number, turn)),
        23 => write("/p/engagements/export.csv", &format!("Batch,Status,Users\nPilot {},Completed,{turn}\n", turn % 3)),
        24 => write("/p/engagements/contoso.yml", &format!("{ENGAGEMENT}exports: [export.csv]\nlanguage: de\n")),
        25 => match turn % 3 {
            0 => remove("/p/engagements/fabrikam.yml"),
            1 => write("/p/engagements/fabrikam.yml", "customer: [\n"),
            _ => write("/p/engagements/fabrikam.yml", &ENGAGEMENT.replace("Contoso", &format!("Fabrikam {turn}"))),
        },
        26 => write("/p/waybook.yml", &format!("{PROJECT}versions:\n  new:\n  old: old\n")),
        27 => write(&format!("/p/old/p/page{number}.md"), &page(number % 6 + 1, turn)),
        28 => match turn % 2 {
            0 => remove(&format!("/p/old/p/page{number}.md")),
            _ => write("/p/engagements/contoso.yml", &format!("{ENGAGEMENT}version: old\n")),
        },
        _ => match turn % 4 {
            0 => write("/p/content/script.ps1", &format!("Get-Mailbox {turn}\n")),
            1 => remove("/p/content/script.ps1"),
            2 => write(&format!("/p/content/p/page{number}--partner.md"), &page(number, turn)),
            _ => remove(&format!("/p/content/p/page{number}--partner.md")),
        },
    }
}

#[test]
fn any_row_of_edits_builds_what_a_clean_build_makes() {
    let steps = std::env::var("WAYBOOK_SOAK").ok().and_then(|steps| steps.parse().ok()).unwrap_or(100);
    let world = world();
    let mut session = Session::new(&world, request()).for_preview();
    let mut dice = Dice(0x2545_f491_4f6c_dd1d);
    let start = resident();
    for step in 0..steps {
        let (what, written) = edit(&world, &mut dice);
        // Now and then we look at everything although less would do.
        let heard = written.as_deref().filter(|_| step % 5 > 0);
        assert_same(&mut session, &world, heard, &format!("step {step}: {what}"));
    }
    println!("{steps} edits, memory {start} KB before and {} KB after", resident());
}

/// Memory that this program has, in KB, where the system tells.
fn resident() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap_or_default();
    line.trim().trim_end_matches(" kB").parse().unwrap_or_default()
}

#[test]
fn what_is_heard_is_enough_where_only_texts_were_written_to() {
    let world = world();
    let mut session = Session::new(&world, request()).for_preview();
    seen(&mut session).expect("it builds");
    for (path, from, to) in [
        ("/p/content/p/page3.md", "Text of turn", "Words of turn"),
        ("/p/content/includes/note.md", "A note", "One note"),
        ("/p/content/toc.yml", "Page 2", "The second"),
        ("/p/engagements/contoso.csv", "In Progress", "Complete"),
        // These say what else is to be read: everything is looked at.
        ("/p/engagements/contoso.yml", "Contoso", "Fabrikam"),
        ("/p/waybook.yml", "Playbook", "Handbook"),
        ("/p/content/p/page4.md", "[!code-powershell[](../script.ps1)]", "No code."),
    ] {
        replace(&world, path, from, to);
        assert_same(&mut session, &world, Some(Path::new(path)), path);
    }
}

/// What a session does after an edit of a fresh world, and the pages that have other bytes then: as many as are printed.
fn work_after(edit: impl FnOnce(&Memory)) -> (Work, Vec<String>) {
    let world = world();
    let mut session = Session::new(&world, request());
    let (before, _) = seen(&mut session).expect("it builds");
    edit(&world);
    let (after, _) = seen(&mut session).expect("it builds again");
    let written = after.changes_since(&before).written;
    let pages = written.iter().filter(|path| path.extension() == "html").map(ToString::to_string);
    let pages: Vec<String> = pages.collect();
    assert_eq!(session.work().printed, pages.len(), "{pages:?}");
    (session.work(), pages)
}

fn replace(world: &Memory, path: &str, from: &str, to: &str) {
    let text = String::from_utf8(world.read(Path::new(path)).expect("it is there")).expect("it is UTF-8");
    assert!(text.contains(from), "{from}");
    world.write(Path::new(path), text.replace(from, to).as_bytes()).expect("memory takes all");
}

#[test]
fn an_edit_costs_what_it_touches() {
    let (nothing, pages) = work_after(|_| {});
    assert_eq!((nothing.parsed, pages.len()), (0, 0));

    let (prose, pages) = work_after(|world| replace(world, "/p/content/p/page3.md", "Text of turn", "Words of turn"));
    assert_eq!((prose.parsed, pages), (1, named(&["p/page3"])), "the page alone");

    let (touched, pages) =
        work_after(|world| world.write(Path::new("/p/content/p/page3.md"), page(3, 0).as_bytes()).expect("ok"));
    assert_eq!((touched.parsed, pages.len()), (0, 0), "the same bytes");

    let all = named(&["p/page1", "p/page2", "p/page3", "p/page4", "p/page5", "p/page6"]);
    let (include, pages) = work_after(|world| replace(world, "/p/content/includes/note.md", "A note", "One note"));
    assert_eq!((include.parsed, &pages), (1, &all), "the pages that include it");

    let (snippet, pages) = work_after(|world| replace(world, "/p/content/script.ps1", "Mailbox", "Mailboxes"));
    assert_eq!((snippet.parsed, &pages), (0, &all), "the pages that quote it");

    let (_, pages) = work_after(|world| replace(world, "/p/content/media/b.svg", "path", "rect"));
    assert_eq!(pages, named(&[]), "a picture of the same size");
    let (_, pages) = work_after(|world| replace(world, "/p/content/media/b.svg", "300", "400"));
    assert_eq!(pages, [&named(&["index"])[..], &all].concat(), "the pages that show it, and those that include one");

    let reports = ["reports/contoso/closure", "reports/contoso/status"];
    let with_portfolio = [&reports[..], &["reports/portfolio"]].concat();
    let (status, pages) = work_after(|world| replace(world, "/p/engagements/contoso.csv", "In Progress", "Complete"));
    assert_eq!(
        (status.parsed, pages),
        (0, named(&with_portfolio)),
        "the reports of the customer, the share of tasks done"
    );
    let (_, pages) = work_after(|world| replace(world, "/p/engagements/contoso.csv", "In Progress", "Not Started"));
    assert_eq!(pages, named(&reports), "nothing more is done than before");

    let (refresh, pages) = work_after(|world| replace(world, "/p/content/p/page2.md", "Changed 1002", "Altered 1002"));
    let shown = ["changes", "index", "p/page2", "tasks/1002"];
    assert_eq!((refresh.parsed, pages), (1, named(&shown)), "the page, what changed, the history of the task");

    // The page, what gathers its task (phase, role, service, index), the page of the task, and both reports, which
    // list the task.
    let (name, pages) = work_after(|world| replace(world, "/p/content/p/page1.md", "Task of 1", "Duty of 1"));
    let gathered = ["roles/fasttrack-manager", "services/exchange", "tasks/1001", "tasks/index"];
    let expected = [&["p/page1", "phases/migrate"], &reports[..], &gathered].concat();
    assert_eq!((name.parsed, pages), (1, named(&expected)));
}

#[test]
fn reports_are_looked_at_again_only_for_what_they_show() {
    let world = world();
    let second = ENGAGEMENT.replace("Contoso", "Fabrikam").replace("contoso.csv", "fabrikam.csv");
    for (path, text) in [("/p/engagements/fabrikam.yml", second.as_str()), ("/p/engagements/fabrikam.csv", STATUS)] {
        world.write(Path::new(path), text.as_bytes()).expect("memory takes all");
    }
    let mut session = Session::new(&world, request());
    let mut viewed = |path: &str, from: &str, to: &str| {
        replace(&world, path, from, to);
        assert_same(&mut session, &world, None, path);
        session.work().viewed
    };
    viewed("/p/content/p/page3.md", "Text of turn", "Words of turn");
    let always = viewed("/p/waybook.yml", "title", "title");
    let one = viewed("/p/engagements/contoso.csv", "In Progress", "Complete");
    assert_eq!(one - always, 3, "two reports of one customer, the portfolio");
    let heading = viewed("/p/content/p/page1.md", "### Steps", "### Steps and more");
    let name = viewed("/p/content/p/page1.md", "Task of 1", "Duty of 1");
    assert_eq!(heading + 5, name, "no report shows a heading; four and the portfolio tell of which tasks they are");
}

#[test]
fn entries_printed_apart_from_their_page_are_what_a_template_prints_with_it() {
    let apart = world().with("/p/waybook.yml", format!("{PROJECT}theme: theme\n"));
    let (apart, _) = seen(&mut Session::new(&apart, request())).expect("it builds");
    // A template that names rows may look at all of them, so that pages are then printed whole. Nothing uses this one.
    let whole = world().with("/p/waybook.yml", format!("{PROJECT}theme: theme\n")).with("/p/theme/unused.html", "rows");
    let (whole, _) = seen(&mut Session::new(&whole, request())).expect("it builds");
    let pages: Vec<_> = apart.iter().map(|(path, _)| path).collect();
    assert!(pages.iter().any(|path| path.as_str().starts_with("roles/")), "there are pages with long lists: {pages:?}");
    let changes = apart.changes_since(&whole);
    assert_eq!((changes.written, changes.removed), (Vec::new(), Vec::new()));
}

/// Files of a world by their paths below the content folder.
type Files<'a> = &'a [(&'a str, &'a str)];

/// What is built where pages of several editions are printed once, and where a template that names the edition, which nothing
/// uses, has each page printed for each edition; how many pages were viewed and printed in each.
fn shared_and_apart(world: impl Fn() -> Memory) -> [(OutputFiles, Work); 2] {
    let build = |world: Memory| {
        let mut session = Session::new(&world, request());
        let (outputs, _) = seen(&mut session).expect("it builds");
        (outputs, session.work())
    };
    [build(world()), build(world().with("/p/theme/unused.html", "edition"))]
}

#[test]
fn a_page_of_several_editions_is_what_each_would_print_by_itself() {
    let editions = "theme: theme\nmetadata:\n  ft.audience: [internal, partner]\neditions:\n  partner: [partner]\n  internal: [internal]\n";
    let project = format!("{PROJECT}{editions}");
    let languages = format!("{project}languages:\n  en: p\n  de: {{ folder: de, suffix: -de }}\n");
    let internal = page(2, 3).replace("title: Page 2", "title: Page 2\nft.audience: internal");
    let block =
        page(1, 0) + "\n:::audience internal\n\n## For us\n\nTold to us alone, see [b](page2.md#for-us).\n\n:::\n";
    let german = page(1, 0).replace("Page", "Seite");
    let field = languages.replace("internal", "field");
    let german_for_field = "---\nft.audience: field\n---\n# Seite\n";
    let worlds: [(&str, &str, Files<'_>); 7] = [
        ("the same pages", &project, &[]),
        ("a page for some", &project, &[("p/page2.md", &internal)]),
        ("a page that differs", &project, &[("p/page1--internal.md", &page(1, 9))]),
        ("a block for some", &project, &[("p/page1.md", &block)]),
        ("languages", &languages, &[("de/page1-de.md", &german)]),
        ("a translation for some", &languages, &[("de/page1-de.md", &internal)]),
        ("a translation for some, of no tasks", &field, &[("de/page1-de.md", german_for_field)]),
    ];
    for (name, project, files) in worlds {
        let world = || {
            let start = world().with("/p/waybook.yml", project);
            files.iter().fold(start, |world, (path, text)| world.with(format!("/p/content/{path}"), *text))
        };
        let [(shared, less), (apart, more)] = shared_and_apart(world);
        assert_eq!(
            shared.iter().map(|(path, _)| path).collect::<Vec<_>>(),
            apart.iter().map(|(path, _)| path).collect::<Vec<_>>()
        );
        let changes = shared.changes_since(&apart);
        assert_eq!(changes.written, Vec::new(), "{name}");
        assert!(less.printed < more.printed, "{name}: {less:?} {more:?}");
    }
    let [(outputs, once), (_, each)] = shared_and_apart(|| world().with("/p/waybook.yml", &*project));
    let own =
        outputs.iter().filter(|(path, _)| path.as_str().starts_with("partner/") && path.extension() == "html").count();
    assert_eq!(
        (each.viewed - once.viewed, each.printed - once.printed),
        (own - 1, own - 1),
        "all but the page for lost readers"
    );
}

/// Addresses of pages, as an output has them.
fn named(pages: &[&str]) -> Vec<String> {
    pages.iter().map(|page| format!("{page}.html")).collect()
}

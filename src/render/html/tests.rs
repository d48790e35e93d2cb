//! Templates that are overridden, broken, or fed with hostile texts.

use super::*;
use crate::view::pages::*;
use crate::view::parts::*;

const HOSTILE: &str = r#"<script>alert("1")</script>' onload='x"#;

type Files = BTreeMap<String, Arc<[u8]>>;

fn theme(base: &str, overrides: &[(&str, &str)]) -> Files {
    let mut files = super::super::built_in_theme(base).expect("the theme is built in");
    files.extend(overrides.iter().map(|(name, text)| ((*name).to_owned(), Arc::from(text.as_bytes()))));
    files
}

fn print(theme: &Files, template: &str, page: &impl Serialize) -> (String, Vec<TemplateProblem>) {
    let (templates, problems) = Templates::new(theme);
    let (texts, _) = Texts::new(theme, "en");
    let site = Site { title: HOSTILE.to_owned(), language: "en".to_owned(), ..Site::default() };
    (templates.printer(&site, &texts).render(template, page).expect("the page prints"), problems)
}

fn at(line: u32, column: u32) -> Option<Position> {
    Some(Position { line, column })
}

fn hostile_frame() -> Frame {
    let link = Link { text: HOSTILE.to_owned(), href: HOSTILE.to_owned(), current: true };
    Frame {
        title: HOSTILE.to_owned(),
        description: HOSTILE.to_owned(),
        language: HOSTILE.to_owned(),
        root: HOSTILE.to_owned(),
        languages: vec![Translation { text: HOSTILE.to_owned(), href: HOSTILE.to_owned(), ..Translation::default() }],
        crumbs: vec![link.clone()],
        with_tree: true,
        tree: vec![TreeItem { text: HOSTILE.to_owned(), href: Some(HOSTILE.to_owned()), ..TreeItem::default() }],
        contents: vec![Heading { text: HOSTILE.to_owned(), href: HOSTILE.to_owned(), level: 2 }],
        previous: Some(link.clone()),
        next: Some(link),
        lifecycle: vec![Station { text: HOSTILE.to_owned(), href: HOSTILE.to_owned(), ..Station::default() }],
        ..Frame::default()
    }
}

fn hostile_table() -> TaskTable {
    let chip = Chip { text: HOSTILE.to_owned(), href: Some(HOSTILE.to_owned()), known: false };
    let row = TaskRow {
        anchor: HOSTILE.to_owned(),
        href: HOSTILE.to_owned(),
        name_html: "<em>name</em>".to_owned(),
        name: HOSTILE.to_owned(),
        requirement: HOSTILE.to_owned(),
        roles: vec![chip.clone(), Chip { href: None, ..chip }],
        phase: Some(HOSTILE.to_owned()),
        place: Some(Link { text: HOSTILE.to_owned(), href: HOSTILE.to_owned(), current: false }),
        ..TaskRow::default()
    };
    TaskTable {
        id: HOSTILE.to_owned(),
        caption: HOSTILE.to_owned(),
        with_roles: true,
        with_place: true,
        rows: vec![row],
        ..TaskTable::default()
    }
}

fn hostile_article() -> Article {
    let fact = Fact { kind: HOSTILE.to_owned(), label: HOSTILE.to_owned(), chips: Vec::new() };
    let body = vec![
        Part::Html { html: "<p>safe</p>".to_owned() },
        Part::Tasks { table: hostile_table() },
        Part::Facts { facts: vec![fact] },
    ];
    Article { frame: hostile_frame(), body, edit: Some(HOSTILE.to_owned()), ..Article::default() }
}

#[track_caller]
fn assert_escaped(html: &str) {
    assert!(!html.contains("<script>alert"), "an element slipped through: {html}");
    assert!(!html.contains("' onload='x"), "an attribute slipped through: {html}");
    assert!(html.contains("&lt;script&gt;alert(&quot;1&quot;)"), "{html}");
}

#[test]
fn hostile_strings_are_escaped() {
    for base in ["default", "plain"] {
        let theme = theme(base, &[]);
        let (html, problems) = print(&theme, "article.html", &hostile_article());
        assert_eq!(problems, []);
        assert_escaped(&html);
        assert!(html.contains("<p>safe</p>") && html.contains("<em>name</em>"));

        let tasks = TaskIndex {
            frame: hostile_frame(),
            table: hostile_table(),
            facets: vec![Facet { kind: "role".to_owned(), values: vec![HOSTILE.to_owned()] }],
        };
        assert_escaped(&print(&theme, "tasks.html", &tasks).0);
    }
}

#[test]
fn every_template_prints_an_empty_view() {
    for base in ["default", "plain"] {
        let theme = theme(base, &[]);
        print(&theme, "article.html", &Article { home: Some(Home::default()), ..Article::default() });
        print(&theme, "tasks.html", &TaskIndex::default());
        print(&theme, "task.html", &TaskPage::default());
        print(&theme, "role.html", &Gathering::default());
        print(&theme, "service.html", &Gathering::default());
        print(&theme, "roles.html", &TallyIndex::default());
        print(&theme, "services.html", &TallyIndex::default());
        print(&theme, "phase.html", &PhasePage::default());
        print(&theme, "changes.html", &Changes::default());
        print(&theme, "404.html", &NotFound::default());
    }
}

#[test]
fn no_page_asks_for_anything_from_outside() {
    let (html, _) = print(&theme("default", &[]), "article.html", &Article::default());
    assert!(!html.contains("http:") && !html.contains("https:"), "{html}");
    let files = theme("default", &[]);
    for (name, bytes) in files.iter().filter(|(name, _)| name.starts_with("css/")) {
        let css = std::str::from_utf8(bytes).expect("a style sheet is text");
        assert!(!css.contains("url(") && !css.contains("@import"), "{name}");
    }
}

#[test]
fn an_override_wins() {
    let theme = theme("default", &[("404.html", "lost: {{ page.frame.title }}")]);
    let page = NotFound { frame: Frame { title: "a & b".to_owned(), ..Frame::default() } };
    assert_eq!(print(&theme, "404.html", &page), ("lost: a &amp; b".to_owned(), Vec::new()));
}

#[test]
fn an_override_may_extend_what_it_replaces_and_bring_files_of_its_own() {
    let theme = theme(
        "default",
        &[
            (
                "404.html",
                r#"{% extends "built-in/404.html" %}{% block footer %}{% include "zz/foot.html" %}{% endblock %}"#,
            ),
            ("zz/foot.html", "<footer>ours</footer>"),
        ],
    );
    let (html, problems) = print(&theme, "404.html", &NotFound::default());
    assert_eq!(problems, []);
    assert!(html.contains("<footer>ours</footer>") && html.contains("Page not found"));
}

#[test]
fn an_override_of_a_piece_reaches_the_built_in_pages() {
    let piece = "{% component counts(counts) %}[{{ counts.tasks }}]{% endcomponent counts %}{% component tallies(items) %}-{% endcomponent tallies %}";
    let theme = theme("default", &[("parts/counts.html", piece)]);
    let (html, problems) = print(&theme, "phase.html", &PhasePage::default());
    assert_eq!(problems, []);
    assert!(html.contains("<p>[0]</p>"), "{html}");
}

#[test]
fn a_broken_override_is_reported_and_the_built_in_stands_in() {
    let theme =
        theme("default", &[("404.html", "<h1>\n  {{ page. }}</h1>"), ("article.html", "{{ page.frame.title }}")]);
    let (html, problems) = print(&theme, "404.html", &NotFound::default());
    assert!(html.contains("Page not found"));
    let [problem] = problems.as_slice() else { panic!("{problems:?}") };
    assert_eq!((problem.template.as_str(), problem.position), ("404.html", at(2, 12)));
    let article = Article { frame: Frame { title: "ours".to_owned(), ..Frame::default() }, ..Article::default() };
    assert_eq!(print(&theme, "article.html", &article).0, "ours");
}

#[test]
fn an_unknown_filter_is_reported_with_its_place() {
    let theme = theme("default", &[("404.html", "\n{{ page.frame.title | shout }}")]);
    let (_, problems) = Templates::new(&theme);
    let problem = TemplateProblem {
        template: "404.html".to_owned(),
        message: "unknown filter `shout`".to_owned(),
        position: at(2, 23),
    };
    assert_eq!(problems, [problem]);
}

#[test]
fn a_loop_over_the_fields_of_an_object_is_reported_since_they_have_no_order() {
    let theme = theme(
        "default",
        &[("404.html", "{% for one in page.frame.tree %}{% endfor %}\n{%- for key, value in site -%}{% endfor %}")],
    );
    let (_, problems) = Templates::new(&theme);
    let [problem] = problems.as_slice() else { panic!("{problems:?}") };
    assert_eq!((problem.template.as_str(), problem.position), ("404.html", at(2, 1)));
    assert!(problem.message.contains("no fixed order"), "{}", problem.message);
}

#[test]
fn a_missing_field_is_reported_with_its_place_and_the_built_in_prints() {
    let theme = theme("default", &[("404.html", "{{ page.frame.titel }}")]);
    let (templates, problems) = Templates::new(&theme);
    assert_eq!(problems, []);
    let (texts, _) = Texts::new(&theme, "en");
    let printer = templates.printer(&Site::default(), &texts);
    let problem = printer.render("404.html", &NotFound::default()).expect_err("there is no such field");
    assert_eq!((problem.template.as_str(), problem.position), ("404.html", at(1, 15)));
    assert!(problem.message.starts_with("field `titel` is not defined"), "{}", problem.message);
    assert!(printer.render_built_in("404.html", &NotFound::default()).is_ok());
}

#[test]
fn bytes_that_are_no_text_are_reported() {
    let mut theme = theme("default", &[]);
    theme.insert("404.html".to_owned(), Arc::from([0xff, 0xfe].as_slice()));
    let (_, problems) = Templates::new(&theme);
    assert_eq!(
        problems,
        [TemplateProblem { template: "404.html".to_owned(), message: "not UTF-8".to_owned(), position: None }]
    );
}

#[test]
fn a_tree_without_end_does_not_stop_the_page() {
    let leaf = TreeItem { text: "leaf".to_owned(), ..TreeItem::default() };
    let deep = (0..100).fold(leaf, |item, _| TreeItem {
        children: vec![item],
        open: true,
        branch: true,
        ..TreeItem::default()
    });
    let page = Article { frame: Frame { with_tree: true, tree: vec![deep], ..Frame::default() }, ..Article::default() };
    print(&theme("default", &[]), "article.html", &page);
}

#[test]
fn texts_fall_back_to_the_language_and_to_english() {
    let theme = theme("default", &[("messages/de.yml", "tasks: Tasks!\n"), ("messages/fr.yml", "tasks: Tâches\n")]);
    let tasks = |tag| Texts::new(&theme, tag).0.get("tasks").to_owned();
    assert_eq!([tasks("de-AT"), tasks("fr"), tasks("zh-Hans-CN"), tasks("tlh")], ["Tasks!", "Tâches", "任务", "Tasks"]);
    assert_eq!(Texts::new(&theme, "de").0.get("roles"), "Rollen");
    assert_eq!(Texts::new(&theme, "fr").0.get("roles"), "Roles");
}

#[test]
fn every_language_has_every_text_with_the_same_placeholders() {
    let files = theme("default", &[]);
    let read = |name: &str| -> BTreeMap<String, String> {
        serde_yaml::from_slice(&files[name]).expect("built-in messages can be read")
    };
    let english = read("messages/en.yml");
    for name in files.keys().filter(|name| name.starts_with("messages/")) {
        let texts = read(name);
        assert!(texts.keys().eq(english.keys()), "{name}");
        for (key, text) in &texts {
            for placeholder in ["{n}", "{m}", "{name}"] {
                assert_eq!(text.contains(placeholder), english[key].contains(placeholder), "{name}: {key}");
            }
        }
    }
}

#[test]
fn what_a_page_says_of_a_name_parts_the_name_from_its_own_words() {
    let files = theme("default", &[]);
    for (name, bytes) in files.iter().filter(|(name, _)| name.starts_with("messages/")) {
        let texts: BTreeMap<String, String> = serde_yaml::from_slice(bytes).expect("built-in messages can be read");
        for (key, text) in texts.iter().filter(|(key, text)| key.starts_with("about_") && text.contains("{name}")) {
            // Else words of ours and of the name stand in a row, which another edition may have as a phrase of its own.
            let (before, after) = text.split_once("{name}").expect("it is there");
            assert!(before.trim_end().is_empty() || before.trim_end().ends_with([':', '：']), "{name}, {key}: {text}");
            assert!(after.is_empty() || after.starts_with([':', '：']), "{name}, {key}: {text}");
        }
    }
}

#[test]
fn broken_messages_are_reported_with_their_place() {
    let theme = theme("default", &[("messages/de.yml", "tasks: Aufgaben\nroles: [\n")]);
    let (texts, problems) = Texts::new(&theme, "de");
    let [problem] = problems.as_slice() else { panic!("{problems:?}") };
    assert_eq!(problem.template, "messages/de.yml");
    assert!(problem.position.is_some_and(|at| at.line >= 2), "{problem:?}");
    assert_eq!(texts.get("tasks"), "Aufgaben");
}

#[test]
fn numbers_choose_the_form() {
    let (texts, _) = Texts::new(&theme("default", &[]), "en");
    let tasks = |n| texts.fill("count_tasks", &[("n", n)]);
    assert_eq!([tasks("1"), tasks("0"), tasks("24")], ["1 task", "0 tasks", "24 tasks"]);
}

#[test]
fn a_printer_serves_many_threads() {
    fn shared<T: Sync + Send>() {}
    shared::<Printer<'_>>();
}

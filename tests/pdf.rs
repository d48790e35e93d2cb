//! Reports as PDF, in a world that exists only in memory and on the sample project. The text of a PDF is read back with
//! `pdftotext`; where that is not installed, the tests that need it say so and hold nothing.
#![cfg(feature = "pdf")]

use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::path::Path;
use std::process::{Command, Stdio};

use jiff::civil::date;
use waybook::output::Content;
use waybook::session::{Misprint, Request, Session, Shape, WantedReports};
use waybook::system::{Memory, Os, System};
use waybook::text::VirtualPath;

/// All reports, to be typeset.
const DOCUMENTS: WantedReports = WantedReports { kind: None, shape: Shape::Document };

const PLAYBOOK: &str = "Phase: **Migrate**\n\n# Migration\n\n## Approach\n\n### Move\n\n#### FTOP Tasks\n\n\
    | Task ID | Task Name | (M)andatory / (O)ptional | FastTrack Role | Services |\n\
    | --- | --- | --- | --- | --- |\n\
    | 1871 | Direct migration | M | FastTrack Manager | All Services |\n";

fn world(engagements: &[(&str, &str)]) -> Memory {
    let mut world = Memory::new(date(2020, 3, 30))
        .with("/p/waybook.yml", "content: content\nengagements: engagements\n")
        .with("/p/content/migration.md", PLAYBOOK);
    for (name, yaml) in engagements {
        world = world.with(Path::new("/p/engagements").join(format!("{name}.yml")), *yaml);
    }
    world
}

/// Every file that reports make, and what was said of the PDFs.
struct Made {
    files: BTreeMap<String, Vec<u8>>,
    misprints: Vec<Misprint>,
}

impl Made {
    fn of(system: &dyn System, project: &Path, kinds: &[&str]) -> Self {
        let request = Request { project: Some(project.to_owned()), wanted: Some(DOCUMENTS), ..Request::default() };
        let session = &mut Session::new(system, request);
        let mut build = session.report().expect("reports are made");
        let ids = build.built.reports.iter().map(|one| one.id.clone());
        let names = ids.flat_map(|id| kinds.iter().map(move |kind| format!("reports/{id}/{kind}.pdf")));
        let names: Vec<VirtualPath> = names.filter_map(|name| VirtualPath::new(&name)).collect();
        let portfolio = VirtualPath::new("reports/portfolio.pdf").expect("a path");
        let names: Vec<VirtualPath> = names.into_iter().chain([portfolio]).collect();
        let misprints = session.typeset(&mut build, &names, &[]).expect("fonts are there");
        let bytes = |content: &Content| match content {
            Content::Bytes(bytes) => bytes.to_vec(),
            Content::Copy(_) => panic!("reports copy nothing"),
        };
        let files = build.built.outputs.iter().map(|(path, content)| (path.to_string(), bytes(content)));
        Self { files: files.collect(), misprints }
    }

    fn in_memory(engagements: &[(&str, &str)]) -> Self {
        Self::of(&world(engagements), Path::new("/p"), &["status"])
    }

    fn pdf(&self, name: &str) -> &[u8] {
        self.files.get(&format!("reports/{name}.pdf")).unwrap_or_else(|| panic!("{name}: {:?}", self.misprints))
    }

    fn html(&self, name: &str) -> String {
        String::from_utf8(self.files[&format!("reports/{name}.html")].clone()).expect("HTML is UTF-8")
    }
}

/// The bytes of a PDF and what its streams hold when they are unpacked.
fn unpacked(pdf: &[u8]) -> Vec<u8> {
    let mut out = pdf.to_vec();
    let mut at = 0;
    while let Some(found) = find(&pdf[at..], b"stream\n").map(|found| at + found + 7) {
        // What cannot be unpacked is a font or an image; its bytes are there as they are.
        let _ = flate2::read::ZlibDecoder::new(&pdf[found..]).read_to_end(&mut out);
        at = found;
    }
    out
}

fn find(bytes: &[u8], part: &[u8]) -> Option<usize> {
    bytes.windows(part.len()).position(|window| window == part)
}

/// Whether bytes hold a text in one of the ways in which a PDF holds texts.
fn holds(bytes: &[u8], text: &str) -> bool {
    let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let hexadecimal: String = wide.iter().map(|byte| format!("{byte:02X}")).collect();
    [text.as_bytes(), &wide, hexadecimal.as_bytes()].into_iter().any(|part| find(bytes, part).is_some())
}

/// The text of a PDF without its white space; none where `pdftotext` is not installed.
fn text_of(pdf: &[u8]) -> Option<String> {
    let command = Command::new("pdftotext")
        .args(["-raw", "-enc", "UTF-8", "-", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn();
    let Ok(mut child) = command else {
        eprintln!("not held: `pdftotext` is not installed");
        return None;
    };
    child.stdin.take().expect("a pipe").write_all(pdf).expect("it reads");
    let output = child.wait_with_output().expect("it ends");
    Some(squeezed(&String::from_utf8_lossy(&output.stdout)))
}

fn squeezed(text: &str) -> String {
    text.chars().filter(|character| !character.is_whitespace() && !"\u{200b}\u{ad}".contains(*character)).collect()
}

/// The texts between two tags of HTML, tags and entities taken out, squeezed.
fn between(html: &str, open: &str, close: &str) -> Vec<String> {
    let parts = html.split(open).skip(1).filter_map(|part| part.split_once('>')?.1.split_once(close));
    let plain = |(part, _): (&str, &str)| {
        let bare: String = part.split('<').map(|piece| piece.split_once('>').map_or(piece, |(_, text)| text)).collect();
        let entities =
            [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&#x27;", "'"), ("&amp;", "&")];
        squeezed(&entities.iter().fold(bare, |text, (entity, sign)| text.replace(entity, sign)))
    };
    parts.map(plain).collect()
}

#[test]
fn a_report_is_tagged_has_an_outline_and_says_what_it_is() {
    let made = Made::in_memory(&[(
        "a",
        "customer: Contoso Ltd\nservices: [Exchange]\nlanguage: de\ntasks: { 1871: Complete }\n",
    )]);
    assert_eq!(made.misprints, []);
    let bytes = unpacked(made.pdf("a/status"));
    assert!(bytes.starts_with(b"%PDF-1.7"));
    for part in [
        "<pdfuaid:part>1</pdfuaid:part>",
        "/MarkInfo",
        "/StructTreeRoot",
        "/Outlines",
        "/S/H1",
        "/S/H2",
        "/S/TH",
        "/Scope",
    ] {
        assert!(holds(&bytes, part) || holds(&bytes, &part.replace("/S/", "/S /")), "{part}");
    }
    for part in ["(de)", "D:20200330", "Contoso Ltd: Statusbericht"] {
        assert!(holds(&bytes, part), "{part}");
    }
}

#[test]
fn the_same_report_has_the_same_bytes() {
    let engagements = ["a", "b", "c"].map(|id| {
        (id, "customer: Contoso\nservices: [Exchange]\nbatches: [ { name: P, migrated: 2020-03-17, units: 15 } ]\n")
    });
    let (one, other) = (Made::in_memory(&engagements), Made::in_memory(&engagements));
    assert_eq!(one.files.keys().collect::<Vec<_>>(), other.files.keys().collect::<Vec<_>>());
    for (path, bytes) in &one.files {
        assert!(*bytes == other.files[path], "{path} differs");
    }
}

#[test]
fn no_text_of_a_customer_is_code_or_breaks_the_report() {
    let names = [
        "<script>alert(1)</script>",
        "#eval(\"1+1\") #panic() $x$ *b* _i_ `c` @ref <label> // end /* no */ \\",
        "../../../etc/passwd",
        "{n} | {day} {customer}",
        "\u{202e}dlrow\u{0} \u{1b}[31m",
        "🚀 Rocket",
    ];
    for name in names {
        let quoted = serde_json::to_string(name).expect("JSON");
        let yaml = format!(
            "customer: {quoted}\nservices: [Exchange]\nsummary: {quoted}\ntasks: {{ 1871: {{ status: Blocked-Other, note: {quoted} }} }}\n\
             next_actions: [ {{ what: {quoted}, owner: {quoted}, due: 2020-03-01 }} ]\n"
        );
        let made = Made::in_memory(&[("a", &yaml)]);
        let Some(text) = text_of(made.pdf("a/status")) else { return };
        let expected: String = name.chars().filter(|letter| !letter.is_control() && *letter != '\u{202e}').collect();
        let expected = squeezed(&expected.replace('🚀', ""));
        assert!(text.replace('□', "").matches(&expected).count() >= 4, "{name}: {text}");
        assert_eq!(made.misprints.is_empty(), !name.contains('🚀'), "{:?}", made.misprints);
    }
}

#[test]
fn the_longest_texts_fit() {
    let word = "x".repeat(10_000);
    let words = "many words ".repeat(1_000);
    for name in [&word, &words] {
        let yaml = format!(
            "customer: {name}\nservices: [Exchange]\nsummary: {name}\ntasks: {{ 1871: {{ status: Blocked-Other, note: {name}, evidence: {name} }} }}\n\
             batches: [ {{ name: {name}, units: 3, planned: 2020-04-01 }} ]\n"
        );
        let made = Made::in_memory(&[("a", &yaml)]);
        assert_eq!(made.misprints, []);
        let Some(text) = text_of(made.pdf("a/status")) else { return };
        // The foot of every page has its number: nothing was pushed out of the paper.
        let pages = (1..).take_while(|page| text.contains(&format!("{page}of"))).count();
        assert!(pages > 2 && text.contains(&format!("{pages}of{pages}")), "{pages}");
    }
}

#[test]
fn nothing_of_one_customer_is_in_the_report_of_another() {
    let of = |marker: &str| {
        format!(
            "customer: Customer {marker}\nservices: [Exchange]\nsummary: Summary {marker}\n\
             tasks: {{ 1871: {{ status: Blocked-Other, note: Note {marker} }} }}\n\
             batches: [ {{ name: Batch {marker}, units: 3, planned: 2020-04-01 }} ]\n"
        )
    };
    let (one, other) = (of("Quixotic"), of("Zephyrine"));
    let made = Made::in_memory(&[("a", &one), ("b", &other)]);
    for (id, own, foreign) in [("a", "Quixotic", "Zephyrine"), ("b", "Zephyrine", "Quixotic")] {
        let pdf = made.pdf(&format!("{id}/status"));
        let bytes = unpacked(pdf);
        assert!(holds(&bytes, own) && !holds(&bytes, foreign), "{id}");
        let Some(text) = text_of(pdf) else { continue };
        assert!(text.contains(own) && !text.contains(foreign), "{id}");
    }
}

#[test]
fn letters_without_a_font_fail_one_report_and_no_other() {
    let made = Made::in_memory(&[
        ("a", "customer: 한빛\nservices: [Exchange]\n"),
        ("b", "customer: Fabrikam\nservices: [Exchange]\n"),
    ]);
    let found = made.misprints.iter().find(|one| one.path.as_str() == "reports/a/status.pdf").expect("it is said");
    assert!(found.reason.contains("`한`") && found.reason.contains("Korean"), "{found:?}");
    assert!(found.help.as_ref().is_some_and(|help| help.contains("--fonts")), "{found:?}");
    assert!(!made.files.contains_key("reports/a/status.pdf"));
    assert!(made.pdf("b/status").starts_with(b"%PDF"));
}

#[test]
fn a_broken_template_is_named_and_the_built_in_one_stands_in() {
    let world = world(&[("a", "customer: Contoso\nservices: [Exchange]\n")])
        .with("/p/waybook.yml", "content: content\nengagements: engagements\ntheme: theme\n")
        .with("/p/theme/report/status.typ", "= Title\n#nothing\n");
    let made = Made::of(&world, Path::new("/p"), &["status"]);
    let [found] = made.misprints.as_slice() else { panic!("{:?}", made.misprints) };
    assert!(found.reason.starts_with("report/status.typ:2:2: unknown variable: nothing"), "{found:?}");
    assert_eq!(found.help, None);
    assert!(holds(&unpacked(made.pdf("a/status")), "/StructTreeRoot"));
}

#[test]
fn a_template_reaches_no_file_and_no_package() {
    for source in ["#read(\"/p/waybook.yml\")", "#read(\"/etc/hostname\")", "#import \"@preview/x:1.0.0\": y"] {
        let world = world(&[("a", "customer: Contoso\nservices: [Exchange]\n")])
            .with("/p/waybook.yml", "content: content\nengagements: engagements\ntheme: theme\n")
            .with("/p/theme/report/status.typ", source);
        let made = Made::of(&world, Path::new("/p"), &["status"]);
        assert!(made.misprints[0].reason.starts_with("report/status.typ:1:"), "{source}: {:?}", made.misprints);
    }
}

#[test]
fn a_folder_of_fonts_that_is_not_there_is_an_error() {
    let world = world(&[("a", "customer: Contoso\nservices: [Exchange]\n")]);
    let request = Request { project: Some("/p".into()), wanted: Some(DOCUMENTS), ..Request::default() };
    let session = &mut Session::new(&world, request);
    let mut build = session.report().expect("reports are made");
    let error = session.typeset(&mut build, &[], &["/p/fonts".into()]).expect_err("it is not there");
    assert!(error.to_string().contains("could not find the fonts"), "{error}");
}

#[test]
fn pdf_and_html_tell_the_same_story() {
    let made = Made::of(&Os, Path::new(env!("CARGO_MANIFEST_DIR")), &["status", "closure"]);
    assert_eq!(made.misprints, []);
    for name in made.files.keys().filter_map(|path| path.strip_prefix("reports/")?.strip_suffix(".pdf")) {
        let Some(text) = text_of(made.pdf(name)) else { return };
        let html = made.html(name);
        for heading in between(&html, "<h2", "</h2>").into_iter().chain(between(&html, "<th scope=\"row\"", "</th>")) {
            assert!(text.contains(&heading), "{name}: {heading}\n{text}");
        }
        let pages = text.matches("of").count();
        assert!(pages > 0 && text.contains("1of"), "{name}");
    }
}

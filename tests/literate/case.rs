//! One case: a project in memory, built, and held against what is expected of it.

use std::collections::BTreeMap;
use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use serde::Serialize;
use serde_json::Value;

use waybook::diagnostic::render::concise;
use waybook::diagnostic::{Code, Fixable, Safety};
use waybook::error::Error;
use waybook::inventory::Inventory;
use waybook::output::Content;
use waybook::session::{Build, Findings, Request, Session, mend, write};
use waybook::system::Memory;

use crate::expectation::{Expectation, Kind, diff};

/// The day on which every case is run.
const TODAY: jiff::civil::Date = jiff::civil::date(2020, 6, 30);
/// Where the project of a case lies.
const ROOT: &str = "/project";
/// A table of metadata to apply.
const METADATA: &str = "metadata.csv";

/// A project and what is expected of it.
pub(crate) struct Case {
    title: String,
    line: usize,
    pub(crate) files: Vec<Given>,
    pub(crate) expectations: Vec<Expectation>,
    /// Where the line after its last block begins.
    pub(crate) end: usize,
}

/// A file of a project.
pub(crate) struct Given {
    pub(crate) path: String,
    pub(crate) text: String,
    pub(crate) form: Form,
}

/// How a file lies on the disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    Utf8,
    Utf16,
    Windows1252,
    Unreadable,
    /// A link; the text is where it leads.
    Link,
}

/// What came of a project.
#[derive(Default)]
pub(crate) struct Found {
    pub(crate) diagnostics: String,
    pub(crate) tasks: Vec<Value>,
    pub(crate) refreshes: Vec<Value>,
    pub(crate) links: Vec<Value>,
    pub(crate) pages: Vec<Value>,
    pub(crate) files: BTreeMap<String, String>,
    pub(crate) error: String,
}

impl Case {
    /// A case without files yet.
    pub(crate) fn new(title: &str, line: usize) -> Self {
        Self { title: title.to_owned(), line, files: Vec::new(), expectations: Vec::new(), end: 0 }
    }

    /// Whether nothing is to be built or expected.
    pub(crate) fn is_prose(&self) -> bool {
        self.files.is_empty() && self.expectations.is_empty()
    }

    /// Whether one of the findings it expects holds this text.
    pub(crate) fn expects_finding(&self, part: &str) -> bool {
        self.expectations.iter().any(|expected| expected.kind == Kind::Diagnostics && expected.body.contains(part))
    }

    /// What is wrong with it, or nothing.
    pub(crate) fn failure(&self, page: &str) -> Option<String> {
        let found = self.run();
        let mut failures: Vec<String> = self.expectations.iter().filter_map(|one| one.failure(&found)).collect();
        failures.extend(self.unexpected(&found).map(|(kind, text)| format!("  {}:\n{}", kind.tag(), diff("", &text))));
        (!failures.is_empty()).then(|| format!("{page}:{}: {}\n{}\n", self.line, self.title, failures.concat()))
    }

    /// The edits of its page that make it hold. What a file of the output has is for a person to choose.
    pub(crate) fn blessings(&self) -> Vec<(Range<usize>, String)> {
        let found = self.run();
        let stated = self.expectations.iter().filter(|expected| !matches!(expected.kind, Kind::Html(_)));
        let stated = stated.map(|expected| (expected.place.clone(), expected.kind.shown(&found)));
        let further = self
            .unexpected(&found)
            .map(|(kind, text)| (self.end..self.end, format!("\n```{}\n{text}```\n", kind.tag())));
        stated.chain(further).collect()
    }

    /// Findings or an error of which the case says nothing: a case without a word on them must have none.
    fn unexpected(&self, found: &Found) -> Option<(Kind, String)> {
        let states = |kind: Kind| self.expectations.iter().any(|expected| expected.kind == kind);
        let error =
            Some((Kind::Error, found.error.clone())).filter(|(kind, text)| !text.is_empty() && !states(kind.clone()));
        let findings = Some((Kind::Diagnostics, found.diagnostics.clone()));
        error.or(findings.filter(|(kind, text)| !text.is_empty() && !states(kind.clone())))
    }

    /// The codes of its findings that offer a fix.
    pub(crate) fn fixable(&self) -> Vec<Code> {
        let world = self.world();
        let built = Session::new(&world, request()).build().ok();
        let findings = built.into_iter().flat_map(|build| build.findings.diagnostics);
        findings.filter(|found| found.fix.is_some()).map(|found| found.code).collect()
    }

    /// What its fixes do not keep of their word: that their code offers them, that nothing is left to mend after them,
    /// and that no task is lost.
    pub(crate) fn unmended(&self) -> Vec<String> {
        let at = |complaint: String| format!("{}: {complaint}", self.title);
        let mut complaints = Vec::new();
        let unsaid = self.fixable().into_iter().filter(|code| code.fixable() == Fixable::No);
        complaints.extend(unsaid.map(|code| at(format!("`{code}` has a fix that its page denies"))));
        let offers = !self.fixable().is_empty();
        for least in [Safety::Safe, Safety::Likely].into_iter().filter(|_| offers) {
            let world = self.world();
            let mut all = |_: &mut Findings| Ok(());
            let Ok(mended) = mend(&world, request(), least, &mut all) else { continue };
            let ids = |world: &Memory| -> Vec<Value> {
                let tasks = Session::new(world, request()).read().map(|(inventory, _)| values(&inventory.tasks));
                tasks.unwrap_or_default().into_iter().map(|row| row["id"].clone()).collect()
            };
            let before = ids(&world);
            write(&world, &mended.files);
            let again = mend(&world, request(), least, &mut all).map_or(0, |mended| mended.made);
            if again > 0 {
                complaints.push(at(format!("{again} fixes are left after mending")));
            }
            if ids(&world) != before {
                complaints.push(at(format!("{before:?} became {:?}", ids(&world))));
            }
        }
        complaints
    }

    fn run(&self) -> Found {
        let world = self.world();
        let mut session = Session::new(&world, request());
        let built = catch_unwind(AssertUnwindSafe(|| {
            let metadata = self.metadata(&mut session)?;
            Ok((session.build()?, session.read()?.0, metadata))
        }));
        built.map_or_else(
            |_| panicked(),
            |built| {
                built.map_or_else(failed, |(build, inventory, metadata)| {
                    let found = found(build, &inventory);
                    Found { diagnostics: found.diagnostics + &metadata, ..found }
                })
            },
        )
    }

    /// What is found in a table of metadata, if the project has one.
    fn metadata(&self, session: &mut Session<'_>) -> Result<String, Error> {
        if !self.files.iter().any(|file| file.path == METADATA) {
            return Ok(String::new());
        }
        let findings = session.with_metadata(&Path::new(ROOT).join(METADATA))?.findings;
        Ok(concise(&findings.diagnostics, &findings.sources))
    }

    /// The project in memory. Without a file that describes it, an empty `waybook.yml` does.
    fn world(&self) -> Memory {
        let world = Memory::new(TODAY);
        let described = self.files.iter().any(|file| file.path == "waybook.yml" || file.path == "docfx.json");
        let world = if described { world } else { world.with(Path::new(ROOT).join("waybook.yml"), "") };
        self.files.iter().fold(world, |world, file| file.put(world))
    }
}

fn request() -> Request {
    Request { project: Some(PathBuf::from(ROOT)), ..Request::default() }
}

impl Given {
    fn put(&self, world: Memory) -> Memory {
        let path = Path::new(ROOT).join(&self.path);
        match self.form {
            Form::Utf8 => world.with(path, self.text.as_str()),
            Form::Utf16 => world.with(path, utf16(&self.text)),
            Form::Windows1252 => world.with(path, self.text.chars().map(windows_1252).collect::<Vec<u8>>()),
            Form::Unreadable => world.with(&path, "").locked(path),
            Form::Link => world.with_link(path, self.text.trim()),
        }
    }
}

/// The bytes with the mark of their order, the lesser byte first.
fn utf16(text: &str) -> Vec<u8> {
    std::iter::once(0xfeff).chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect()
}

/// The byte of a character; of those beyond Latin 1, the ones that word processors put in.
fn windows_1252(c: char) -> u8 {
    let known =
        [('€', 0x80), ('…', 0x85), ('‘', 0x91), ('’', 0x92), ('“', 0x93), ('”', 0x94), ('–', 0x96), ('—', 0x97)];
    let high = known.iter().find(|(known, _)| *known == c).map(|(_, byte)| *byte);
    high.or(u8::try_from(c).ok()).unwrap_or(b'?')
}

fn found(build: Build, inventory: &Inventory) -> Found {
    let Build { built, findings, .. } = build;
    let text = |content: &Content| match content {
        Content::Bytes(bytes) => String::from_utf8_lossy(bytes).into_owned(),
        Content::Copy(resource) => format!("copy of {}\n", resource.path),
    };
    Found {
        diagnostics: concise(&findings.diagnostics, &findings.sources),
        tasks: values(&inventory.tasks),
        refreshes: values(&inventory.refreshes),
        links: values(&inventory.links),
        pages: values(&inventory.pages),
        files: built.outputs.iter().map(|(path, content)| (path.to_string(), text(content))).collect(),
        error: String::new(),
    }
}

/// A panic is our bug: no case may expect it, and the others go on.
fn panicked() -> Found {
    Found { error: "waybook panicked, see above\n".to_owned(), ..Found::default() }
}

/// What is said where nothing is made: the findings for which it is not, or why it could not be.
fn failed(error: Error) -> Found {
    if let Some(refusal) = error.refusal {
        return Found { diagnostics: concise(&refusal.diagnostics, &refusal.sources), ..Found::default() };
    }
    let help = error.help.iter().map(|help| format!("help: {help}\n"));
    let error = std::iter::once(format!("{error}\n")).chain(help).collect();
    Found { error, ..Found::default() }
}

fn values<T: Serialize>(rows: &[T]) -> Vec<Value> {
    rows.iter().map(|row| serde_json::to_value(row).expect("rows serialise")).collect()
}

//! How long the stages take, without a disk: `cargo bench`. Pages are generated, as many and as long as real ones.

use std::fmt::Write;
use std::hint::black_box;
use std::time::Duration;

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use waybook::diagnostic::render::full;
use waybook::diagnostic::{Code, Diagnostic};
use waybook::memo::Memo;
use waybook::session::{Request, Session};
use waybook::syntax::markdown;
use waybook::system::{Memory, System};
use waybook::text::{Sources, Span, VirtualPath};

/// Rows in the table of tasks of each page.
const ROWS: usize = 12;
/// Pages in each folder.
const IN_FOLDER: usize = 50;

/// One page: labels, prose with links, a table of tasks, a refresh summary.
fn page(number: usize) -> String {
    let mut text = format!(
        "---\ntitle: Process {number}\nms.date: 5/02/2019\n---\n\n# Process {number}\n\nPhase: **Migrate**\n\n## Overview\n\n"
    );
    for paragraph in 0..8 {
        let other = (number + paragraph) % IN_FOLDER;
        let _ = writeln!(text, "Some **words** on the step, see [the page](page-{other}.md#overview) and *so on*.\n");
    }
    text.push_str(
        "## Approach\n\n### Manage Velocity Migration\n\nPrimary Role: **FastTrack Engineer**\n\n#### FTOP Tasks\n\n",
    );
    text.push_str(
        "| Task ID | Task Name | (M)andatory / (O)ptional | FastTrack Role | Services |\n|---|---|---|---|---|\n",
    );
    for row in 0..ROWS {
        let id = 1000 + (number * ROWS + row) % 900;
        let _ = writeln!(
            text,
            "| {id} | Exchange - Do what is to be done | M | FastTrack Engineer | Exchange / SharePoint |"
        );
    }
    text + "\n## Refresh Summary\n\n| Date | Who | What |\n|---|---|---|\n| 1/31/2020 | Dana | Written |\n"
}

/// A project of generated pages in memory.
fn world(pages: usize) -> Memory {
    let world = Memory::new(jiff::civil::date(2020, 6, 30)).with("/waybook.yml", "title: Bench\n");
    (0..pages).fold(world, |world, number| world.with(path(number), page(number)))
}

fn path(number: usize) -> String {
    format!("/content/part-{}/page-{}.md", number / IN_FOLDER, number % IN_FOLDER)
}

fn parse(criterion: &mut Criterion) {
    let mut sources = Sources::default();
    let files: Vec<_> = (0..100)
        .map(|number| sources.add(VirtualPath::new(&path(number)[1..]).expect("inside the root"), page(number)))
        .collect();
    let bytes: usize = sources.iter().map(|source| source.text.len()).sum();
    let mut group = criterion.benchmark_group("parse");
    group.throughput(Throughput::Bytes(bytes as u64));
    group.bench_function("100 pages", |bencher| {
        bencher.iter(|| files.iter().map(|file| markdown::parse(sources.get(*file)).links.len()).sum::<usize>());
    });
    group.bench_function("100 pages, all cores", |bencher| {
        bencher.iter_batched(Memo::default, |mut memo| memo.documents(&sources, &files), BatchSize::SmallInput);
    });
    group.finish();
}

fn build(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("build");
    group.sample_size(10).measurement_time(Duration::from_secs(20));
    for pages in [500, 5000] {
        let world = world(pages);
        group.throughput(Throughput::Elements(pages as u64));
        group.bench_function(format!("{pages} pages"), |bencher| {
            bencher.iter(|| black_box(session(&world).build().expect("it can be built").built.outputs.len()));
        });
    }
    group.finish();
}

/// One page is edited, everything else is as before.
fn rebuild(criterion: &mut Criterion) {
    let world = world(500);
    let mut session = session(&world);
    session.build().expect("it can be built");
    let mut edits = 0;
    let mut group = criterion.benchmark_group("rebuild");
    group.sample_size(10).measurement_time(Duration::from_secs(10));
    group.bench_function("one of 500 pages edited", |bencher| {
        bencher.iter(|| {
            edits += 1;
            let text = page(7) + &format!("\nEdit {edits}.\n");
            world.write(path(7).as_ref(), text.as_bytes()).expect("memory can be written");
            session.build().expect("it can be built").built.outputs.len()
        });
    });
    group.finish();
}

/// Everything is held against the rules and nothing is made of it, texts parsed before: another title makes the memo forget
/// all but those.
fn check(criterion: &mut Criterion) {
    let world = world(1800);
    let mut session = session(&world);
    session.study(|_| ()).expect("it can be read");
    let mut turns = 0;
    let mut group = criterion.benchmark_group("check");
    group.sample_size(10).measurement_time(Duration::from_secs(10));
    group.bench_function("1800 pages, parsed", |bencher| {
        bencher.iter(|| {
            turns += 1;
            let project = format!("title: Bench {turns}\n");
            world.write("/waybook.yml".as_ref(), project.as_bytes()).expect("memory can be written");
            session.study(|_| ()).expect("it can be read").findings.diagnostics.len()
        });
    });
    let mut sources = Sources::default();
    let text = page(1);
    let file = sources.add(VirtualPath::new("content/a.md").expect("inside the root"), text.as_str());
    let rows = text.match_indices("FastTrack Engineer").cycle().take(1000);
    let found: Vec<Diagnostic> = rows
        .map(|(at, name)| {
            let found = Diagnostic::at(Code::UnknownRole, Span::new(file, at, at + name.len()), "unknown role");
            found.related(Span::new(file, 4, 9), "said here").help("did you mean `FastTrack Manager`?")
        })
        .collect();
    group.bench_function("1000 findings in full", |bencher| {
        bencher.iter(|| black_box(full(&found, &sources, false).len()));
    });
    group.finish();
}

fn session(world: &Memory) -> Session<'_> {
    Session::new(world, Request::default())
}

criterion_group!(benches, parse, build, rebuild, check);
criterion_main!(benches);

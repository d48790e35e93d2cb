//! `waybook check`: every finding, for people or programs.

use std::path::{Path, PathBuf};

use crate::diagnostic::baseline::{Baseline, Sifted};
use crate::diagnostic::render::{concise, full, github, gitlab, json, junit, sarif, totals};
use crate::diagnostic::{Code, Safety, Severity};
use crate::error::{Error, Refusal};
use crate::session::{self, Build, Findings, Mended, Request, Session};
use crate::system::System;
use crate::text::VirtualPath;

use super::arguments::{Denied, InProject, RuleSeverity, parse_code};
use super::summary::{counted, severities};
use super::{Outcome, mend, terminal};

/// Read everything and list what is wrong
#[derive(Clone, Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    waybook check                                 with the lines they stand on\n  \
    waybook check --format concise                file:line:column: severity[code] message\n  \
    waybook check --format json | jq .message     one object a line\n  \
    waybook check --format sarif > waybook.sarif  for code scanning\n  \
    waybook check --only run-on-row,broken-link   findings of two kinds\n  \
    waybook check --rule stale-page=off           for this run\n  \
    waybook check --write-baseline known.json     make peace with what there is\n  \
    waybook check --baseline known.json           and hear of new findings only\n  \
    waybook check --report findings.html          a page by rule, page and owner\n  \
    waybook check --diff                          what --fix would change\n  \
    waybook check --fix                           mend what has one answer\n  \
    waybook check --fix --unsafe --only broken-link  and what has a likely one\n  \
    waybook check --deny warnings                 exit with 1 on warnings too\n\n\
    Exit codes: 0 no errors, 1 errors, denied findings or something that --diff shows, 2 could not check.")]
pub(super) struct Check {
    #[command(flatten)]
    project: InProject,
    /// How to show them
    #[arg(long, value_enum, default_value = "full")]
    format: Format,
    /// Only findings of these codes
    #[arg(long, value_name = "CODE", value_delimiter = ',', value_parser = parse_code)]
    only: Vec<Code>,
    /// How grave a rule is in this run: error, warning, info or off
    #[arg(long, value_name = "CODE=SEVERITY", value_delimiter = ',')]
    rule: Vec<RuleSeverity>,
    /// Leave out the findings that this file knows
    #[arg(long, value_name = "FILE")]
    baseline: Option<PathBuf>,
    /// Write all findings into this file as known ones
    #[arg(long, value_name = "FILE", conflicts_with = "baseline")]
    write_baseline: Option<PathBuf>,
    /// Write the findings as a page into this file
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
    #[command(flatten)]
    fixing: Fixing,
    #[command(flatten)]
    denied: Denied,
}

/// Whether findings are mended.
#[derive(Clone, Copy, Debug, clap::Args)]
struct Fixing {
    /// Mend what has one answer, then list what is left
    #[arg(long, group = "mending", conflicts_with_all = ["write_baseline", "report"])]
    fix: bool,
    /// Show what would be mended, and write nothing
    #[arg(long, group = "mending", conflicts_with_all = ["write_baseline", "report"])]
    diff: bool,
    /// Mend also what has a likely answer; look at it afterwards
    #[arg(long, requires = "mending")]
    r#unsafe: bool,
}

/// The shapes of findings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// With the lines they stand on, and a table by rule
    Full,
    /// A line each
    Concise,
    /// A JSON object a line
    Json,
    /// SARIF 2.1.0, for code scanning
    Sarif,
    /// Annotations of GitHub Actions
    Github,
    /// A code quality report of GitLab
    Gitlab,
    /// Test results as JUnit writes them
    Junit,
}

impl Check {
    /// Prints the findings. Where settings or the project cannot be used, these are all the findings there are.
    pub(super) fn run(self, system: &dyn System) -> Result<Outcome, Error> {
        match self.checked(system) {
            Err(Error { refusal: Some(refusal), action, .. }) => {
                let project = Session::new(system, self.project.request()).project_folder()?;
                let root = root(system, &project)?;
                let Refusal { diagnostics, sources } = *refusal;
                let findings = Findings { diagnostics, sources, content: VirtualPath::root() };
                terminal::data(&self.rendered(&findings, &root))?;
                terminal::note(&format!("{action}: nothing else was checked\n"));
                Ok(Outcome::Incomplete)
            }
            done => done,
        }
    }

    fn checked(&self, system: &dyn System) -> Result<Outcome, Error> {
        let rules = self.rule.iter().map(|rule| (rule.code, rule.severity)).collect();
        let request = Request { rules, ..self.project.request() };
        if self.fixing.fix || self.fixing.diff {
            return self.mend(system, request);
        }
        let mut session = Session::new(system, request);
        // Engagements, templates and addresses are only known when all is made.
        let mut build = session.build()?;
        self.keep(&mut build.findings);
        if let Some(path) = &self.write_baseline {
            return write_baseline(system, path, &build.findings);
        }
        let sifted = self.sift(system, &mut build.findings)?;
        if let Some(path) = &self.report {
            let page = session.findings_page(&build)?;
            system.write(&system.resolve(path), page.as_bytes())?;
        }
        self.show(system, &build, sifted)
    }

    /// Only the findings that were asked for.
    fn keep(&self, findings: &mut Findings) {
        if !self.only.is_empty() {
            findings.diagnostics.retain(|found| self.only.contains(&found.code));
        }
    }

    /// Mends, or shows what would be mended.
    fn mend(&self, system: &dyn System, request: Request) -> Result<Outcome, Error> {
        let least = if self.fixing.r#unsafe { Safety::Likely } else { Safety::Safe };
        let mut sifted = (0, 0);
        let mut choose = |findings: &mut Findings| {
            self.keep(findings);
            sifted = self.sift(system, findings)?;
            Ok(())
        };
        let Mended { files, mut alone, made, build } = session::mend(system, request, least, &mut choose)?;
        let left = &build.findings.diagnostics;
        let likely = left.iter().filter(|found| found.mendable(Safety::Likely).is_some()).count();
        let told = |verb: &str, files: usize| {
            let left = left.len();
            format!("{verb} {made} in {}; {left} left, of which {likely} need --unsafe\n", mend::files(files))
        };
        if self.fixing.diff {
            mend::show(&files)?;
            mend::tell(&alone);
            terminal::note(&told("would mend", files.len()));
            return Ok(if files.is_empty() { Outcome::Fine } else { Outcome::Findings });
        }
        let written = mend::store(system, &files, &mut alone);
        let outcome = self.show(system, &build, sifted)?;
        mend::tell(&alone);
        terminal::note(&told("mended", written));
        Ok(outcome)
    }

    /// Prints what was found and what to say of it.
    fn show(&self, system: &dyn System, build: &Build, sifted: (usize, usize)) -> Result<Outcome, Error> {
        let root = root(system, &build.project.root)?;
        terminal::data(&self.rendered(&build.findings, &root))?;
        if matches!(self.format, Format::Full | Format::Concise) {
            terminal::note(&self.verdict(build, sifted));
        }
        if build.findings.count(Severity::Error) > 0 {
            return Ok(Outcome::Findings);
        }
        Ok(self.denied.outcome(&build.findings.diagnostics))
    }

    /// Takes out what the baseline knows, and tells how much that was and how much of it is gone.
    fn sift(&self, system: &dyn System, findings: &mut Findings) -> Result<(usize, usize), Error> {
        let Some(path) = &self.baseline else { return Ok((0, 0)) };
        let bytes = system.read(&system.resolve(path))?;
        let refused = |reason: String| {
            Error::at("could not use the baseline", path, reason)
                .help("write it anew with `waybook check --write-baseline FILE`")
        };
        let baseline = Baseline::read(&String::from_utf8_lossy(&bytes)).map_err(refused)?;
        let found = std::mem::take(&mut findings.diagnostics);
        let Sifted { new, known, gone } = baseline.sift(found, &findings.sources);
        findings.diagnostics = new;
        Ok((known, gone))
    }

    fn rendered(&self, findings: &Findings, root: &str) -> String {
        let Findings { diagnostics, sources, content } = findings;
        match self.format {
            Format::Full => full(diagnostics, sources, terminal::shows_colour()),
            Format::Concise => concise(diagnostics, sources),
            Format::Json => json(diagnostics, sources, content),
            Format::Sarif => sarif(diagnostics, sources, root),
            Format::Github => github(diagnostics, sources, root),
            Format::Gitlab => gitlab(diagnostics, sources, root),
            Format::Junit => junit(diagnostics, sources, root),
        }
    }

    /// The rules that spoke, and one line on the whole: `398 pages: 2 errors, 5 warnings; 900 known`.
    fn verdict(&self, build: &Build, (known, gone): (usize, usize)) -> String {
        let Build { built, findings, .. } = build;
        let table = if self.format == Format::Full && findings.diagnostics.len() > 1 {
            totals(&findings.diagnostics) + "\n"
        } else {
            String::new()
        };
        let nothing = if known > 0 { "nothing new found" } else { "nothing found" };
        let found = if findings.diagnostics.is_empty() { nothing.to_owned() } else { severities(findings) };
        let pages = match built.summary.pages {
            0 => "no pages".to_owned(),
            pages => counted(pages, "page"),
        };
        let known = if known > 0 { format!("; {known} in the baseline") } else { String::new() };
        let gone = if gone > 0 { format!("; {gone} of the baseline are mended: write it anew") } else { String::new() };
        format!("{table}{pages}: {found}{known}{gone}\n")
    }
}

fn write_baseline(system: &dyn System, path: &Path, findings: &Findings) -> Result<Outcome, Error> {
    let baseline = Baseline::of(&findings.diagnostics, &findings.sources);
    system.write(&system.resolve(path), baseline.written().as_bytes())?;
    let many = counted(baseline.len(), "finding");
    let many = if many.is_empty() { "no findings" } else { &many };
    terminal::note(&format!("{many} written to {}\n", path.display()));
    Ok(Outcome::Fine)
}

/// The project folder as seen from the working directory, where the programs that read the findings run: empty, or with
/// a slash at its end. A project elsewhere is named by paths of its own.
fn root(system: &dyn System, project: &Path) -> Result<String, Error> {
    let here = system.working_folder()?;
    let below = project.strip_prefix(&here).map(|path| path.to_string_lossy().replace('\\', "/")).unwrap_or_default();
    Ok(if below.is_empty() { below } else { format!("{below}/") })
}

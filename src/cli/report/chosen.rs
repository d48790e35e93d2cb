//! The customers that were asked for, and what is said of their reports.

use crate::error::Error;
use crate::session::{Build, Reported};
use crate::text::{comparable, nearest};

use crate::cli::summary::counted;
use crate::cli::terminal;

/// Of whom there is no report and why, a line each.
pub(in crate::cli) fn without_report(reported: &[Reported]) -> String {
    let line = |one: &Reported| {
        let kept = if one.refused { "; what was published of it stays" } else { "" };
        Some(format!("{}: no report: {}{kept}\n", one.id, one.failed.as_ref()?))
    };
    reported.iter().filter_map(line).collect()
}

/// The customers that were asked for, in order.
pub(super) struct Chosen {
    pub(super) reported: Vec<Reported>,
}

impl Chosen {
    /// All customers of a build.
    pub(super) fn everyone(build: &Build) -> Result<Self, Error> {
        let reported = build.built.reports.clone();
        if reported.is_empty() {
            return Err(Error::new("could not report", "the project has no engagements")
                .help("write one as `engagements/CUSTOMER.yml`, see `waybook schema engagement`"));
        }
        Ok(Self { reported })
    }

    /// The customers of these names; all, or the only one, without names.
    pub(super) fn of(build: &Build, names: &[String], all: bool) -> Result<Self, Error> {
        let everyone = Self::everyone(build)?;
        if all || names.is_empty() && everyone.reported.len() == 1 {
            return Ok(everyone);
        }
        if names.is_empty() {
            let known = everyone.reported.iter().map(|one| one.id.as_str()).collect::<Vec<_>>().join(", ");
            return Err(Error::new("could not choose a customer", format!("there are {known}"))
                .help("name one or more of them, or all with `--all`"));
        }
        let reported = names.iter().map(|name| everyone.named(name)).collect::<Result<_, _>>()?;
        Ok(Self { reported })
    }

    /// The customer of an engagement file; case and blanks do not count.
    fn named(&self, name: &str) -> Result<Reported, Error> {
        let plain = |name: &str| comparable(name).replace([' ', '_'], "-");
        let exact = self.reported.iter().find(|one| one.id == name);
        let found = exact.or_else(|| self.reported.iter().find(|one| plain(&one.id) == plain(name)));
        let error = || match nearest(name, self.reported.iter().map(|one| one.id.as_str())) {
            Some(near) => Error::at("could not find the customer", name, "").help(format!("did you mean `{near}`?")),
            None => Error::at("could not find the customer", name, "no engagement file has this name"),
        };
        found.cloned().ok_or_else(error)
    }

    /// Those of whom there is a report.
    pub(super) fn made(&self) -> impl Iterator<Item = &Reported> {
        self.reported.iter().filter(|one| one.failed.is_none())
    }

    /// Whether there is one of whom there is none.
    pub(super) fn has_failed(&self) -> bool {
        self.reported.iter().any(|one| one.failed.is_some())
    }

    /// Says what workbooks could not hold: in those of the customers, and in one of no customer.
    pub(super) fn tell_of_cuts(&self, elsewhere: usize) {
        let cuts = self.reported.iter().map(|one| (one.id.as_str(), one.cut)).chain([("portfolio", elsewhere)]);
        for (name, cut) in cuts.filter(|(_, cut)| *cut > 0) {
            let what = counted(cut, "text or row").replace("text or rows", "texts or rows");
            terminal::note(&format!("{name}: {what} too long for a workbook and cut, the page has them whole\n"));
        }
    }

    /// Says what could not be made and why, what the data lacks, and who is not ready.
    pub(super) fn tell(&self, closure: bool, since: Option<&str>) {
        terminal::note(&without_report(&self.reported));
        for one in &self.reported {
            if one.errors > 0 && one.failed.is_none() {
                let errors = counted(one.errors, "error");
                terminal::note(&format!("{}: {errors} in its data, see `waybook check`\n", one.id));
            }
            if closure && one.failed.is_none() && !one.ready {
                terminal::note(&format!("{}: not ready to close, {} missing\n", one.id, one.missing));
            }
            if let Some(since) = since.filter(|_| one.failed.is_none() && !one.compared) {
                terminal::note(&format!("{}: there is no report `{since}` to compare with\n", one.id));
            }
        }
        if self.reported.len() > 1 {
            let failed = self.reported.iter().filter(|one| one.failed.is_some()).count();
            let reports = counted(self.reported.len() - failed, "customer");
            let failed = if failed > 0 { format!(", {failed} without a report") } else { String::new() };
            terminal::note(&format!("{reports}{failed}\n"));
        }
    }
}

//! `waybook serve`: the playbook in the browser while it is being written.

use crate::error::Error;
use crate::preview::{Finding, Preview, Rebuilt};
use crate::session::{Request, Session};
use crate::system::server::{Address, Server};
use crate::system::watch::{Mode, Watch};
use crate::system::{System, browser};

use super::arguments::InProject;
use super::summary::counted;
use super::terminal::STRONG;
use super::{Outcome, terminal};

/// Show the playbook in the browser and every change as it is saved
#[derive(Clone, Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    waybook serve --open                open the browser, then save pages and watch\n  \
    waybook serve --edition partner     only the site of one edition\n  \
    waybook serve --poll                on network drives, where the system tells of no changes")]
pub(super) struct Serve {
    #[command(flatten)]
    project: InProject,
    /// The port; if it is taken, the next free one
    #[arg(long, value_name = "N", default_value_t = 4000)]
    port: u16,
    /// Open the browser
    #[arg(long)]
    open: bool,
    /// Show only this edition
    #[arg(long, value_name = "EDITION")]
    edition: Option<String>,
    /// Listen for other machines, too: the name or address by which they reach this one
    #[arg(long, value_name = "HOST")]
    host: Option<String>,
    /// Look for changes by walking the folders
    #[arg(long)]
    poll: bool,
}

impl Serve {
    /// Builds, serves, and builds again after each change until the program is ended.
    pub(super) fn run(self, system: &dyn System) -> Result<Outcome, Error> {
        let request = Request { ..self.project.request() };
        let output = Session::new(system, request.clone()).output_folder()?;
        let mut preview = Preview::new(Session::new(system, request), self.edition.clone());
        let first = preview.build()?;
        let mode = if self.poll { Mode::Poll } else { Mode::Events };
        let mut watch = Watch::new(mode, first.watched, &output)?;
        // Nobody told of what was saved during the first build.
        watch.follow(preview.build()?.watched);
        let server = Server::start(&Address::new(self.port, self.host.clone()), preview.board())?;
        self.say_where(&server, first.took.as_secs_f64());
        loop {
            let heard = watch.wait();
            server.tell(&Preview::beginning());
            match preview.build_after(&heard) {
                Ok(built) => {
                    server.tell(&built.message);
                    terminal::note(&line(&built));
                    watch.follow(built.watched);
                }
                Err(error) => {
                    server.tell(&preview.failure(&error));
                    terminal::error(&error);
                }
            }
        }
    }

    fn say_where(&self, server: &Server, seconds: f64) {
        let port = server.at.port();
        let address = format!("http://{}:{port}/", self.host.as_deref().unwrap_or("localhost"));
        if port != self.port {
            terminal::note(&format!("port {} is taken, using {port}\n", self.port));
        }
        terminal::note(&format!("built in {seconds:.2} s, serving at {STRONG}{address}{STRONG:#}, end with Ctrl-C\n"));
        if self.open
            && let Err(error) = browser::open(&address)
        {
            terminal::error(&error);
        }
    }
}

/// One line on what a build brought; nothing where it brought nothing.
fn line(built: &Rebuilt) -> String {
    let quiet = built.changes.written.is_empty() && built.changes.removed.is_empty();
    if quiet && built.touched.is_empty() && built.gained.is_empty() && built.lost.is_empty() {
        return String::new();
    }
    let what = match built.touched.as_slice() {
        [] => "theme or settings".to_owned(),
        [one] => one.to_string(),
        [first, rest @ ..] => format!("{first} and {}", counted(rest.len(), "other file")),
    };
    let pages = match built.work.printed {
        0 => "no page printed".to_owned(),
        number => counted(number, "page"),
    };
    let took = format!("{} ms", built.took.as_millis());
    let said = [what, pages, took, news(&built.gained, "gained"), news(&built.lost, "lost")];
    let said: Vec<&str> = said.iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
    format!("{}\n", said.join(" · "))
}

/// `1 finding gained: error[broken-row] …`
fn news(findings: &[Finding], word: &str) -> String {
    match findings {
        [] => String::new(),
        [one] if word == "gained" => {
            format!("{}[{}] {}:{}:{} {}", one.severity, one.code, one.file, one.line, one.column, one.message)
        }
        many => format!("{} {word}", counted(many.len(), "finding")),
    }
}

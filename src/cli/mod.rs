//! The `waybook` command: arguments, one file per subcommand, exit codes. The only room that prints.
//!
//! Data goes to standard output, everything else to standard error. Exit codes: 0 fine, 1 findings, 2 could not.

mod arguments;
mod build;
mod check;
mod completions;
mod diff;
mod explain;
mod export;
mod fmt;
mod import;
mod init;
mod lsp;
mod mend;
mod meta;
mod report;
mod schema;
mod serve;
mod summary;
mod terminal;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::error::Error;
use crate::system::{Os, System};

/// Playbook Markdown in; linked sites, status reports and portfolios out.
#[derive(Debug, Parser)]
#[command(
    name = "waybook",
    version,
    max_term_width = 100,
    args_conflicts_with_subcommands = true,
    after_help = "Without a command, waybook builds.\n\n\
        Examples:\n  \
        waybook init my-playbook        a project to start from\n  \
        waybook                         build the project in this folder or above it\n  \
        waybook serve --open            see every change as it is saved\n  \
        waybook check --format concise  every finding on a line of its own\n  \
        waybook report status --all     one status report per customer\n\n\
        Exit codes: 0 fine, 1 findings, 2 could not do it."
)]
struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    build: build::Build,
}

/// What can be asked for.
#[derive(Debug, Subcommand)]
enum Command {
    /// Build sites and reports
    Build(build::Build),
    /// Show the playbook in the browser and every change as it is saved
    Serve(serve::Serve),
    /// Read everything and list what is wrong
    Check(check::Check),
    /// Align the tables of the pages
    Fmt(fmt::Fmt),
    /// Edit the front matter of all pages in a spreadsheet
    #[command(subcommand)]
    Meta(meta::Meta),
    /// Print the tasks, steps, refreshes, links or pages of the playbook
    Export(export::Export),
    /// Show what lies between two states of the playbook
    Diff(diff::Diff),
    /// Write reports on customers
    #[command(subcommand)]
    Report(report::Report),
    /// Show how exports of migration tools are read, or add them to an engagement
    Import(import::Import),
    /// Make a project to start from
    Init(init::Init),
    /// Help an editor with a playbook: findings while typing, fixes, hover, completion
    Lsp(lsp::Lsp),
    /// Explain a finding by its code
    Explain(explain::Explain),
    /// Print the JSON Schema of a file that people write
    Schema(schema::Schema),
    /// Print completions for a shell
    Completions(completions::Completions),
}

/// How a command ended when it could do its work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    Fine,
    Findings,
    /// Something could not be done; the rest was.
    Incomplete,
}

/// Runs the command that the arguments ask for.
pub fn run() -> ExitCode {
    let cli = Cli::parse();
    match dispatch(cli, &Os) {
        Ok(Outcome::Fine) => ExitCode::SUCCESS,
        Ok(Outcome::Findings) => ExitCode::from(1),
        Ok(Outcome::Incomplete) => ExitCode::from(2),
        Err(error) => {
            terminal::error(&error);
            ExitCode::from(2)
        }
    }
}

fn dispatch(cli: Cli, system: &dyn System) -> Result<Outcome, Error> {
    match cli.command.unwrap_or(Command::Build(cli.build)) {
        Command::Build(command) => command.run(system),
        Command::Serve(command) => command.run(system),
        Command::Check(command) => command.run(system),
        Command::Fmt(command) => command.run(system),
        Command::Meta(command) => command.run(system),
        Command::Export(command) => command.run(system),
        Command::Diff(command) => command.run(system),
        Command::Report(command) => command.run(system),
        Command::Import(command) => command.run(system),
        Command::Init(command) => command.run(system),
        Command::Lsp(command) => command.run(system),
        Command::Explain(command) => command.run(),
        Command::Schema(command) => command.run(),
        Command::Completions(command) => command.run(),
    }
}

#[cfg(test)]
mod tests {
    use super::Cli;

    #[test]
    fn the_arguments_are_consistent() {
        <Cli as clap::CommandFactory>::command().debug_assert();
    }
}

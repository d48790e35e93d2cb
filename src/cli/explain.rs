//! `waybook explain`: the manual's page on a code, or the list of codes.

use crate::diagnostic::Code;
use crate::embedded;
use crate::error::Error;

use super::arguments::parse_code;
use super::terminal::STRONG;
use super::{Outcome, terminal};

/// Explain a finding by its code
#[derive(Clone, Debug, clap::Args)]
#[command(after_help = "Examples:\n  waybook explain              the list of codes\n  waybook explain run-on-row")]
pub(super) struct Explain {
    /// The code, as it stands in brackets in a finding
    #[arg(value_name = "CODE", value_parser = parse_code)]
    code: Option<Code>,
}

impl Explain {
    /// Prints the page or the list.
    pub(super) fn run(self) -> Result<Outcome, Error> {
        let text = match self.code {
            Some(code) => embedded::code_page(code.as_str()).map_or_else(|| brief(code), |page| set(&page)),
            None => list(),
        };
        terminal::data(&text)?;
        Ok(Outcome::Fine)
    }
}

/// Every code with its severity and what it is about.
fn list() -> String {
    let width = Code::ALL.iter().map(|code| code.as_str().len()).max().unwrap_or(0);
    let line = |code: &Code| {
        let name = format!("{:<width$}", code.as_str());
        format!("{STRONG}{name}{STRONG:#}  {:<7}  {}\n", code.severity().as_str(), code.summary())
    };
    Code::ALL.iter().map(line).collect()
}

/// What is known of a code that has no page.
fn brief(code: Code) -> String {
    format!("{STRONG}{code}{STRONG:#} ({})\n\n{}\n", code.severity().as_str(), code.summary())
}

/// A page of the manual for a terminal: no front matter, headings strong, quoted files indented.
fn set(page: &str) -> String {
    let mut out = String::new();
    let mut fence: Option<String> = None;
    for line in without_front_matter(page).lines() {
        let ticks: String = line.chars().take_while(|c| *c == '`').collect();
        match &fence {
            Some(open) if line.trim_end() == open => fence = None,
            Some(_) => out += &format!("    {line}\n"),
            None if ticks.len() >= 3 => fence = Some(ticks),
            None => {
                out +=
                    &heading(line).map_or_else(|| format!("{line}\n"), |title| format!("{STRONG}{title}{STRONG:#}\n"))
            }
        }
    }
    out
}

fn heading(line: &str) -> Option<&str> {
    let title = line.trim_start_matches('#');
    (title.len() < line.len()).then(|| title.strip_prefix(' '))?
}

fn without_front_matter(page: &str) -> &str {
    let body = page.strip_prefix("---\n").and_then(|rest| rest.split_once("\n---\n"));
    body.map_or(page, |(_, body)| body).trim_start()
}

#[cfg(test)]
mod tests {
    use super::set;

    #[test]
    fn a_page_is_set_for_a_terminal() {
        let page = "---\ntitle: x\n---\n\n# run-on-row\n\nText.\n\n````md\n```\n# a\n```\n````\n";
        let plain = anstream::adapter::strip_str(&set(page)).to_string();
        assert_eq!(plain, "run-on-row\n\nText.\n\n    ```\n    # a\n    ```\n");
    }
}

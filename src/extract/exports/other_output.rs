//! What PowerShell writes that is no table, told from tables of unknown columns: people take the wrong command, not the wrong file.

/// An output that cannot be read, and what to do instead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct OtherOutput {
    /// What it is.
    pub(super) what: &'static str,
    /// The command that writes what can be read.
    pub(super) help: &'static str,
}

const INSTEAD: &str = "write it again with `… | Export-Csv -NoTypeInformation -Encoding utf8 users.csv`";

const XML: OtherOutput =
    OtherOutput { what: "objects that PowerShell saved with `Export-Clixml`, no table", help: INSTEAD };
const LIST: OtherOutput =
    OtherOutput { what: "a list as PowerShell shows it with `Format-List`, no table", help: INSTEAD };
const TABLE: OtherOutput =
    OtherOutput { what: "a table as PowerShell shows it with `Format-Table`, which cuts values off", help: INSTEAD };

/// Lines that are looked at.
const MAX_LINES: usize = 40;
/// Lines of `name : value` in sequence that make a list.
const MIN_LIST: usize = 3;

/// What a text is, if it is an output of PowerShell that is no table with separators.
pub(super) fn recognised(text: &str) -> Option<OtherOutput> {
    let start = text.trim_start_matches('\u{feff}').trim_start();
    if start.starts_with("<Objs") || start.starts_with("<?xml") && start.get(..400).unwrap_or(start).contains("<Objs") {
        return Some(XML);
    }
    let lines: Vec<&str> = start.lines().filter(|line| !line.trim().is_empty()).take(MAX_LINES).collect();
    if lines.iter().take_while(|line| is_property(line)).count() >= MIN_LIST {
        return Some(LIST);
    }
    lines.windows(2).any(|pair| is_underline(pair[1]) && pair[0].contains(' ')).then_some(TABLE)
}

/// `TotalItems    : 12`, or the rest of a value that went over the line, which is indented.
fn is_property(line: &str) -> bool {
    let Some((name, _)) = line.split_once(" :") else { return line.starts_with("      ") };
    let name = name.trim();
    !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || "_-.()".contains(c))
}

/// `-------- ------`
fn is_underline(line: &str) -> bool {
    line.contains("--") && line.contains(' ') && line.chars().all(|c| c == '-' || c == ' ') && line.starts_with('-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn outputs_of_powershell_are_told_from_tables() {
        let cases = [
            ("<Objs Version=\"1.1.0.1\" xmlns=\"http://schemas.microsoft.com/powershell/2004/04\">\n", Some(XML)),
            ("\u{feff}<?xml version=\"1.0\"?>\r\n<Objs Version=\"1.1.0.1\">", Some(XML)),
            ("\n\nIdentity : a@x\nBatchId  : P\nStatus   : Synced\n\nIdentity : b@x\n", Some(LIST)),
            ("Identity : a@x\nError : something that is\n          long\nStatus : Failed\n", Some(LIST)),
            ("\nIdentity  Status\n--------  ------\na@x       Synced\n", Some(TABLE)),
            ("Identity Status\r\n-------- ------\r\na@x Synced\r\n", Some(TABLE)),
            ("Identity,Status\na : b,c\nd : e,f\ng : h,i\n", None),
            ("Identity,Status\n--,--\n", None),
            ("<html>", None),
            ("", None),
        ];
        for (text, expected) in cases {
            assert_eq!(recognised(text), expected, "{text:?}");
        }
    }
}

//! Inline code on one line.

/// Whether an offset of a line lies in inline code: between two runs of as many backticks.
pub fn in_code_span(line: &str, offset: usize) -> bool {
    let mut at = 0;
    while let Some(open) = line[at..].find('`').map(|open| at + open) {
        if open >= offset {
            return false;
        }
        let run = run(line, open);
        match closing(line, open + run, run) {
            Some(end) if offset < end => return true,
            Some(end) => at = end,
            None => at = open + run,
        }
    }
    false
}

/// How many backticks stand at an offset.
fn run(line: &str, at: usize) -> usize {
    line[at..].bytes().take_while(|byte| *byte == b'`').count()
}

/// The offset behind the next run of exactly so many backticks.
fn closing(line: &str, from: usize, len: usize) -> Option<usize> {
    let mut at = from;
    while let Some(found) = line[at..].find('`').map(|found| at + found) {
        let other = run(line, found);
        at = found + other;
        if other == len {
            return Some(at);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::in_code_span;

    #[test]
    fn runs_of_backticks_close_each_other() {
        for (line, inside) in [
            ("a X b", false),
            ("`X`", true),
            ("`a` X `b`", false),
            ("`` ``` X ``", true),
            ("`` ``` `` X", false),
            ("` X", false),
            ("`` X `", false),
            ("``` a ` X ```", true),
            ("`` a `X`", true),
        ] {
            assert_eq!(in_code_span(line, line.find('X').expect("it is there")), inside, "{line}");
        }
    }
}

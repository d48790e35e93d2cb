//! Numbers as people read them in the language of the page: `1,200`, `1.200`; `5.3 GB`, `5,3 GB`.

/// The marks of a language.
struct Marks {
    thousands: &'static str,
    decimal: &'static str,
    percent: &'static str,
    /// From how many digits on thousands are set apart.
    from: usize,
}

fn marks(language: &str) -> Marks {
    let marks = |thousands, decimal, percent, from| Marks { thousands, decimal, percent, from };
    match language.split(['-', '_']).next().unwrap_or_default() {
        "de" => marks(".", ",", "\u{a0}%", 4),
        "es" => marks(".", ",", "\u{a0}%", 5),
        "pt" => marks(".", ",", "%", 4),
        _ => marks(",", ".", "%", 4),
    }
}

/// `1,200`
pub fn whole(number: u64, language: &str) -> String {
    let marks = marks(language);
    let digits = number.to_string();
    if digits.len() < marks.from {
        return digits;
    }
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push_str(marks.thousands);
        }
        out.push(digit);
    }
    out
}

/// A number given in tenths: `92.5`, `92` where nothing follows the mark.
pub fn tenths(number: u64, language: &str) -> String {
    match number % 10 {
        0 => whole(number / 10, language),
        tenth => format!("{}{}{tenth}", whole(number / 10, language), marks(language).decimal),
    }
}

/// `63%`, `63 %`
pub fn percent(number: u64, language: &str) -> String {
    format!("{}{}", whole(number, language), marks(language).percent)
}

/// A size as the migration tools write it, in powers of 1024: `5.3 GB`.
pub fn bytes(number: u64, language: &str) -> String {
    let units = ["B", "KB", "MB", "GB", "TB", "PB", "EB"];
    let mut at = 0;
    let mut tenths_of = u128::from(number) * 10;
    while tenths_of >= 10_240 && at + 1 < units.len() {
        tenths_of = (tenths_of + 512) / 1024;
        at += 1;
    }
    let text = if tenths_of >= 1000 {
        whole(((tenths_of + 5) / 10) as u64, language)
    } else {
        tenths(tenths_of as u64, language)
    };
    format!("{text}\u{a0}{}", units[at])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_in_the_language() {
        let found = ["en", "de-AT", "es", "pt", "ja", "zh-Hans"].map(|language| whole(1200, language));
        assert_eq!(found, ["1,200", "1.200", "1200", "1.200", "1,200", "1,200"]);
        assert_eq!(whole(1_234_567, "es"), "1.234.567");
        assert_eq!([tenths(925, "en"), tenths(925, "de"), tenths(920, "de")], ["92.5", "92,5", "92"]);
        assert_eq!([percent(63, "en"), percent(63, "de")], ["63%", "63\u{a0}%"]);
    }

    #[test]
    fn sizes_are_those_of_the_tools() {
        let cases =
            [(0, "0 B"), (1023, "1,023 B"), (5_684_054_577, "5.3 GB"), (1_073_741_824, "1 GB"), (u64::MAX, "16 EB")];
        for (number, expected) in cases {
            assert_eq!(bytes(number, "en"), expected.replace(' ', "\u{a0}"));
        }
    }
}

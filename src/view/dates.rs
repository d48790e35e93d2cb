//! Days as people read them, in the language of the page: `2 Mar 2020`, never an order to guess.

use jiff::civil::Date;

use super::parts::Day;

const ENGLISH: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const ENGLISH_SHORT: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const GERMAN: [&str; 12] = [
    "Januar",
    "Februar",
    "März",
    "April",
    "Mai",
    "Juni",
    "Juli",
    "August",
    "September",
    "Oktober",
    "November",
    "Dezember",
];
const GERMAN_SHORT: [&str; 12] =
    ["Jan.", "Feb.", "März", "Apr.", "Mai", "Juni", "Juli", "Aug.", "Sept.", "Okt.", "Nov.", "Dez."];

const SPANISH_SHORT: [&str; 12] = ["ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sept", "oct", "nov", "dic"];
const PORTUGUESE_SHORT: [&str; 12] =
    ["jan.", "fev.", "mar.", "abr.", "maio", "jun.", "jul.", "ago.", "set.", "out.", "nov.", "dez."];

/// A day for machines and for people. Languages without words of their own here are written in English.
pub fn day(date: Date, language: &str) -> Day {
    Day { iso: date.to_string(), text: text(date, language) }
}

/// `2 Mar 2020`, `2. März 2020`
pub fn text(date: Date, language: &str) -> String {
    let month = date.month() as usize - 1;
    match primary(language) {
        "de" => format!("{}. {} {}", date.day(), GERMAN_SHORT[month], date.year()),
        "es" => format!("{} {} {}", date.day(), SPANISH_SHORT[month], date.year()),
        "pt" => format!("{} {} {}", date.day(), PORTUGUESE_SHORT[month], date.year()),
        "ja" | "zh" => format!("{}年{}月{}日", date.year(), date.month(), date.day()),
        _ => format!("{} {} {}", date.day(), ENGLISH_SHORT[month], date.year()),
    }
}

/// `March 2020`, `März 2020`
pub fn month(date: Date, language: &str) -> String {
    let names = if primary(language) == "de" { GERMAN } else { ENGLISH };
    format!("{} {}", names[date.month() as usize - 1], date.year())
}

/// `9 Mar`, `9. März`: a day whose year the reader knows.
pub fn short(date: Date, language: &str) -> String {
    let month = date.month() as usize - 1;
    match primary(language) {
        "de" => format!("{}. {}", date.day(), GERMAN_SHORT[month]),
        "es" => format!("{} {}", date.day(), SPANISH_SHORT[month]),
        "pt" => format!("{} {}", date.day(), PORTUGUESE_SHORT[month]),
        "ja" | "zh" => format!("{}月{}日", date.month(), date.day()),
        _ => format!("{} {}", date.day(), ENGLISH_SHORT[month]),
    }
}

/// `9 Mar`, `3/9`: the mark below a column, where there is room for a few characters only.
pub fn tick(date: Date, language: &str) -> String {
    match primary(language) {
        "ja" | "zh" => format!("{}/{}", date.month(), date.day()),
        _ => short(date, language),
    }
}

/// `Mar`, and `Jan 2021` where a year begins: a mark on a scale of months.
pub fn short_month(date: Date, language: &str) -> String {
    let month = date.month() as usize - 1;
    let name = match primary(language) {
        "de" => GERMAN_SHORT[month].trim_end_matches('.').to_owned(),
        "es" => SPANISH_SHORT[month].to_owned(),
        "pt" => PORTUGUESE_SHORT[month].to_owned(),
        "ja" | "zh" => format!("{}月", date.month()),
        _ => ENGLISH_SHORT[month].to_owned(),
    };
    if date.month() == 1 { format!("{name} {}", date.year()) } else { name }
}

fn primary(language: &str) -> &str {
    language.split(['-', '_']).next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_months_are_written_in_the_language() {
        let leap = jiff::civil::date(2020, 2, 29);
        let march = jiff::civil::date(2020, 3, 2);
        let found = [
            text(march, "en"),
            text(march, "de-AT"),
            text(leap, "ja"),
            text(leap, "es"),
            month(march, "de"),
            month(leap, "en-GB"),
        ];
        assert_eq!(found, ["2 Mar 2020", "2. März 2020", "2020年2月29日", "29 feb 2020", "März 2020", "February 2020"]);
        assert_eq!([tick(march, "ja"), tick(march, "de")], ["3/2", "2. März"]);
        assert_eq!(day(march, "en").iso, "2020-03-02");
    }
}

//! What stands in a cell.

use std::borrow::Cow;

use rust_xlsxwriter::ExcelDateTime;

use crate::view::parts::Day;

/// How long a text may be, in units of UTF-16: so long as Excel lets it be.
pub(super) const LONGEST_TEXT: usize = 32_767;
/// What stands at the end of a text that was cut.
pub(super) const CUT: &str = " […]";

/// The value of a cell.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) enum Cell<'v> {
    /// Nothing.
    #[default]
    Empty,
    /// Words, which are never taken for anything else.
    Text(Cow<'v, str>),
    /// A whole number.
    Whole(f64),
    /// A number with one decimal.
    Decimal(f64),
    /// A part of one.
    Share(f64),
    /// A day.
    Day(&'v Day),
}

impl Cell<'_> {
    /// On how many lines it stands in a column of this width.
    pub(super) fn lines(&self, width: usize) -> usize {
        match self {
            Cell::Text(text) => lines(text, width),
            Cell::Day(_) | Cell::Empty | Cell::Whole(_) | Cell::Decimal(_) | Cell::Share(_) => 1,
        }
    }
}

/// A number of any kind.
pub(super) fn whole(number: impl TryInto<u64>) -> Cell<'static> {
    number.try_into().map_or(Cell::Empty, |number| Cell::Whole(number as f64))
}

/// A part of one, if it is known.
pub(super) fn share(share: Option<f64>) -> Cell<'static> {
    share.map_or(Cell::Empty, Cell::Share)
}

/// Percent from 0 to 100, as somebody wrote them.
pub(super) fn percent(percent: Option<u32>) -> Cell<'static> {
    percent.map_or(Cell::Empty, |percent| Cell::Share(f64::from(percent) / 100.0))
}

/// One of two words; nothing for no.
pub(super) fn flag(is: bool, word: &str) -> Cell<'_> {
    if is { word.into() } else { Cell::Empty }
}

impl<'v> From<&'v str> for Cell<'v> {
    fn from(text: &'v str) -> Self {
        Cell::Text(Cow::Borrowed(text))
    }
}

impl<'v> From<&'v String> for Cell<'v> {
    fn from(text: &'v String) -> Self {
        Cell::Text(Cow::Borrowed(text))
    }
}

impl From<String> for Cell<'_> {
    fn from(text: String) -> Self {
        Cell::Text(Cow::Owned(text))
    }
}

impl<'v> From<&'v Day> for Cell<'v> {
    fn from(day: &'v Day) -> Self {
        Cell::Day(day)
    }
}

impl<'v> From<&'v Option<String>> for Cell<'v> {
    fn from(text: &'v Option<String>) -> Self {
        text.as_ref().map_or(Cell::Empty, Cell::from)
    }
}

impl<'v> From<&'v Option<Day>> for Cell<'v> {
    fn from(day: &'v Option<Day>) -> Self {
        day.as_ref().map_or(Cell::Empty, Cell::from)
    }
}

/// A day as Excel counts it; none before 1900, which it cannot count.
pub(super) fn date(day: &Day) -> Option<ExcelDateTime> {
    let date: jiff::civil::Date = day.iso.parse().ok()?;
    let year = u16::try_from(date.year()).ok().filter(|year| *year >= 1900)?;
    ExcelDateTime::from_ymd(year, u8::try_from(date.month()).ok()?, u8::try_from(date.day()).ok()?).ok()
}

/// A text as a cell can hold it, and whether something of it is lost. Characters that no cell can show are marked.
pub(super) fn fitting(text: &str) -> (Cow<'_, str>, bool) {
    let plain = |character: char| match character {
        '\n' | '\t' => false,
        '\u{fffe}' | '\u{ffff}' => true,
        character => character.is_control(),
    };
    let mut text = Cow::Borrowed(text);
    if text.contains('\r') {
        text = Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n"));
    }
    if text.contains(plain) {
        text = Cow::Owned(text.replace(plain, "\u{fffd}"));
    }
    // Three bytes of UTF-8 at the most are one unit of UTF-16.
    if text.len() <= LONGEST_TEXT || text.encode_utf16().count() <= LONGEST_TEXT {
        return (text, false);
    }
    let mut left = LONGEST_TEXT - CUT.len();
    let fits = |(_, character): &(usize, char)| {
        let enough = left >= character.len_utf16();
        left = left.saturating_sub(character.len_utf16());
        enough
    };
    let end = text.char_indices().take_while(fits).last().map_or(0, |(at, character)| at + character.len_utf8());
    (Cow::Owned(format!("{}{CUT}", &text[..end])), true)
}

/// How many columns of a digit's width a text takes in its longest line.
pub(super) fn width(text: &str) -> usize {
    text.lines().map(|line| line.chars().take(200).map(columns).sum()).max().unwrap_or(0)
}

/// How many digits wide a letter is.
fn columns(letter: char) -> usize {
    if letter >= '\u{1100}' { 2 } else { 1 }
}

/// On how many lines a text stands in a column of this width, broken between words; letters of Chinese and Japanese are two
/// digits wide, and a line may break between any of them.
fn lines(text: &str, room: usize) -> usize {
    let room = room.max(1);
    text.split('\n').map(|line| wrapped(line, room)).sum()
}

fn wrapped(line: &str, room: usize) -> usize {
    let (mut lines, mut filled) = (1, 0);
    for word in line.split_inclusive(|letter: char| letter == ' ' || letter == '-' || letter >= '\u{2e80}') {
        let wide: usize = word.trim_end().chars().map(columns).sum();
        if filled > 0 && filled + wide > room {
            lines += 1;
            filled = 0;
        }
        // A word that is too long for a line goes on in the next ones.
        lines += wide.saturating_sub(1) / room;
        filled = if wide > room { (wide - 1) % room + 1 } else { filled + wide } + (word.len() - word.trim_end().len());
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_that_is_too_long_is_cut_where_one_sees_it() {
        let fits = "x".repeat(LONGEST_TEXT);
        assert_eq!(fitting(&fits), (Cow::Borrowed(fits.as_str()), false));
        let (cut, lost) = fitting("🙂🙂".repeat(LONGEST_TEXT).leak());
        assert!(lost && cut.ends_with("🙂 […]") && cut.encode_utf16().count() <= LONGEST_TEXT);
        assert!(cut.encode_utf16().count() > LONGEST_TEXT - 10);
    }

    #[test]
    fn lines_break_between_words_and_where_the_text_breaks() {
        let cases = [
            ("", 10, 1),
            ("one two", 7, 1),
            ("one two", 6, 2),
            ("one\n\ntwo", 10, 3),
            ("one two three four", 9, 3),
            ("aaaaaaaaaaaaaaaaaaaaaaaaa", 10, 3),
            ("a bbbbbbbbbbbbbbbbbbbb c", 10, 4),
            ("移行が完了しました", 6, 3),
        ];
        for (text, room, expected) in cases {
            assert_eq!(lines(text, room), expected, "{text} in {room}");
        }
    }

    #[test]
    fn characters_that_no_cell_can_show_are_marked() {
        assert_eq!(fitting("a\u{0}b\r\nc\td\u{1b}").0, "a\u{fffd}b\nc\td\u{fffd}");
    }

    #[test]
    fn days_that_excel_cannot_count_are_no_dates() {
        let day = |iso: &str| Day { iso: iso.to_owned(), text: String::new() };
        assert!(date(&day("2020-02-29")).is_some());
        assert!(date(&day("1899-12-31")).is_none() && date(&day("")).is_none() && date(&day("-0004-01-01")).is_none());
    }
}

//! Bytes to text. Nothing is lost in silence: what is not UTF-8 is read as well as can be, and said.

use crate::diagnostic::{Code, Diagnostic};
use crate::text::{FileId, Span};

/// A text and, if it was not UTF-8, what it was.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Decoded {
    /// The text; a BOM of UTF-8 stays in it.
    pub(super) text: String,
    /// What was wrong with the bytes.
    pub(super) problem: Option<Problem>,
}

/// Why bytes are not UTF-8.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Problem {
    /// They are UTF-16, of this byte order.
    Utf16(&'static str),
    /// From this byte, which stands at this offset of the text, they are read as Windows-1252 where they have to be.
    Byte(u8, usize),
}

/// Reads bytes as UTF-8, as UTF-16 if they begin with its mark or are plainly it, else as UTF-8 with bytes of Windows-1252 in it.
pub(super) fn decode(bytes: Vec<u8>) -> Decoded {
    match bytes.as_slice() {
        [0xff, 0xfe, rest @ ..] => utf16(rest, u16::from_le_bytes, "little-endian"),
        [0xfe, 0xff, rest @ ..] => utf16(rest, u16::from_be_bytes, "big-endian"),
        bytes if zeros_stand(bytes, 1) => utf16(bytes, u16::from_le_bytes, "little-endian"),
        bytes if zeros_stand(bytes, 0) => utf16(bytes, u16::from_be_bytes, "big-endian"),
        _ => match String::from_utf8(bytes) {
            Ok(text) => Decoded { text, problem: None },
            Err(bytes) => mixed(bytes.as_bytes()),
        },
    }
}

impl Problem {
    /// Whether the text is nevertheless certain to be what was written.
    pub(super) fn is_certain(&self) -> bool {
        matches!(self, Problem::Utf16(_))
    }

    /// The finding that tells it, at the place in the text.
    pub(super) fn diagnostic(&self, file: FileId) -> Diagnostic {
        let (message, at) = match self {
            Problem::Utf16(order) => (format!("the file is UTF-16 {order}, not UTF-8"), 0),
            Problem::Byte(byte, at) => (format!("byte 0x{byte:02x} is not UTF-8, read as Windows-1252"), *at),
        };
        Diagnostic::at(Code::NotUtf8, Span::new(file, at, at), message).help("save the file as UTF-8")
    }
}

/// Bytes that are looked at for the zeros of UTF-16.
const MAX_LOOKED_AT: usize = 4096;

/// Whether zeros stand at the even or the odd places of most pairs, and at no others: ASCII in UTF-16 without its mark.
/// Bytes with zeros here and there are a damaged file and read as one.
fn zeros_stand(bytes: &[u8], place: usize) -> bool {
    let head = &bytes[..bytes.len().min(MAX_LOOKED_AT)];
    let zeros = |place: usize| head.chunks_exact(2).filter(|pair| pair[place] == 0).count();
    bytes.len() % 2 == 0 && zeros(place) * 4 >= head.len() / 2 * 3 && zeros(place) > 1 && zeros(1 - place) == 0
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16, order: &'static str) -> Decoded {
    let units = bytes.chunks(2).map(|pair| unit([pair[0], pair.get(1).copied().unwrap_or(0)]));
    let text = char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect();
    Decoded { text, problem: Some(Problem::Utf16(order)) }
}

/// Keeps what is UTF-8 and reads each other byte as Windows-1252.
fn mixed(bytes: &[u8]) -> Decoded {
    let mut text = String::with_capacity(bytes.len() + 16);
    let mut problem = None;
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        for byte in chunk.invalid() {
            problem.get_or_insert(Problem::Byte(*byte, text.len()));
            text.push(windows_1252(*byte));
        }
    }
    Decoded { text, problem }
}

/// The characters of bytes 0x80 to 0x9f in Windows-1252; five of them have none.
const HIGH: [char; 32] = [
    '€', '\u{fffd}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{fffd}', 'Ž', '\u{fffd}', //
    '\u{fffd}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{fffd}', 'ž', 'Ÿ',
];

fn windows_1252(byte: u8) -> char {
    match byte {
        0x80..=0x9f => HIGH[usize::from(byte - 0x80)],
        byte => char::from(byte),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn utf8_stays_as_it_is_with_its_bom() {
        let text = "\u{feff}任务";
        assert_eq!(decode(text.into()), Decoded { text: text.to_owned(), problem: None });
    }

    #[test]
    fn utf16_of_both_orders_is_read_and_said() {
        let little: Vec<u8> = "\u{feff}任务a".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = "\u{feff}任务a".encode_utf16().flat_map(u16::to_be_bytes).collect();
        for (bytes, order) in [(little, "little-endian"), (big, "big-endian")] {
            let expected = Decoded { text: "任务a".to_owned(), problem: Some(Problem::Utf16(order)) };
            assert_eq!(decode(bytes), expected);
        }
    }

    #[test]
    fn utf16_without_its_mark_is_known_by_its_zeros() {
        let text = "Identity;Status\r\nana@x;abgeschlossen – gut\r\n";
        let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        for (bytes, order) in [(little, "little-endian"), (big, "big-endian")] {
            let expected = Decoded { text: text.to_owned(), problem: Some(Problem::Utf16(order)) };
            assert_eq!(decode(bytes), expected);
        }
        for damaged in ["I\0d\0,Status and more that is not", "a\0", "\0\0\0\0", "", "a"] {
            assert_eq!(decode(damaged.into()).text, damaged);
        }
    }

    #[test]
    fn a_stray_dash_of_windows_is_a_dash_and_the_rest_stays() {
        let mut bytes = "Ü 2020".as_bytes().to_vec();
        bytes.extend([0x96, b'x', 0xe9]);
        assert_eq!(decode(bytes), Decoded { text: "Ü 2020–xé".to_owned(), problem: Some(Problem::Byte(0x96, 7)) });
    }

    #[test]
    fn half_a_character_at_the_end_is_no_end_of_the_world() {
        assert_eq!(decode(vec![0xff, 0xfe, b'a']).text, "a");
        assert_eq!(decode(vec![b'a', 0xe4, 0xbb]).text, "aä»");
    }
}

//! Numbers as text: five bits a character, the low ones first; a character of the upper half says that more follow.

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// Writes a number.
pub(super) fn push(text: &mut String, mut number: u32) {
    while number >= 32 {
        text.push(char::from(ALPHABET[(32 + number % 32) as usize]));
        number /= 32;
    }
    text.push(char::from(ALPHABET[number as usize]));
}

/// One character for a number; 63 for all that are larger.
pub(super) fn digit(number: usize) -> char {
    char::from(ALPHABET[number.min(63)])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_numbers_take_one_character_and_large_ones_few() {
        let code = |number| {
            let mut text = String::new();
            push(&mut text, number);
            text
        };
        assert_eq!(code(0), "A");
        assert_eq!(code(31), "f");
        // 32 = 0 + 1 · 32: the digit 0 with "more", then 1.
        assert_eq!(code(32), "gB");
        assert_eq!(code(1023), "_f");
        assert_eq!(code(u32::MAX).len(), 7);
        assert_eq!(digit(100), '_');
    }
}

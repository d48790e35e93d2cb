//! The brand's colour, made legible on a light and on a dark ground.

use super::pages::Accent;

/// Contrast that WCAG 2.2 asks of text.
const CONTRAST: f64 = 4.5;

/// The least favourable of what the theme puts behind text in the two schemes: `--sunk` of its style sheet.
const GROUNDS: [(f64, f64, f64); 2] = [(0.925, 0.937, 0.945), (0.141, 0.165, 0.184)];

type Rgb = (f64, f64, f64);

/// The nearest shades of `#rrggbb` with enough contrast on both grounds; none if it is no such colour.
pub fn accent(color: &str) -> Option<Accent> {
    let base = parse(color)?;
    let shade = |ground: Rgb, to: f64| {
        let steps = (0..=40).map(|step| mixed(base, to, f64::from(step) / 40.0));
        steps.into_iter().find(|color| contrast(*color, ground) >= CONTRAST).unwrap_or((to, to, to))
    };
    Some(Accent { light: css(shade(GROUNDS[0], 0.0)), dark: css(shade(GROUNDS[1], 1.0)) })
}

fn parse(color: &str) -> Option<Rgb> {
    let digits = color.strip_prefix('#').filter(|digits| digits.len() == 6 && digits.is_ascii())?;
    let channel = |at: usize| u8::from_str_radix(&digits[at..at + 2], 16).ok().map(|value| f64::from(value) / 255.0);
    Some((channel(0)?, channel(2)?, channel(4)?))
}

fn mixed(color: Rgb, to: f64, share: f64) -> Rgb {
    let mix = |channel: f64| channel + (to - channel) * share;
    (mix(color.0), mix(color.1), mix(color.2))
}

fn css(color: Rgb) -> String {
    let byte = |channel: f64| (channel * 255.0).round() as u8;
    format!("#{:02x}{:02x}{:02x}", byte(color.0), byte(color.1), byte(color.2))
}

/// WCAG's contrast ratio of two colours.
fn contrast(one: Rgb, other: Rgb) -> f64 {
    let (a, b) = (luminance(one), luminance(other));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

fn luminance((red, green, blue): Rgb) -> f64 {
    let linear =
        |channel: f64| if channel <= 0.04045 { channel / 12.92 } else { ((channel + 0.055) / 1.055).powf(2.4) };
    0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_colour_becomes_legible_in_both_schemes() {
        for color in ["#0b6e6e", "#ffff00", "#000000", "#ffffff", "#ff0000", "#7f7f7f"] {
            let accent = accent(color).expect("a colour");
            for (shade, ground) in [(&accent.light, GROUNDS[0]), (&accent.dark, GROUNDS[1])] {
                let ratio = contrast(parse(shade).expect("a colour"), ground);
                assert!(ratio >= 4.4, "{color} became {shade} with {ratio}");
            }
        }
    }

    #[test]
    fn a_legible_colour_stays_and_nonsense_is_none() {
        assert_eq!(accent("#0b6e6e").map(|accent| accent.light), Some("#0b6e6e".to_owned()));
        assert_eq!(accent("teal"), None);
    }
}

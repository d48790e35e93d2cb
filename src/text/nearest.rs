//! "Did you mean": the nearest known name to one that is not known.

/// The candidate that is nearest to `name`, if one is near enough to be what was meant.
/// Near enough is a third of the name's letters; of two or three letters one may differ. Case does not count.
pub fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let name = super::comparable(name);
    let letters = name.chars().count();
    let reach = (letters / 3).max(1).min(letters.saturating_sub(1));
    candidates
        .into_iter()
        .filter(|candidate| candidate.len().abs_diff(name.len()) <= reach * 4)
        .map(|candidate| (strsim::osa_distance(&name, &super::comparable(candidate)), candidate))
        .filter(|(distance, _)| *distance <= reach)
        .min_by_key(|(distance, candidate)| (*distance, candidate.len()))
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn a_slip_finds_the_name_and_a_stranger_does_not() {
        let roles = ["FastTrack Engineer", "FastTrack Manager", "SME"];
        assert_eq!(nearest("FastTrak Engineer", roles), Some("FastTrack Engineer"));
        assert_eq!(nearest("Accountant", roles), None);
        assert_eq!(nearest("x", ["a"]), None);
        assert_eq!(nearest("SMI", roles), Some("SME"));
    }
}

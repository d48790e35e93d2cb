//! "Did you mean": the nearest known name to one that is not known.

/// The candidate that is nearest to `name`, if one is near enough to be what was meant.
/// Near enough is a third of the name's letters; of two or three letters one may differ. Case does not count.
pub fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let name = super::comparable(name);
    let letters = name.chars().count();
    let reach = (letters / 3).max(1).min(letters.saturating_sub(1));
    let own = Letters::of(&name);
    candidates
        .into_iter()
        .filter(|candidate| candidate.len().abs_diff(name.len()) <= reach * 4)
        .map(|candidate| (super::comparable(candidate), candidate))
        .filter(|(other, _)| own.apart(&Letters::of(other)) <= reach)
        .map(|(other, candidate)| (strsim::osa_distance(&name, &other), candidate))
        .filter(|(distance, _)| *distance <= reach)
        .min_by_key(|(distance, candidate)| (*distance, candidate.len()))
        .map(|(_, candidate)| candidate)
}

/// How often each letter stands in a name, whatever the order; letters of other scripts share places.
struct Letters([u16; 32]);

impl Letters {
    fn of(name: &str) -> Self {
        let mut counts = [0u16; 32];
        name.chars().for_each(|c| counts[c as usize % 32] = counts[c as usize % 32].saturating_add(1));
        Self(counts)
    }

    /// How many letters of one the other lacks: two names are at least as far apart, and this is quickly told.
    fn apart(&self, other: &Self) -> usize {
        let lacks = |one: &Self, other: &Self| {
            one.0.iter().zip(other.0).map(|(own, theirs)| usize::from(own.saturating_sub(theirs))).sum::<usize>()
        };
        lacks(self, other).max(lacks(other, self))
    }
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

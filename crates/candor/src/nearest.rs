//! "Did you mean …?"

/// The word that was probably meant: at most a third of its letters away.
pub(crate) fn nearest<'a>(typed: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    known
        .into_iter()
        .map(|word| (distance(typed, word), word))
        .filter(|(distance, word)| *distance <= word.chars().count().div_ceil(3))
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, word)| word)
}

/// Letters to add, drop or change (Levenshtein).
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut corner = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let change = corner + usize::from(x != *y);
            corner = row[j + 1];
            row[j + 1] = change.min(row[j] + 1).min(corner + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn near_words_are_found_and_far_ones_are_not() {
        let known = ["CANDOR_DATA", "CANDOR_LISTEN", "CANDOR_PUBLIC_URL"];
        for (typed, meant) in [
            ("CANDOR_DATE", Some("CANDOR_DATA")),
            ("CANDOR_PUBLICURL", Some("CANDOR_PUBLIC_URL")),
            ("CANDOR_LISTENS", Some("CANDOR_LISTEN")),
            ("CANDOR_SOMETHING_ELSE", None),
        ] {
            assert_eq!(nearest(typed, known), meant, "{typed}");
        }
    }
}

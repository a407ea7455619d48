//! Whether words say anything. Pure.

/// What people write where they know nothing, letters and digits only.
const NOTHING: &[&str] = &[
    "na",
    "nc",
    "nd",
    "tba",
    "tbc",
    "tbd",
    "unknown",
    "notknown",
    "inconnu",
    "inconnue",
    "null",
    "xxx",
    "àdéfinir",
    "adefinir",
    "àcompléter",
    "acompleter",
    "nonrenseigné",
    "nonrenseigne",
    "nonconnu",
    "noncommuniqué",
    "noncommunique",
    "nesaitpas",
];

/// Whether words say anything: not when they are blank, signs only, or one of the ways to say that nothing is known.
/// "None" says something: there is no competitor.
pub fn says_something(text: &str) -> bool {
    let letters: String = text.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    !letters.is_empty() && !NOTHING.contains(&letters.as_str())
}

#[cfg(test)]
mod tests {
    use super::says_something;

    #[test]
    fn words_that_say_nothing_are_told_from_those_that_do() {
        for nothing in
            ["", " ", "-", "--", "?", "???", "n/a", "N.A.", "n / a", "NC", "…", "TBD", "À définir", "Unknown"]
        {
            assert!(!says_something(nothing), "{nothing}");
        }
        for something in ["None", "Nadia", "3 sites", "No budget before May", "A", "7"] {
            assert!(says_something(something), "{something}");
        }
    }
}

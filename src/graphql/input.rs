//! Checks of text inputs, shared by every room.

use async_graphql::MaybeUndefined;
use unicode_normalization::UnicodeNormalization;

use crate::error::UserError;

/// The longest name or title, in characters.
pub const LINE: usize = 200;

/// The longest note, in characters.
pub const NOTE: usize = 10_000;

/// A required text: NFC, trimmed, not empty, at most `limit` characters. A text of one line has plain spaces only: line
/// breaks, tabs and no-break spaces become one. Control characters are no text.
pub fn text(value: &str, limit: usize, field: &[&str]) -> Result<String, UserError> {
    let composed: String = value.trim().nfc().collect();
    let clean = if limit == NOTE { composed } else { with_plain_spaces(composed) };
    if clean.is_empty() {
        return Err(UserError::input(field, "This cannot be empty."));
    }
    if clean.chars().any(|c| c.is_control() && !(limit == NOTE && c.is_whitespace())) {
        return Err(UserError::input(field, "Control characters are not allowed."));
    }
    if clean.chars().count() > limit || clean.len() > limit.saturating_mul(4) {
        return Err(UserError::input(field, format!("Give at most {limit} characters.")));
    }
    Ok(clean)
}

/// A text without white space other than the space; one that has none is left as it is.
fn with_plain_spaces(text: String) -> String {
    if text.chars().any(|c| c.is_whitespace() && c != ' ') {
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    } else {
        text
    }
}

/// An optional text: left out, empty and blank all mean none.
pub fn optional(value: Option<&str>, limit: usize, field: &[&str]) -> Result<Option<String>, UserError> {
    match value {
        Some(value) if !value.trim().is_empty() => text(value, limit, field).map(Some),
        _ => Ok(None),
    }
}

/// A change of a required text: `None` keeps it, null is refused.
pub fn change(value: &MaybeUndefined<String>, limit: usize, field: &[&str]) -> Result<Option<String>, UserError> {
    match value {
        MaybeUndefined::Undefined => Ok(None),
        MaybeUndefined::Null => Err(UserError::input(field, "This cannot be cleared.")),
        MaybeUndefined::Value(value) => text(value, limit, field).map(Some),
    }
}

/// A change of an optional text: `None` keeps it, `Some(None)` clears it.
pub fn change_optional(
    value: &MaybeUndefined<String>,
    limit: usize,
    field: &[&str],
) -> Result<Option<Option<String>>, UserError> {
    match value {
        MaybeUndefined::Undefined => Ok(None),
        MaybeUndefined::Null => Ok(Some(None)),
        MaybeUndefined::Value(value) => optional(Some(value), limit, field).map(Some),
    }
}

/// A change of a required value: `None` keeps it, null is refused.
pub fn change_value<T: Clone>(value: &MaybeUndefined<T>, field: &[&str]) -> Result<Option<T>, UserError> {
    match value {
        MaybeUndefined::Undefined => Ok(None),
        MaybeUndefined::Null => Err(UserError::input(field, "This cannot be cleared.")),
        MaybeUndefined::Value(value) => Ok(Some(value.clone())),
    }
}

/// A change of what a record may do without: `None` keeps it, `Some(None)` clears it.
pub fn change_maybe<T>(value: MaybeUndefined<T>) -> Option<Option<T>> {
    match value {
        MaybeUndefined::Undefined => None,
        MaybeUndefined::Null => Some(None),
        MaybeUndefined::Value(value) => Some(Some(value)),
    }
}

/// A record's place in another system: both parts, or neither.
pub fn external(system: Option<&str>, id: Option<&str>) -> Result<(Option<String>, Option<String>), UserError> {
    let system = optional(system, LINE, &["input", "sourceSystem"])?;
    let id = optional(id, LINE, &["input", "externalId"])?;
    match (&system, &id) {
        (Some(_), None) => Err(UserError::input(&["input", "externalId"], "Give it together with `sourceSystem`.")),
        (None, Some(_)) => Err(UserError::input(&["input", "sourceSystem"], "Give it together with `externalId`.")),
        _ => Ok((system, id)),
    }
}

/// An e-mail address in the form that it is compared in: NFC, lower case. Only what no mail system accepts is refused.
pub fn email(value: &str, field: &[&str]) -> Result<String, UserError> {
    let clean = text(value, 254, field)?.to_lowercase();
    match clean.rsplit_once('@') {
        Some((local, domain))
            if !local.is_empty()
                && domain.is_ascii()
                && domain.split('.').all(|label| !label.is_empty())
                && !clean.contains(char::is_whitespace) =>
        {
            Ok(clean)
        }
        _ => Err(UserError::input(field, "This is not an e-mail address.")),
    }
}

/// An optional e-mail address: left out, empty and blank all mean none.
pub fn optional_email(value: Option<&str>, field: &[&str]) -> Result<Option<String>, UserError> {
    match value {
        Some(value) if !value.trim().is_empty() => email(value, field).map(Some),
        _ => Ok(None),
    }
}

/// A change of an optional e-mail address: `None` keeps it, `Some(None)` clears it.
pub fn change_email(value: &MaybeUndefined<String>, field: &[&str]) -> Result<Option<Option<String>>, UserError> {
    match value {
        MaybeUndefined::Undefined => Ok(None),
        MaybeUndefined::Null => Ok(Some(None)),
        MaybeUndefined::Value(value) => optional_email(Some(value), field).map(Some),
    }
}

/// The words that a list is searched for: blank means all.
pub fn search(words: Option<&str>) -> Result<Option<String>, UserError> {
    optional(words, LINE, &["filter", "search"])
}

/// A probability or share from 0 to 1 in basis points.
pub fn basis_points(ratio: f64, field: &[&str]) -> Result<i32, UserError> {
    let points = (ratio * 10_000.0).round();
    if !(0.0..=10_000.0).contains(&points) {
        return Err(UserError::input(field, "Give a number from 0 to 1."));
    }
    #[expect(clippy::as_conversions, reason = "bounded just before; there is no other way from f64")]
    Ok(points as i32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_normalised_and_bounded() {
        assert_eq!(text("  Cafe\u{301} ", LINE, &[]).unwrap(), "Café");
        assert_eq!(text("line\r\nbreak,\ttab\u{202f}!", LINE, &[]).unwrap(), "line break, tab !");
        for wrong in ["", "  ", "\u{a0}", "a\u{0}b", "a\u{1b}b", &"x".repeat(201)] {
            assert!(text(wrong, LINE, &["input", "name"]).is_err());
        }
        assert!(text("line\nbreak", NOTE, &[]).is_ok());
    }

    #[test]
    fn addresses_are_compared_in_lower_case() {
        assert_eq!(email("Ann@Example.COM", &[]).unwrap(), "ann@example.com");
        for wrong in ["ann", "@example.com", "ann@", "a b@example.com", "ann@exa..mple"] {
            assert!(email(wrong, &[]).is_err(), "{wrong}");
        }
    }
}

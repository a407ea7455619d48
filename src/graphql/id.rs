//! Ids: a word that says the kind, and a UUIDv7 in 26 readable characters (the TypeID form), as in
//! `deal_01k9x3v5f7e4r8s2h6m0q1t9zb`.

use async_graphql::ID;
use entity::Kind;
use uuid::Uuid;

use crate::error::UserError;

const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// The id of a record as clients see it.
pub fn encode(kind: Kind, id: Uuid) -> ID {
    let bits = id.as_u128();
    let name = kind.name();
    let mut text = String::with_capacity(name.len() + 27);
    text.push_str(name);
    text.push('_');
    text.extend((0..26).rev().filter_map(|position| {
        let digit = usize::try_from((bits >> (position * 5)) & 31).ok()?;
        ALPHABET.get(digit).copied().map(char::from)
    }));
    ID(text)
}

/// What an id names, or `None` when it is not one of ours.
pub fn decode(id: &str) -> Option<(Kind, Uuid)> {
    let (name, digits) = id.rsplit_once('_')?;
    if digits.len() != 26 || !digits.starts_with(|first: char| ('0'..='7').contains(&first)) {
        return None;
    }
    let mut bits: u128 = 0;
    for digit in digits.bytes() {
        let value = ALPHABET.iter().position(|known| *known == digit)?;
        bits = (bits << 5) | u128::try_from(value).ok()?;
    }
    Some((Kind::from_name(name)?, Uuid::from_u128(bits)))
}

/// Reads an id of a known kind; anything else is the caller's mistake, said at `field`.
pub fn parse(kind: Kind, id: &ID, field: &[&str]) -> Result<Uuid, UserError> {
    match decode(id) {
        Some((found, id)) if found == kind => Ok(id),
        Some((found, _)) => Err(UserError::input(
            field,
            format!("This is the id of a {}; the id of a {} is wanted.", found.name(), kind.name()),
        )),
        None => Err(UserError::input(field, "This is not a valid id.")),
    }
}

/// Reads the id that a list is filtered by, if it is.
pub fn filter(kind: Kind, id: Option<&ID>, name: &str) -> Result<Option<Uuid>, UserError> {
    id.map(|id| parse(kind, id, &["filter", name])).transpose()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn an_id_of_another_kind_is_refused() {
        let id = encode(Kind::Deal, Uuid::nil());
        assert_eq!(id.as_str(), "deal_00000000000000000000000000");
        assert!(parse(Kind::Lead, &id, &["id"]).is_err());
        assert!(parse(Kind::Deal, &ID::from("deal_8zzzzzzzzzzzzzzzzzzzzzzzzz"), &["id"]).is_err(), "past 128 bits");
    }

    proptest! {
        #[test]
        fn ids_survive_the_round_trip(bits: u128) {
            let id = Uuid::from_u128(bits);
            prop_assert_eq!(decode(&encode(Kind::Deal, id)), Some((Kind::Deal, id)));
        }
    }
}

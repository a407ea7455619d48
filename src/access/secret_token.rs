//! Secret tokens: an id, a random secret and a tag, in 80 readable characters behind a word that says what it is.
//!
//! The tag is checked before the database is asked: it tells a typo, and where its key is secret, a forgery. The secret is
//! kept as a hash only.

use aws_lc_rs::{constant_time, hmac, rand};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::error::{Error, Result};

const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
const ID: usize = 16;
const SECRET: usize = 24;
const TAG: usize = 10;
const BYTES: usize = ID + SECRET + TAG;
const LETTERS: usize = BYTES / 5 * 8;

/// What an opaque token holds.
#[derive(Clone, PartialEq, Eq)]
pub struct SecretToken {
    /// What it belongs to.
    pub id: Uuid,
    secret: [u8; SECRET],
}

impl SecretToken {
    /// A new one for an id.
    pub fn generate(id: Uuid) -> Result<Self> {
        let mut secret = [0; SECRET];
        rand::fill(&mut secret).map_err(|_| Error::Bug("no random numbers".into()))?;
        Ok(Self { id, secret })
    }

    /// The hash that the secret is kept as.
    pub fn hash(&self) -> String {
        hex::encode(Sha256::digest(self.secret))
    }

    /// Whether the secret is the one that was kept.
    pub fn matches(&self, kept: &str) -> bool {
        constant_time::verify_slices_are_equal(self.hash().as_bytes(), kept.as_bytes()).is_ok()
    }
}

/// The format of one kind of opaque token: how it begins, and the key of its tags.
pub struct TokenFormat {
    prefix: &'static str,
    key: hmac::Key,
}

impl TokenFormat {
    /// A kind of token whose tags are made with a key.
    pub fn new(prefix: &'static str, key: &[u8]) -> Self {
        Self { prefix, key: hmac::Key::new(hmac::HMAC_SHA256, key) }
    }

    /// API tokens. Their tag is a checksum: its key is no secret, so that any scanner can tell a leaked one from noise.
    pub fn api() -> Self {
        Self::new("plt_", b"pilotage api token")
    }

    /// The token that follows one in its family: always the same, so that a lost answer can be given again. Nobody can tell
    /// it who does not hold the key.
    pub fn successor(&self, token: &SecretToken) -> Result<SecretToken> {
        let said = [b"successor", token.id.as_bytes().as_slice(), &token.secret].concat();
        let tag = hmac::sign(&self.key, &said);
        let secret = tag.as_ref().get(..SECRET).and_then(|secret| secret.try_into().ok());
        let secret = secret.ok_or_else(|| Error::Bug("a tag that is too short".into()))?;
        Ok(SecretToken { id: token.id, secret })
    }

    /// Whether a text says that it is one.
    pub fn is_claimed_by(&self, text: &str) -> bool {
        text.starts_with(self.prefix)
    }

    /// The token as text.
    pub fn write(&self, token: &SecretToken) -> String {
        let mut bytes = Vec::with_capacity(BYTES);
        bytes.extend(token.id.as_bytes());
        bytes.extend(token.secret);
        let tag = hmac::sign(&self.key, &bytes);
        bytes.extend(tag.as_ref().iter().take(TAG));
        format!("{}{}", self.prefix, letters(&bytes))
    }

    /// The token in a text, if it is whole.
    pub fn read(&self, text: &str) -> Option<SecretToken> {
        let bytes = bytes(text.strip_prefix(self.prefix)?)?;
        let (signed, tag) = bytes.split_at_checked(ID + SECRET)?;
        let expected = hmac::sign(&self.key, signed);
        constant_time::verify_slices_are_equal(tag, expected.as_ref().get(..TAG)?).ok()?;
        let (id, secret) = signed.split_at_checked(ID)?;
        Some(SecretToken { id: Uuid::from_slice(id).ok()?, secret: secret.try_into().ok()? })
    }
}

/// Five bytes are eight letters.
fn letters(bytes: &[u8]) -> String {
    let groups = bytes.chunks(5).map(|group| group.iter().fold(0_u64, |bits, byte| (bits << 8) | u64::from(*byte)));
    groups
        .flat_map(|bits| (0..8).rev().map(move |place| (bits >> (place * 5)) & 31))
        .filter_map(|digit| ALPHABET.get(usize::try_from(digit).ok()?).copied().map(char::from))
        .collect()
}

fn bytes(letters: &str) -> Option<Vec<u8>> {
    if letters.len() != LETTERS {
        return None;
    }
    let mut bytes = Vec::with_capacity(BYTES);
    for group in letters.as_bytes().chunks(8) {
        let mut bits = 0_u64;
        for letter in group {
            let digit = ALPHABET.iter().position(|known| known == letter)?;
            bits = (bits << 5) | u64::try_from(digit).ok()?;
        }
        bytes.extend(bits.to_be_bytes().iter().skip(3));
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn token(id: u128, secret: [u8; SECRET]) -> SecretToken {
        SecretToken { id: Uuid::from_u128(id), secret }
    }

    proptest! {
        #[test]
        fn a_token_survives_the_round_trip_and_no_typo_does(
            id: u128, secret: [u8; SECRET], place in 0..LETTERS, typo in 0..32_usize,
        ) {
            let sort = TokenFormat::api();
            let token = token(id, secret);
            let text = sort.write(&token);
            prop_assert!(sort.read(&text) == Some(token));
            let mut wrong = text.clone().into_bytes();
            wrong[4 + place] = ALPHABET[typo];
            let wrong = String::from_utf8(wrong).unwrap();
            prop_assert!(wrong == text || sort.read(&wrong).is_none());
        }
    }

    #[test]
    fn only_its_own_sort_takes_a_token() {
        let refresh = TokenFormat::new("plr_", b"secret");
        let text = refresh.write(&token(1, [7; SECRET]));
        assert_eq!(text.len(), 84);
        assert!(refresh.read(&text).is_some());
        assert!(TokenFormat::new("plr_", b"another").read(&text).is_none(), "another key");
        assert!(TokenFormat::api().read(&text).is_none());
        let cut = text.get(..83).unwrap();
        for wrong in ["", "plr_", cut, &format!("{text}0"), &text.to_uppercase(), &text.replace("plr_", "plt_")] {
            assert!(refresh.read(wrong).is_none(), "{wrong}");
        }
    }

    #[test]
    fn the_hash_is_the_secrets_alone() {
        let one = SecretToken::generate(Uuid::nil()).unwrap();
        let other = SecretToken::generate(Uuid::nil()).unwrap();
        assert!(one.matches(&one.hash()) && !one.matches(&other.hash()) && !one.matches(""));
        assert!(!one.hash().contains(&hex::encode(one.secret)));
    }
}

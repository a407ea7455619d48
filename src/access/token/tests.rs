use aws_lc_rs::{
    hmac,
    signature::{Ed25519KeyPair, KeyPair},
};
use base64::{
    Engine,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};
use serde_json::{Value, json};

use super::*;
use crate::error::ErrorCode;

const NOW: i64 = 1_800_000_000;

/// A node's key, and one who has got hold of it: what follows must not pass even so.
struct Forger {
    pair: Ed25519KeyPair,
    keys: Keys,
    verifier: Verifier,
}

impl Forger {
    fn new() -> Self {
        let seed = "MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g";
        let pair = Ed25519KeyPair::from_pkcs8_maybe_unchecked(&STANDARD.decode(seed).unwrap()).unwrap();
        let pem = format!("-----BEGIN PRIVATE KEY-----\n{seed}\n-----END PRIVATE KEY-----");
        let keys = Keys::from_pem(&pem).unwrap();
        Self { pair, verifier: Verifier::new(keys.clone()), keys }
    }

    fn sign(&self, header: &str, claims: &str) -> String {
        let message = format!("{}.{}", URL_SAFE_NO_PAD.encode(header), URL_SAFE_NO_PAD.encode(claims));
        format!("{message}.{}", URL_SAFE_NO_PAD.encode(self.pair.sign(message.as_bytes())))
    }

    fn with_header(&self, header: &Value) -> String {
        self.sign(&header.to_string(), &claims().to_string())
    }

    fn with_claims(&self, claims: &Value) -> String {
        self.sign(r#"{"typ":"at+jwt","alg":"EdDSA"}"#, &claims.to_string())
    }

    fn accepts(&self, token: &str) -> bool {
        match self.verifier.verify(token, at(NOW)) {
            Ok(holder) => {
                assert_eq!(self.verifier.verify(token, at(NOW)).unwrap(), holder, "and again");
                true
            }
            Err(Error::Refused(code, message)) => {
                assert_eq!(
                    (code, message.as_str()),
                    (ErrorCode::Unauthenticated, "Sign in to do this."),
                    "one text for all: {token}"
                );
                false
            }
            Err(other) => panic!("{other:?}"),
        }
    }
}

fn at(seconds: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(seconds, 0).unwrap()
}

fn claims() -> Value {
    json!({
        "iss": "pilotage", "aud": "pilotage/graphql",
        "sub": "01890a5d-ac96-774b-bcce-b302099a8057", "sid": "01890a5d-ac96-774b-bcce-b302099a8058",
        "jti": "01890a5d-ac96-474b-bcce-b302099a8059", "iat": NOW, "nbf": NOW, "exp": NOW + 600,
    })
}

fn claims_with(name: &str, value: Value) -> Value {
    let mut claims = claims();
    claims[name] = value;
    claims
}

#[test]
fn a_token_names_whom_it_was_issued_to_and_nothing_else() {
    let forger = Forger::new();
    let holder = Holder { user: Uuid::from_u128(1), session: Uuid::from_u128(2) };
    let (token, ends) = issue(&forger.keys, holder, at(NOW)).unwrap();
    assert_eq!(ends, at(NOW + 600));
    assert_eq!(forger.verifier.verify(&token, at(NOW)).unwrap(), holder);
    let parts: Vec<&str> = token.split('.').collect();
    assert_eq!(parts[0], HEADER);
    let said: Value = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(parts[1]).unwrap()).unwrap();
    let names: Vec<&str> = said.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(names, ["aud", "exp", "iat", "iss", "jti", "nbf", "sid", "sub"]);
    let (again, _) = issue(&forger.keys, holder, at(NOW)).unwrap();
    assert_ne!(token, again, "each has its own name");
}

#[test]
fn a_token_holds_for_ten_minutes_of_the_clock_that_is_given() {
    let forger = Forger::new();
    let holder = Holder { user: Uuid::from_u128(1), session: Uuid::from_u128(2) };
    let (token, _) = issue(&forger.keys, holder, at(NOW)).unwrap();
    for (seconds, good) in [(-31, false), (-30, true), (0, true), (599, true), (600, false), (10_000_000, false)] {
        assert_eq!(forger.verifier.verify(&token, at(NOW + seconds)).is_ok(), good, "{seconds}");
    }
}

#[test]
fn only_our_header_is_taken_however_well_it_is_signed() {
    let forger = Forger::new();
    assert!(forger.accepts(&forger.with_claims(&claims())), "the forger can sign");
    let jwk = json!({"kty": "OKP", "crv": "Ed25519", "x": URL_SAFE_NO_PAD.encode(forger.pair.public_key())});
    for header in [
        json!({"alg": "none", "typ": "at+jwt"}),
        json!({"alg": "None", "typ": "at+jwt"}),
        json!({"alg": "HS256", "typ": "at+jwt"}),
        json!({"alg": "RS256", "typ": "at+jwt"}),
        json!({"alg": "ES256", "typ": "at+jwt"}),
        json!({"alg": "Ed25519", "typ": "at+jwt"}),
        json!({"alg": "eddsa", "typ": "at+jwt"}),
        json!({"alg": ["EdDSA"], "typ": "at+jwt"}),
        json!({"alg": "EdDSA"}),
        json!({"alg": "EdDSA", "typ": "JWT"}),
        json!({"alg": "EdDSA", "typ": "application/at+jwt"}),
        json!({"alg": "EdDSA", "typ": "dpop+jwt"}),
        json!({"alg": "EdDSA", "typ": "at+jwt", "kid": "../../dev/null"}),
        json!({"alg": "EdDSA", "typ": "at+jwt", "kid": "' OR 1=1 --"}),
        json!({"alg": "EdDSA", "typ": "at+jwt", "jku": "https://example.org/keys"}),
        json!({"alg": "EdDSA", "typ": "at+jwt", "jwk": jwk}),
        json!({"alg": "EdDSA", "typ": "at+jwt", "x5u": "https://example.org/cert"}),
        json!({"alg": "EdDSA", "typ": "at+jwt", "x5c": ["AA=="]}),
        json!({"alg": "EdDSA", "typ": "at+jwt", "crit": ["exp"]}),
        json!({"alg": "EdDSA", "typ": "at+jwt", "crit": []}),
        json!({"alg": "EdDSA", "typ": "at+jwt", "crit": ["b64"], "b64": false}),
        json!({"alg": "EdDSA", "typ": "at+jwt", "zip": "DEF"}),
        json!({"alg": "EdDSA", "typ": "at+jwt", "cty": "JWT"}),
        json!({"alg": "EdDSA", "typ": "at+jwt", "enc": "A128GCM"}),
        json!([]),
        json!("EdDSA"),
    ] {
        assert!(!forger.accepts(&forger.with_header(&header)), "{header}");
    }
    let twice = forger.sign(r#"{"typ":"at+jwt","alg":"none","alg":"EdDSA"}"#, &claims().to_string());
    assert!(!forger.accepts(&twice), "an algorithm twice");
}

#[test]
fn every_claim_must_be_there_and_right() {
    let forger = Forger::new();
    for (name, value) in [
        ("iss", json!("someone else")),
        ("iss", json!("Pilotage")),
        ("iss", json!(["pilotage"])),
        ("aud", json!("another service")),
        ("aud", json!(["pilotage/graphql", "another service"])),
        ("aud", json!("")),
        ("sub", json!("")),
        ("sub", json!("admin")),
        ("sub", json!(1)),
        ("sub", json!(null)),
        ("sid", json!("none")),
        ("jti", json!(7)),
        ("exp", json!(NOW)),
        ("exp", json!(NOW - 1)),
        ("exp", json!(0)),
        ("exp", json!(-1)),
        ("exp", json!(NOW + 601)),
        ("exp", json!(i64::MAX)),
        ("exp", json!(u64::MAX)),
        ("exp", json!((NOW + 600).to_string())),
        ("exp", json!(1_800_000_599.5)),
        ("exp", json!(1e300)),
        ("exp", json!(null)),
        ("nbf", json!(NOW + 31)),
        ("nbf", json!(NOW.to_string())),
        ("nbf", json!("2000-01-01T00:00:00Z")),
        ("nbf", json!([NOW])),
        ("nbf", json!(null)),
        ("iat", json!(NOW + 31)),
        ("iat", json!(NOW - 1_000)),
        ("iat", json!(i64::MIN)),
        ("iat", json!("yesterday")),
        ("iat", json!(true)),
    ] {
        assert!(!forger.accepts(&forger.with_claims(&claims_with(name, value.clone()))), "{name}: {value}");
    }
    for name in ["iss", "aud", "sub", "sid", "jti", "iat", "nbf", "exp"] {
        let mut claims = claims();
        claims.as_object_mut().unwrap().remove(name);
        assert!(!forger.accepts(&forger.with_claims(&claims)), "no {name}");
    }
    let header = r#"{"typ":"at+jwt","alg":"EdDSA"}"#;
    let twice = claims().to_string().replacen('{', &format!(r#"{{"exp":{},"#, NOW + 500), 1);
    for claims in [twice.as_str(), "{}", "[]", "null", "", "{", "\u{feff}{}"] {
        assert!(!forger.accepts(&forger.sign(header, claims)), "{claims}");
    }
    assert!(forger.accepts(&forger.with_claims(&claims_with("role", json!("ADMIN")))), "read by nobody");
}

#[test]
fn only_our_signature_is_taken() {
    let forger = Forger::new();
    let good = forger.with_claims(&claims());
    let (message, signature) = good.rsplit_once('.').unwrap();
    let (header, payload) = message.split_once('.').unwrap();
    let bytes = URL_SAFE_NO_PAD.decode(signature).unwrap();

    let stranger = Ed25519KeyPair::generate().unwrap();
    let of_stranger = URL_SAFE_NO_PAD.encode(stranger.sign(message.as_bytes()));
    let public = forger.pair.public_key().as_ref();
    let confused = URL_SAFE_NO_PAD.encode(hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, public), message.as_bytes()));
    let mut flipped = bytes.clone();
    flipped[5] ^= 1;
    // The same number modulo the group's order: another text for one signature.
    let order = hex::decode("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010").unwrap();
    let mut malleable = bytes.clone();
    let mut carry = 0_u16;
    for (byte, part) in malleable.iter_mut().skip(32).zip(order) {
        let sum = u16::from(*byte) + u16::from(part) + carry;
        *byte = sum.to_le_bytes()[0];
        carry = sum >> 8;
    }
    for (what, signature) in [
        ("none", String::new()),
        ("a stranger's", of_stranger),
        ("an HMAC with the public key", confused),
        ("a flipped bit", URL_SAFE_NO_PAD.encode(flipped)),
        ("the same in another form", URL_SAFE_NO_PAD.encode(malleable)),
        ("zeros", URL_SAFE_NO_PAD.encode([0; 64])),
        ("a short one", URL_SAFE_NO_PAD.encode(&bytes[..63])),
        ("a long one", URL_SAFE_NO_PAD.encode([bytes.as_slice(), &[0]].concat())),
        ("padding", format!("{signature}==")),
        ("no base64", "!".repeat(86)),
    ] {
        assert!(!forger.accepts(&format!("{message}.{signature}")), "{what}");
    }
    let other = URL_SAFE_NO_PAD.encode(claims_with("sub", json!(Uuid::from_u128(9))).to_string());
    for token in [
        format!("{header}.{other}.{signature}"),
        format!("{header}.{payload}"),
        format!("{header}.{payload}.{signature}.{signature}"),
        format!(".{payload}.{signature}"),
        format!("{header}..{signature}"),
        format!(" {good}"),
        format!("{good} "),
        format!("{good}\n"),
        String::new(),
        ".".to_owned(),
        "..".to_owned(),
        "a".repeat(4_000),
    ] {
        assert!(!forger.accepts(&token), "{token}");
    }
}

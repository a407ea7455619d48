//! The node's key: an Ed25519 key in a file that only its owner reads, and every other secret derived from it.
//!
//! Nodes that serve one database share the key, as a file or as text; then each takes the tokens and cursors of all.

use std::{
    fmt, fs, io,
    io::Write,
    path::{Path, PathBuf},
    sync::Arc,
};

use aws_lc_rs::{
    encoding::AsBigEndian,
    hkdf::{HKDF_SHA256, Prk, Salt},
    rand::SystemRandom,
    signature::{Ed25519KeyPair, KeyPair},
};
use base64::{Engine, engine::general_purpose::STANDARD};
use jsonwebtoken::{DecodingKey, EncodingKey};

use super::secret_token::TokenFormat;

const BEGIN: &str = "-----BEGIN PRIVATE KEY-----";
const END: &str = "-----END PRIVATE KEY-----";

/// The key that signs access tokens, and what is derived from it.
#[derive(Clone)]
pub struct Keys(Arc<Secrets>);

struct Secrets {
    signing: EncodingKey,
    verifying: DecodingKey,
    root: Prk,
    refresh: TokenFormat,
}

impl fmt::Debug for Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Keys")
    }
}

/// The texts of failures are for the operator.
impl Keys {
    /// The key in a file, made when it is missing.
    pub fn open(file: &Path) -> Result<Self, String> {
        let at = |cause: io::Error| format!("{}: {cause}", file.display());
        match fs::read_to_string(file) {
            Ok(pem) => {
                refuse_if_open(file).map_err(at)?;
                Self::from_pem(&pem).map_err(|cause| format!("{}: {cause}", file.display()))
            }
            Err(cause) if cause.kind() == io::ErrorKind::NotFound => {
                make(file).map_err(at)?;
                Self::open(file)
            }
            Err(cause) => Err(at(cause)),
        }
    }

    /// The key in a text: PKCS#8 in PEM, as `openssl genpkey -algorithm ed25519` writes it.
    pub fn from_pem(pem: &str) -> Result<Self, String> {
        let is_none = "this is no Ed25519 key in PEM (BEGIN PRIVATE KEY)";
        let body = pem.trim().strip_prefix(BEGIN).and_then(|rest| rest.strip_suffix(END)).ok_or(is_none)?;
        let body: String = body.split_whitespace().collect();
        let der = STANDARD.decode(body).map_err(|_| is_none)?;
        let pair = Ed25519KeyPair::from_pkcs8_maybe_unchecked(&der).map_err(|_| is_none)?;
        Self::of(&pair).ok_or_else(|| is_none.to_owned())
    }

    /// A key that nobody keeps: what it signs dies with the process.
    pub fn ephemeral() -> Result<Self, String> {
        Self::from_pem(&new_pem().map_err(|cause| cause.to_string())?)
    }

    fn of(pair: &Ed25519KeyPair) -> Option<Self> {
        let seed = pair.seed().ok()?.as_be_bytes().ok()?;
        let root = Salt::new(HKDF_SHA256, b"pilotage").extract(seed.as_ref());
        let refresh = TokenFormat::new("plr_", &derived(&root, "refresh token")?);
        Some(Self(Arc::new(Secrets {
            signing: EncodingKey::from_ed_der(pair.to_pkcs8().ok()?.as_ref()),
            verifying: DecodingKey::from_ed_der(pair.public_key().as_ref()),
            root,
            refresh,
        })))
    }

    /// The secret for cursors.
    pub fn cursor_secret(&self) -> Result<[u8; 32], String> {
        derived(&self.0.root, "cursor").ok_or_else(|| "no secret can be derived from the key".to_owned())
    }

    /// Refresh tokens: only a holder of the key can make one.
    pub fn refresh(&self) -> &TokenFormat {
        &self.0.refresh
    }

    pub(super) fn signing(&self) -> &EncodingKey {
        &self.0.signing
    }

    pub(super) fn verifying(&self) -> &DecodingKey {
        &self.0.verifying
    }
}

fn derived(root: &Prk, purpose: &str) -> Option<[u8; 32]> {
    let mut secret = [0; 32];
    root.expand(&[purpose.as_bytes()], HKDF_SHA256).ok()?.fill(&mut secret).ok()?;
    Some(secret)
}

fn new_pem() -> io::Result<String> {
    let pkcs8 = Ed25519KeyPair::generate_pkcs8v1(&SystemRandom::new()).map_err(|_| io::Error::other("no key"))?;
    Ok(format!("{BEGIN}\n{}\n{END}\n", STANDARD.encode(pkcs8.as_ref())))
}

/// Writes a new key. When another process does so at the same time, whoever was first is right.
fn make(file: &Path) -> io::Result<()> {
    let mut draft = file.as_os_str().to_owned();
    draft.push(format!(".{}", std::process::id()));
    let draft = PathBuf::from(draft);
    let written = write(&draft, &new_pem()?).and_then(|()| match fs::hard_link(&draft, file) {
        Err(cause) if cause.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        linked => linked,
    });
    let removed = fs::remove_file(&draft);
    written.and(removed)
}

fn write(file: &Path, text: &str) -> io::Result<()> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(file)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

/// Refuses a file that everybody may read, or others than its owner may write.
fn refuse_if_open(file: &Path) -> io::Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = fs::metadata(file)?.permissions().mode();
        if mode & 0o027 != 0 {
            return Err(io::Error::other("others may read or change this key; `chmod 600` it, or take a new one"));
        }
    }
    #[cfg(not(unix))]
    let _ = file;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_made_once_and_found_again() {
        let directory = tempfile::tempdir().unwrap();
        let file = directory.path().join("pilotage.key");
        let made = Keys::open(&file).unwrap();
        let found = Keys::open(&file).unwrap();
        assert_eq!(made.cursor_secret(), found.cursor_secret());
        assert_ne!(made.cursor_secret(), Keys::ephemeral().unwrap().cursor_secret());
        assert_eq!(fs::read_dir(directory.path()).unwrap().count(), 1, "no draft is left");
        assert!(Keys::open(&directory.path().join("nowhere/pilotage.key")).is_err());
    }

    #[cfg(unix)]
    #[test]
    fn only_the_owner_may_read_the_key() {
        use std::os::unix::fs::PermissionsExt;
        let directory = tempfile::tempdir().unwrap();
        let file = directory.path().join("pilotage.key");
        Keys::open(&file).unwrap();
        assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
        for open in [0o644, 0o604, 0o620, 0o602] {
            fs::set_permissions(&file, fs::Permissions::from_mode(open)).unwrap();
            assert!(Keys::open(&file).unwrap_err().contains("others may read"), "{open:o}");
        }
        fs::set_permissions(&file, fs::Permissions::from_mode(0o440)).unwrap();
        assert!(Keys::open(&file).is_ok(), "mounted for a group");
    }

    #[test]
    fn a_text_that_is_no_key_is_refused() {
        let openssl = "-----BEGIN PRIVATE KEY-----\n\
                       MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g\n-----END PRIVATE KEY-----\n";
        assert!(Keys::from_pem(openssl).is_ok());
        let cut = openssl.replace("MC4C", "");
        for wrong in ["", "secret", &cut, &openssl.replace("PRIVATE", "PUBLIC"), &openssl.replace("VwBC", "VuBC")] {
            assert!(Keys::from_pem(wrong).is_err(), "{wrong}");
        }
    }
}

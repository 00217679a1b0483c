//! The cookie in which a relay keeps a permission token, sealed: what its value looks like and
//! what is inside. Sealing and opening is the platform's work (AES-256-GCM).
//!
//! A value is `1.<key id>.<salt, nonce and ciphertext, base64url>`: the version of the format, which
//! of the relay's secrets sealed it, and the rest at fixed lengths. Whoever sends a cookie may have
//! made it up, so nothing here says more than that a value can be tried.

use crate::oauth::http::is_bearer;
use crate::oauth::jwt;
use crate::oauth::pkce::base64url;
use crate::oauth::{Code, Error, Secret};

/// The format's version, with which every value begins.
const VERSION: &str = "1";
/// Bytes of a key's id before base64url.
const KEY_ID_BYTES: usize = 6;
/// Bytes of the salt that a cookie's key is derived with. Each instance makes its own, and new ones in
/// time, so that no number of cookies wears a secret out.
const SALT_BYTES: usize = 16;
/// Bytes of the nonce (NIST SP 800-38D section 8.2).
const NONCE_BYTES: usize = 12;
/// Bytes of the tag, with which the ciphertext ends.
const TAG_BYTES: usize = 16;
/// The most bytes that browsers keep of a cookie (RFC 6265 section 6.1).
pub const COOKIE_LIMIT: usize = 4096;
/// How many cookies of one name are looked at. A parent domain may have set some of its own, and each
/// costs a decryption.
const MOST_CANDIDATES: usize = 4;

/// A value taken apart, and nothing of it believed.
#[derive(Debug, PartialEq, Eq)]
pub struct Sealed {
    /// Which secret it says it was sealed with.
    pub key_id: String,
    /// Salt, nonce and ciphertext, with its tag.
    pub bytes: Vec<u8>,
}

impl Sealed {
    /// Takes a value apart. There is one way to write each: no padding, no bits left over.
    pub fn parse(value: &str) -> Option<Self> {
        if value.len() > COOKIE_LIMIT {
            return None;
        }
        let mut parts = value.split('.');
        let (version, key_id, sealed) = (parts.next()?, parts.next()?, parts.next()?);
        if version != VERSION || parts.next().is_some() || jwt::bytes(key_id)?.len() != KEY_ID_BYTES {
            return None;
        }
        let bytes = jwt::bytes(sealed)?;
        if bytes.len() <= SALT_BYTES + NONCE_BYTES + TAG_BYTES {
            return None;
        }
        Some(Self { key_id: key_id.to_owned(), bytes })
    }

    /// The value.
    pub fn write(&self) -> String {
        [VERSION, ".", &self.key_id, ".", &base64url(&self.bytes)].concat()
    }
}

/// The cookies of this name in a `Cookie` header (RFC 6265 section 4.2.1) that can be tried.
pub fn candidates(header: &str, name: &str) -> Vec<Sealed> {
    let pairs = header.split(';').filter_map(|pair| pair.split_once('='));
    let values = pairs.filter(|(its, _)| its.trim() == name).map(|(_, value)| value.trim());
    values.take(MOST_CANDIDATES).filter_map(Sealed::parse).collect()
}

/// What is sealed: until when the token is good, in milliseconds since the epoch, and the token.
pub fn payload(token: &str, expires_at: Option<u64>) -> Secret {
    let expires_at = expires_at.map_or_else(String::new, |instant| instant.to_string());
    Secret::new([&expires_at, " ", token].concat())
}

/// The token of an opened cookie.
///
/// # Errors
/// `grant_expired`, to the millisecond: netID's own clock decides in the end. `grant_missing` where
/// there is no token inside.
pub fn token(payload: &str, now: u64) -> Result<Secret, Error> {
    let missing = || Error::new(Code::GrantMissing, "This browser has no grant here: have the user sign in.");
    let (expires_at, token) = payload.split_once(' ').ok_or_else(missing)?;
    if !is_bearer(token) {
        return Err(missing());
    }
    if !expires_at.is_empty() && expires_at.parse::<u64>().map_err(|_| missing())? <= now {
        return Err(Error::new(Code::GrantExpired, "The grant has lapsed: have the user sign in again."));
    }
    Ok(Secret::new(token.to_owned()))
}

/// For how many whole seconds a browser may keep the cookie: never longer than the token is good.
pub fn max_age(expires_at: u64, now: u64) -> u64 {
    expires_at.saturating_sub(now) / 1000
}

#[cfg(test)]
#[path = "relay_cookie_tests.rs"]
mod tests;

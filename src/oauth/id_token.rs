//! The ID token (OpenID Connect Core sections 2 and 3.1.3.7).

use super::error::Reason;
use super::json::{Member, Object, Parser, WrongType};
use super::pkce::base64url;
use super::{Error, Secret};
use base64::prelude::{BASE64_URL_SAFE_NO_PAD, Engine as _};
use sha2::{Digest, Sha256};

/// A signature algorithm (RFC 7518 section 3.1, RFC 8037) that ID tokens may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Algorithm {
    /// RSASSA-PKCS1-v1_5 with SHA-256.
    Rs256,
    /// ECDSA on P-256 with SHA-256.
    Es256,
    /// RSASSA-PSS with SHA-256.
    Ps256,
    /// Ed25519.
    EdDsa,
    /// Unsigned; only for a client that is registered so.
    None,
}

impl Algorithm {
    /// Reads an `alg`; HMAC and everything unknown is `None`.
    pub fn parse(name: &str) -> Option<Self> {
        Some(match name {
            "RS256" => Self::Rs256,
            "ES256" => Self::Es256,
            "PS256" => Self::Ps256,
            "EdDSA" => Self::EdDsa,
            "none" => Self::None,
            _ => return None,
        })
    }
}

/// What an ID token must say to be believed.
#[derive(Debug)]
pub struct Expected<'a> {
    /// `iss`, compared exactly.
    pub issuer: &'a str,
    /// The only `aud`.
    pub client_id: &'a str,
    /// The `nonce` that was sent.
    pub nonce: &'a str,
    /// `max_age` in seconds, where it was asked for.
    pub max_age: Option<u32>,
    /// The access token of the same response, for `at_hash`.
    pub access_token: &'a str,
    /// The only algorithm accepted; `None` accepts every one but unsigned.
    pub algorithm: Option<Algorithm>,
    /// Milliseconds since the epoch.
    pub now: u64,
    /// Seconds by which the clocks may differ.
    pub clock_tolerance: u32,
}

/// A JWT taken apart, its claims not believed yet.
#[derive(Debug)]
pub struct IdToken {
    algorithm: Option<Algorithm>,
    payload: Secret,
    claims: Object,
}

/// Claims that passed every check.
#[derive(Debug)]
pub struct Claims {
    /// All claims, by name.
    pub object: Object,
    /// The same as the JSON text that was signed.
    pub json: Secret,
}

fn malformed(_: WrongType) -> Error {
    Error::id_token(Reason::Malformed, "The ID token can't be read: it is no JWT, or a part of it has the wrong type.")
}

impl IdToken {
    /// Takes a compact JWT apart (RFC 7519 section 7.2).
    ///
    /// # Errors
    /// `id_token_invalid`, `malformed`: also for any `crit` header, since no extension is known.
    pub fn parse(jwt: &str, parse: Parser) -> Result<Self, Error> {
        let mut parts = jwt.split('.');
        let (Some(header), Some(payload), Some(signature), None) =
            (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(malformed(WrongType));
        };
        let text = |part: &str| String::from_utf8(bytes(part)?).ok();
        let header = text(header).as_deref().and_then(parse).ok_or_else(|| malformed(WrongType))?;
        let payload = text(payload).ok_or_else(|| malformed(WrongType))?;
        let claims = parse(&payload).ok_or_else(|| malformed(WrongType))?;
        let algorithm = header.text("alg").map_err(malformed)?.ok_or_else(|| malformed(WrongType))?;
        if header.has("crit") || bytes(signature).is_none() {
            return Err(malformed(WrongType));
        }
        Ok(Self { algorithm: Algorithm::parse(&algorithm), payload: Secret::new(payload), claims })
    }

    /// Checks everything that can be checked without a key, in the order of the specification.
    ///
    /// # Errors
    /// `id_token_invalid` with the `reason` of the first check that fails; a missing claim has the
    /// claim's own.
    pub fn check(self, expected: &Expected<'_>) -> Result<Claims, Error> {
        let accepted = match expected.algorithm {
            Some(only) => self.algorithm == Some(only),
            None => self.algorithm.is_some_and(|algorithm| algorithm != Algorithm::None),
        };
        if !accepted {
            return Err(Error::id_token(
                Reason::Alg,
                "The ID token is signed with an algorithm that this client does not accept; see `idTokenAlg`.",
            ));
        }
        check_parties(&self.claims, expected)?;
        check_times(&self.claims, expected)?;
        check_binding(&self.claims, expected)?;
        Ok(Claims { object: self.claims, json: self.payload })
    }
}

fn bytes(part: &str) -> Option<Vec<u8>> {
    BASE64_URL_SAFE_NO_PAD.decode(part).ok()
}

fn check_parties(claims: &Object, expected: &Expected<'_>) -> Result<(), Error> {
    if claims.text("iss").map_err(malformed)?.as_deref() != Some(expected.issuer) {
        return Err(Error::id_token(Reason::Iss, "The ID token is another issuer's."));
    }
    let only_us = match claims.get("aud") {
        Member::Text(audience) => audience == expected.client_id,
        Member::Texts(audiences) => {
            !audiences.is_empty() && audiences.iter().all(|audience| audience == expected.client_id)
        }
        Member::Absent => false,
        _ => return Err(malformed(WrongType)),
    };
    if !only_us {
        return Err(Error::id_token(
            Reason::Aud,
            "The ID token is meant for another client, or not for this one alone.",
        ));
    }
    if claims.text("azp").map_err(malformed)?.is_some_and(|party| party != expected.client_id) {
        return Err(Error::id_token(Reason::Azp, "The ID token was issued to another client."));
    }
    Ok(())
}

fn check_times(claims: &Object, expected: &Expected<'_>) -> Result<(), Error> {
    let now = expected.now as f64 / 1000.0;
    let tolerance = f64::from(expected.clock_tolerance);
    let seconds = |name| claims.number(name).map_err(malformed);
    if seconds("exp")?.is_none_or(|exp| now >= exp + tolerance) {
        return Err(Error::id_token(Reason::Exp, "The ID token has expired, or this device's clock is wrong."));
    }
    if seconds("iat")?.is_none_or(|iat| iat > now + tolerance) {
        return Err(Error::id_token(
            Reason::Iat,
            "The ID token was issued in the future: this device's clock is wrong, or the provider's.",
        ));
    }
    let signed_in = seconds("auth_time")?;
    let recent = expected
        .max_age
        .is_none_or(|max_age| signed_in.is_some_and(|auth_time| auth_time + f64::from(max_age) + tolerance >= now));
    if !recent {
        return Err(Error::id_token(Reason::AuthTime, "The user signed in longer ago than `maxAge` allows."));
    }
    Ok(())
}

fn check_binding(claims: &Object, expected: &Expected<'_>) -> Result<(), Error> {
    if claims.text("nonce").map_err(malformed)?.as_deref() != Some(expected.nonce) {
        return Err(Error::id_token(Reason::Nonce, "The ID token does not answer this sign-in."));
    }
    if claims.text("sub").map_err(malformed)?.is_none_or(|subject| subject.is_empty()) {
        return Err(Error::id_token(Reason::Sub, "The ID token does not say who signed in."));
    }
    if let Some(hash) = claims.text("at_hash").map_err(malformed)? {
        let digest = Sha256::digest(expected.access_token.as_bytes());
        let half = digest.get(..16).map(base64url);
        if half != Some(hash) {
            return Err(Error::id_token(Reason::AtHash, "The ID token was not issued with this access token."));
        }
    }
    Ok(())
}

#[cfg(test)]
#[path = "id_token_tests.rs"]
mod tests;

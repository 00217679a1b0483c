//! The ID token (OpenID Connect Core sections 2 and 3.1.3.7).

use super::error::Reason;
use super::json::{Object, Parser, WrongType};
use super::jwt::{Algorithm, Audience, Jwt, Present, Signature};
use super::pkce::{base64url, sha256};
use super::secret::opaque;
use super::text::joined;
use super::token::AccessToken;
use super::{Error, Secret};

opaque!(Expected<'_>);

/// What an ID token must say to be believed.
pub struct Expected<'a> {
    /// `iss`, compared exactly.
    pub issuer: &'a str,
    /// The `aud`, and the only one but for those that are trusted beside it.
    pub client_id: &'a str,
    /// Further audiences that the token may name, if it is issued to this client (`azp`).
    pub trusted_audiences: &'a [String],
    /// The `nonce` that was sent; where none was, there must be none.
    pub nonce: Option<&'a str>,
    /// `max_age` in seconds, where it was asked for.
    pub max_age: Option<u32>,
    /// What `at_hash` may be, where it is there: see [`access_token_hashes`].
    pub access_token_hashes: &'a [String],
    /// Milliseconds since the epoch.
    pub now: u64,
    /// Seconds by which the clocks may differ.
    pub clock_tolerance: u32,
    /// The claims of the token that this one replaces, where it comes of a refresh token.
    pub renews: Option<&'a Object>,
}

/// An ID token, nothing in it believed yet.
#[derive(Debug)]
pub struct IdToken(pub Jwt);

/// An ID token whose signature is the provider's, or does not matter to this client.
#[derive(Debug)]
pub struct Verified(IdToken);

/// Claims that passed every check. Only [`Verified::check`] makes them.
#[derive(Debug)]
pub struct Claims {
    object: Object,
    json: Secret,
}

impl Claims {
    /// All claims, by name.
    pub fn object(&self) -> &Object {
        &self.object
    }

    /// The same as the JSON text that was signed.
    pub fn json(&self) -> &str {
        self.json.expose()
    }

    /// Claims that passed no check, for tests of what is done with those that did.
    #[cfg(test)]
    pub(crate) fn unchecked(object: Object, json: &str) -> Self {
        Self { object, json: Secret::new(json.to_owned()) }
    }
}

/// Why a token is refused: half of an [`Error`], which is made once.
struct Refusal(Reason, &'static str);

impl From<WrongType> for Refusal {
    fn from(_: WrongType) -> Self {
        Self(Reason::Malformed, "The ID token can't be read: it is no JWT, or a part of it has the wrong type.")
    }
}

impl From<Refusal> for Error {
    fn from(Refusal(reason, message): Refusal) -> Self {
        Self::id_token(reason, message)
    }
}

impl IdToken {
    /// Takes a compact JWT apart.
    ///
    /// # Errors
    /// `id_token_invalid`, `malformed`: see [`Jwt::parse`].
    pub fn parse(jwt: &str, parse: Parser) -> Result<Self, Error> {
        Jwt::parse(jwt, parse).map(Self).ok_or_else(|| Refusal::from(WrongType).into())
    }

    /// The algorithm, where it is one that this client accepts: `only`, or any but unsigned.
    ///
    /// # Errors
    /// `id_token_invalid`, `alg`; `signature` for an unsigned token that carries one.
    pub fn algorithm(&self, only: Option<Algorithm>) -> Result<Algorithm, Error> {
        let accepted =
            self.0.algorithm.filter(|algorithm| only.map_or(*algorithm != Algorithm::None, |only| *algorithm == only));
        match accepted {
            Some(Algorithm::None) if !self.0.signature().is_empty() => Err(forged()),
            Some(algorithm) => Ok(algorithm),
            None => Err(self.wrong_algorithm()),
        }
    }

    fn wrong_algorithm(&self) -> Error {
        let hint = match self.0.algorithm {
            Some(Algorithm::None) => {
                ": it is not signed. Have the client registered for a signature, or set `idTokenAlg` to \"none\" \
                 where it is registered without one."
            }
            Some(_) => {
                ", and `idTokenAlg` asks for another: set it to what the client is registered for, or leave it out."
            }
            None => {
                ", which can't be checked with a public key of the provider: have the client registered for RS256 \
                 or ES256 (`id_token_signed_response_alg`)."
            }
        };
        let message = joined!["The ID token's `alg` is ", self.0.algorithm_name(), hint];
        Error { message: message.into(), ..Error::id_token(Reason::Alg, "") }
    }

    /// Takes the word of whoever was to check the signature with a key of the provider's set.
    /// `may_be_unchecked` is for unsigned tokens, and for clients that allow it.
    ///
    /// # Errors
    /// `id_token_invalid`, `signature`, when it did not match, or had to be checked and was not.
    pub fn verified(self, signature: Signature, may_be_unchecked: bool) -> Result<Verified, Error> {
        match signature {
            Signature::Valid => Ok(Verified(self)),
            Signature::Unchecked if may_be_unchecked => Ok(Verified(self)),
            Signature::Unchecked | Signature::Invalid => Err(forged()),
        }
    }
}

impl Verified {
    /// Checks the claims, in the order of the specification.
    ///
    /// # Errors
    /// `id_token_invalid` with the `reason` of the first check that fails; a missing claim has the
    /// claim's own.
    pub fn check(self, expected: &Expected<'_>) -> Result<Claims, Error> {
        let Self(IdToken(Jwt { claims, payload, .. })) = self;
        check_parties(&claims, expected)?;
        check_times(&claims, expected)?;
        check_binding(&claims, expected)?;
        Ok(Claims { object: claims, json: payload })
    }
}

fn forged() -> Error {
    Error::id_token(Reason::Signature, "The ID token's signature is not the provider's.")
}

fn check_parties(claims: &Object, expected: &Expected<'_>) -> Result<(), Refusal> {
    if claims.text("iss")?.as_deref() != Some(expected.issuer) {
        return Err(Refusal(Reason::Iss, "The ID token is another issuer's."));
    }
    let audience = Audience::of(claims, expected.client_id, expected.trusted_audiences)?;
    if !audience.trusted {
        return Err(Refusal(
            Reason::Aud,
            "The ID token is meant for another client, or not for this one alone; see `trustedAudiences`.",
        ));
    }
    match claims.text("azp")? {
        Some(party) if party == expected.client_id => Ok(()),
        None if audience.alone => Ok(()),
        None => Err(Refusal(
            Reason::Azp,
            "The ID token has further audiences and does not say that it was issued to this client (`azp`).",
        )),
        Some(_) => Err(Refusal(Reason::Azp, "The ID token was issued to another client.")),
    }
}

fn check_times(claims: &Object, expected: &Expected<'_>) -> Result<(), Refusal> {
    let present = Present::new(expected.now, expected.clock_tolerance);
    let seconds = |name| claims.number(name);
    if seconds("exp")?.is_none_or(|exp| present.is_past(exp)) {
        return Err(Refusal(Reason::Exp, "The ID token has expired, or this device's clock is wrong."));
    }
    if seconds("iat")?.is_none_or(|iat| present.is_future(iat)) {
        return Err(Refusal(
            Reason::Iat,
            "The ID token was issued in the future: this device's clock is wrong, or the provider's.",
        ));
    }
    let signed_in = seconds("auth_time")?;
    expected.max_age.map_or(Ok(()), |max_age| check_sign_in(signed_in, max_age, present))
}

fn check_sign_in(signed_in: Option<f64>, max_age: u32, Present { now, tolerance }: Present) -> Result<(), Refusal> {
    match signed_in {
        Some(auth_time) if auth_time + f64::from(max_age) + tolerance >= now => Ok(()),
        Some(_) => Err(Refusal(Reason::AuthTime, "The user signed in longer ago than `maxAge` allows.")),
        None => Err(Refusal(
            Reason::AuthTime,
            "The ID token has no `auth_time`, so that `maxAge` can't be checked: have the provider add the claim, \
             or leave `maxAge` out; `prompt: \"login\"` asks for a fresh sign-in too.",
        )),
    }
}

fn check_binding(claims: &Object, expected: &Expected<'_>) -> Result<(), Refusal> {
    if let Some(before) = expected.renews {
        check_renewal(claims, before)?;
    } else if claims.text("nonce")?.as_deref() != expected.nonce {
        return Err(wrong_nonce());
    }
    if claims.text("sub")?.is_none_or(|subject| subject.is_empty()) {
        return Err(Refusal(Reason::Sub, "The ID token does not say who signed in."));
    }
    if claims.text("at_hash")?.is_some_and(|hash| !expected.access_token_hashes.contains(&hash)) {
        return Err(Refusal(Reason::AtHash, "The ID token was not issued with this access token."));
    }
    Ok(())
}

fn wrong_nonce() -> Refusal {
    Refusal(Reason::Nonce, "The ID token does not answer this sign-in.")
}

/// Section 12.2: the same user and sign-in; the nonce may be left out.
fn check_renewal(claims: &Object, before: &Object) -> Result<(), Refusal> {
    let (subject, nonce) = (claims.text("sub")?, claims.text("nonce")?);
    if before.text("sub")? != subject {
        return Err(Refusal(Reason::Sub, "The renewed ID token is about another user."));
    }
    if nonce.is_some() && before.text("nonce")? != nonce {
        return Err(wrong_nonce());
    }
    let signed_in = |claims: &Object| claims.number("auth_time");
    if signed_in(before)?.zip(signed_in(claims)?).is_some_and(|(then, now)| then != now) {
        return Err(Refusal(Reason::AuthTime, "The renewed ID token comes of another sign-in."));
    }
    Ok(())
}

/// What `at_hash` beside `token` may be (section 3.1.3.6): the left half of its hash, by the algorithm of
/// the ID token's signature. Of the hashes, the core knows SHA-256; `by_platform` is the half of the others.
pub fn access_token_hashes(algorithm: Algorithm, token: &AccessToken, by_platform: Option<String>) -> Vec<String> {
    let mut hashes = Vec::new();
    if algorithm.may_hash_with_sha256() {
        hashes.push(sha256_half(token));
    }
    if let Some(half) = by_platform {
        hashes.push(half);
    }
    hashes
}

fn sha256_half(token: &AccessToken) -> String {
    let [one, two, three, four, ..] = sha256(token.value.expose());
    base64url([one, two, three, four].map(u32::to_be_bytes).as_flattened())
}

#[cfg(test)]
#[path = "id_token_tests.rs"]
mod tests;

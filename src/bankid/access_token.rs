//! The realm's access tokens, for whoever runs a resource server (RFC 9068 section 4, with the
//! claims of Keycloak).

use crate::oauth::error::Reason;
use crate::oauth::json::{Object, WrongType};
use crate::oauth::jwt::{Algorithm, Audience, Jwt, Present};
use crate::oauth::{Error, Secret};

/// What an access token must say to be accepted.
#[derive(Debug)]
pub struct Expected<'a> {
    /// `iss`, compared exactly.
    pub issuer: &'a str,
    /// The names of the resource server, one of which has to be in `aud`.
    pub audience: &'a [String],
    /// Milliseconds since the epoch.
    pub now: u64,
    /// Seconds by which the clocks may differ.
    pub clock_tolerance: u32,
}

/// `malformed`.
pub fn malformed(_: WrongType) -> Error {
    let message = "The access token can't be read: it is no JWT, or a part of it has the wrong type.";
    Error::access_token(Reason::Malformed, message)
}

/// The algorithm of a token that can be checked with a public key.
///
/// # Errors
/// `access_token_invalid`, `alg`.
pub fn algorithm(token: &Jwt) -> Result<Algorithm, Error> {
    token.algorithm.filter(|algorithm| *algorithm != Algorithm::None).ok_or_else(|| {
        Error::access_token(Reason::Alg, "The access token is not signed, or with an algorithm that is not accepted.")
    })
}

/// Checks the claims of a token whose signature was checked, and gives them as JSON.
///
/// # Errors
/// `access_token_invalid` with the `reason` of the first check that fails.
pub fn check(token: Jwt, signature_is_valid: bool, expected: &Expected<'_>) -> Result<Secret, Error> {
    if !signature_is_valid {
        return Err(Error::access_token(Reason::Signature, "The access token's signature is not the realm's."));
    }
    check_parties(&token.claims, expected)?;
    check_times(&token.claims, expected)?;
    Ok(token.payload)
}

fn check_parties(claims: &Object, expected: &Expected<'_>) -> Result<(), Error> {
    if claims.text("iss").map_err(malformed)?.as_deref() != Some(expected.issuer) {
        return Err(Error::access_token(Reason::Iss, "The access token is another issuer's."));
    }
    // A realm signs its ID tokens and refresh tokens with the same keys.
    if claims.text("typ").map_err(malformed)?.as_deref() != Some("Bearer") {
        return Err(Error::access_token(Reason::Typ, "The token is no access token: its `typ` is not Bearer."));
    }
    let mut is_meant = false;
    for name in expected.audience {
        is_meant |= Audience::of(claims, name).map_err(malformed)?.included;
    }
    if !is_meant {
        return Err(Error::access_token(Reason::Aud, "The access token is meant for another resource server."));
    }
    Ok(())
}

fn check_times(claims: &Object, expected: &Expected<'_>) -> Result<(), Error> {
    let present = Present::new(expected.now, expected.clock_tolerance);
    let seconds = |name| claims.number(name).map_err(malformed);
    if seconds("exp")?.is_none_or(|exp| present.is_past(exp)) {
        return Err(Error::access_token(Reason::Exp, "The access token has expired."));
    }
    if seconds("nbf")?.is_some_and(|nbf| present.is_future(nbf)) {
        return Err(Error::access_token(Reason::Nbf, "The access token is not valid yet."));
    }
    if seconds("iat")?.is_some_and(|iat| present.is_future(iat)) {
        return Err(Error::access_token(Reason::Iat, "The access token was issued in the future: a clock is wrong."));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::oauth::Code;
    use crate::oauth::json::tests::parse;
    use crate::oauth::pkce::base64url;
    use serde_json::{Value, json};

    const NOW: u64 = 1_700_000_000;

    fn claims() -> Value {
        json!({
            "iss": "https://auth.bankid.no/auth/realms/prod", "aud": ["signdoc"], "azp": "client", "typ": "Bearer",
            "exp": NOW + 300, "iat": NOW, "nbf": 0, "resource_access": { "signdoc": { "roles": ["read_write"] } },
        })
    }

    fn token(header: Value, claims: &Value) -> Jwt {
        let part = |value: &Value| base64url(value.to_string().as_bytes());
        Jwt::parse(&[part(&header), part(claims), base64url(b"signature")].join("."), parse).unwrap()
    }

    fn reason_of(claims: &Value) -> Option<Reason> {
        let expected = Expected {
            issuer: "https://auth.bankid.no/auth/realms/prod",
            audience: &["other".to_owned(), "signdoc".to_owned()],
            now: NOW * 1000,
            clock_tolerance: 60,
        };
        let error = check(token(json!({"alg": "RS256"}), claims), true, &expected).err()?;
        assert_eq!(error.code, Code::AccessTokenInvalid);
        error.reason
    }

    fn with(name: &str, value: Value) -> Option<Reason> {
        let mut claims = claims();
        claims[name] = value;
        reason_of(&claims)
    }

    #[test]
    fn the_documented_token_passes() {
        assert_eq!(reason_of(&claims()), None);
        assert_eq!(with("aud", json!("signdoc")), None);
        assert_eq!(with("aud", json!(["account", "signdoc"])), None);
        assert_eq!(with("nbf", Value::Null), None);
        assert_eq!(with("iat", Value::Null), None);
    }

    #[test]
    fn each_claim_is_checked() {
        for (name, value, reason) in [
            ("iss", json!("https://auth.bankid.no/auth/realms/prod/"), Reason::Iss),
            ("iss", Value::Null, Reason::Iss),
            ("typ", json!("ID"), Reason::Typ),
            ("typ", Value::Null, Reason::Typ),
            ("aud", json!("account"), Reason::Aud),
            ("aud", json!([]), Reason::Aud),
            ("aud", Value::Null, Reason::Aud),
            ("exp", json!(NOW - 60), Reason::Exp),
            ("exp", Value::Null, Reason::Exp),
            ("nbf", json!(NOW + 61), Reason::Nbf),
            ("iat", json!(NOW + 61), Reason::Iat),
        ] {
            assert_eq!(with(name, value.clone()), Some(reason), "{name} {value}");
        }
        for (name, value) in [
            ("iss", json!(1)),
            ("typ", json!(1)),
            ("aud", json!(1)),
            ("exp", json!("1")),
            ("nbf", json!("0")),
            ("iat", json!("0")),
        ] {
            assert_eq!(with(name, value), Some(Reason::Malformed), "{name}");
        }
    }

    #[test]
    fn clocks_may_differ_by_the_tolerance() {
        assert_eq!(with("exp", json!(NOW - 59)), None);
        assert_eq!(with("nbf", json!(NOW + 60)), None);
        assert_eq!(with("iat", json!(NOW + 60)), None);
    }

    #[test]
    fn only_a_signed_token_counts() {
        for unsigned in ["none", "HS256", "RS1"] {
            let error = algorithm(&token(json!({ "alg": unsigned }), &claims())).unwrap_err();
            assert_eq!(error.reason, Some(Reason::Alg), "{unsigned}");
        }
        let signed = token(json!({"alg": "PS256"}), &claims());
        assert_eq!(algorithm(&signed), Ok(Algorithm::Ps256));
        let expected = Expected { issuer: "", audience: &[], now: 0, clock_tolerance: 0 };
        assert_eq!(check(signed, false, &expected).unwrap_err().reason, Some(Reason::Signature));
    }
}

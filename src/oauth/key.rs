//! Choosing a key of the provider (RFC 7517 section 4). The signature itself is the platform's
//! business.

use super::json::{Member, Object};
use super::jwt::{Algorithm, Jwt};

fn text(key: &Object, name: &str) -> Option<String> {
    key.text(name).ok().flatten()
}

/// Whether a number of a key has so many characters of base64url, zeros before it not counted.
fn long(key: &Object, name: &str, characters: usize) -> bool {
    text(key, name).is_some_and(|number| number.bytes().skip_while(|byte| *byte == b'A').count() >= characters)
}

/// Whether `key`, a JWK, may have signed `token`: the token names it or names none, and it is of
/// the algorithm's kind, meant for signatures and strong enough.
pub fn fits(key: &Object, token: &Jwt, algorithm: Algorithm) -> bool {
    let is = |name: &str, value: &str| text(key, name).as_deref() == Some(value);
    let is_or_absent = |name: &str, value: &str| !key.has(name) || is(name, value);
    let right_kind = match algorithm {
        // RFC 7518 section 3.3: 2048 bits or more, which are 342 characters or more; and an exponent of
        // three bytes or more, such as 65537, since with the smallest anybody can make signatures.
        Algorithm::Rs256 | Algorithm::Ps256 => is("kty", "RSA") && long(key, "n", 342) && long(key, "e", 3),
        Algorithm::Es256 => is("kty", "EC") && is("crv", "P-256"),
        Algorithm::EdDsa => is("kty", "OKP") && is("crv", "Ed25519"),
        Algorithm::None => false,
    };
    let may_verify = match key.list("key_ops") {
        Ok(None) => true,
        Ok(Some(operations)) => operations.iter().any(|name| matches!(name, Member::Text(name) if name == "verify")),
        Err(_) => false,
    };
    let is_named = token.key_id.as_deref().is_none_or(|wanted| is("kid", wanted));
    is_named && right_kind && may_verify && is_or_absent("use", "sig") && is_or_absent("alg", algorithm.as_str())
}

#[cfg(test)]
mod tests {
    use super::super::json::tests::parse;
    use super::super::pkce::base64url;
    use super::*;
    use serde_json::{Value, json};

    fn token(header: Value) -> Jwt {
        let part = |value: &Value| base64url(value.to_string().as_bytes());
        Jwt::parse(&[part(&header), part(&json!({})), String::new()].join("."), parse).unwrap()
    }

    fn rsa() -> Value {
        json!({ "kty": "RSA", "kid": "one", "use": "sig", "alg": "RS256", "n": "n".repeat(342), "e": "AQAB" })
    }

    fn chosen(key: &Value, header: Value, algorithm: Algorithm) -> bool {
        fits(&parse(&key.to_string()).unwrap(), &token(header), algorithm)
    }

    #[test]
    fn a_token_that_names_a_key_takes_no_other() {
        assert!(chosen(&rsa(), json!({"alg": "RS256", "kid": "one"}), Algorithm::Rs256));
        assert!(!chosen(&rsa(), json!({"alg": "RS256", "kid": "two"}), Algorithm::Rs256));
        assert!(chosen(&rsa(), json!({"alg": "RS256"}), Algorithm::Rs256));
    }

    #[test]
    fn each_algorithm_has_its_kind_of_key() {
        let mut any_rsa = rsa();
        any_rsa["alg"] = Value::Null;
        let keys = [
            any_rsa,
            json!({ "kty": "EC", "crv": "P-256", "x": "x", "y": "y" }),
            json!({ "kty": "OKP", "crv": "Ed25519", "x": "x" }),
            json!({ "kty": "EC", "crv": "P-384", "x": "x", "y": "y" }),
            json!({ "kty": "EC", "crv": "Ed25519", "x": "x" }),
            json!({ "kty": "oct", "k": "k" }),
        ];
        for (name, algorithm, fitting) in [
            ("RS256", Algorithm::Rs256, [true, false, false, false, false, false]),
            ("PS256", Algorithm::Ps256, [true, false, false, false, false, false]),
            ("ES256", Algorithm::Es256, [false, true, false, false, false, false]),
            ("EdDSA", Algorithm::EdDsa, [false, false, true, false, false, false]),
            ("none", Algorithm::None, [false; 6]),
        ] {
            let found = keys.each_ref().map(|key| chosen(key, json!({ "alg": name }), algorithm));
            assert_eq!(found, fitting, "{name}");
        }
    }

    #[test]
    fn keys_for_other_purposes_and_weak_ones_are_passed_over() {
        for (name, value) in [
            ("use", json!("enc")),
            ("alg", json!("PS256")),
            ("alg", json!(256)),
            ("key_ops", json!(["sign"])),
            ("key_ops", json!("verify")),
            ("n", json!("n".repeat(341))),
            ("n", json!(["A".repeat(100), "n".repeat(300)].concat())),
            ("n", json!(null)),
            ("e", json!("AQ")),
            ("e", json!("AAAB")),
            ("e", json!("Aw")),
            ("e", json!(null)),
        ] {
            let mut key = rsa();
            key[name] = value;
            assert!(!chosen(&key, json!({"alg": "RS256"}), Algorithm::Rs256), "{name}");
        }
        let mut key = rsa();
        key["key_ops"] = json!(["verify"]);
        assert!(chosen(&key, json!({"alg": "RS256"}), Algorithm::Rs256));
    }
}

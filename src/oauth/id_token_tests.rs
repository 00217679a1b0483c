use super::super::json::tests::parse;
use super::*;
use proptest::prelude::*;
use serde_json::{Value, json};

const NOW: u64 = 1_700_000_000;

fn jwt(header: Value, claims: &Value) -> String {
    let part = |value: &Value| base64url(value.to_string().as_bytes());
    [part(&header), part(claims), base64url(b"signature")].join(".")
}

fn claims() -> Value {
    json!({
        "iss": "https://broker.netid.de/", "aud": "client", "sub": "user", "nonce": "the-nonce",
        "exp": NOW + 300, "iat": NOW, "auth_time": NOW - 100,
    })
}

fn expected() -> Expected<'static> {
    Expected {
        issuer: "https://broker.netid.de/",
        client_id: "client",
        nonce: "the-nonce",
        max_age: None,
        access_token: "the-token",
        algorithm: None,
        now: NOW * 1000,
        clock_tolerance: 60,
    }
}

fn check_with(claims: &Value, expected: &Expected<'_>) -> Result<Claims, Option<Reason>> {
    IdToken::parse(&jwt(json!({"alg": "RS256"}), claims), parse)
        .and_then(|token| token.check(expected))
        .map_err(|error| error.reason)
}

/// The outcome with one claim replaced, or removed where `value` is null.
fn with(name: &str, value: Value) -> Option<Reason> {
    let mut claims = claims();
    match value {
        Value::Null => drop(claims.as_object_mut().unwrap().remove(name)),
        value => claims[name] = value,
    }
    check_with(&claims, &expected()).err().flatten()
}

#[test]
fn a_correct_token_passes_and_keeps_its_text() {
    let checked = check_with(&claims(), &expected()).unwrap();
    assert_eq!(checked.json.expose(), claims().to_string());
    assert_eq!(checked.object.text("sub"), Ok(Some("user".into())));
}

#[test]
fn a_missing_claim_has_its_own_reason() {
    for (name, reason) in [
        ("iss", Reason::Iss),
        ("aud", Reason::Aud),
        ("exp", Reason::Exp),
        ("iat", Reason::Iat),
        ("nonce", Reason::Nonce),
        ("sub", Reason::Sub),
    ] {
        assert_eq!(with(name, Value::Null), Some(reason), "{name}");
    }
    assert_eq!(with("auth_time", Value::Null), None);
}

#[test]
fn a_claim_of_the_wrong_type_is_malformed() {
    for (name, value) in [
        ("iss", json!(1)),
        ("aud", json!({})),
        ("aud", json!([1])),
        ("azp", json!([])),
        ("exp", json!("1700000300")),
        ("iat", json!("now")),
        ("nonce", json!(1)),
        ("sub", json!(1)),
        ("auth_time", json!("x")),
        ("at_hash", json!(1)),
    ] {
        assert_eq!(with(name, value), Some(Reason::Malformed), "{name}");
    }
}

#[test]
fn the_issuer_is_compared_exactly() {
    for issuer in ["https://broker.netid.de", "https://broker.netid.de//", "https://BROKER.netid.de/", ""] {
        assert_eq!(with("iss", json!(issuer)), Some(Reason::Iss), "{issuer}");
    }
}

#[test]
fn the_audience_is_this_client_alone() {
    assert_eq!(with("aud", json!(["client"])), None);
    for audience in [json!("other"), json!([]), json!(["other"]), json!(["client", "other"])] {
        assert_eq!(with("aud", audience.clone()), Some(Reason::Aud), "{audience}");
    }
    assert_eq!(with("azp", json!("client")), None);
    assert_eq!(with("azp", json!("other")), Some(Reason::Azp));
}

#[test]
fn times_allow_the_tolerance_and_no_more() {
    assert_eq!(with("exp", json!(NOW - 59)), None);
    assert_eq!(with("exp", json!(NOW - 60)), Some(Reason::Exp));
    assert_eq!(with("iat", json!(NOW + 60)), None);
    assert_eq!(with("iat", json!(NOW + 61)), Some(Reason::Iat));
    assert_eq!(with("exp", json!(1e300)), None);
}

#[test]
fn the_sign_in_is_as_recent_as_was_asked() {
    let outcome = |auth_time: Value, max_age| {
        let mut claims = claims();
        claims["auth_time"] = auth_time;
        check_with(&claims, &Expected { max_age: Some(max_age), ..expected() }).err().flatten()
    };
    assert_eq!(outcome(json!(NOW - 160), 100), None);
    assert_eq!(outcome(json!(NOW - 161), 100), Some(Reason::AuthTime));
    assert_eq!(outcome(Value::Null, 100), Some(Reason::AuthTime));
    assert_eq!(outcome(json!(NOW), 0), None);
}

#[test]
fn nonce_and_subject_are_this_requests() {
    assert_eq!(with("nonce", json!("other")), Some(Reason::Nonce));
    assert_eq!(with("sub", json!("")), Some(Reason::Sub));
}

#[test]
fn at_hash_must_fit_where_it_is_present() {
    let right = base64url(&Sha256::digest(b"the-token")[..16]);
    assert_eq!(with("at_hash", json!(right)), None);
    for wrong in [base64url(&Sha256::digest(b"another")[..16]), base64url(&Sha256::digest(b"the-token")), String::new()]
    {
        assert_eq!(with("at_hash", json!(wrong)), Some(Reason::AtHash));
    }
}

#[test]
fn only_registered_algorithms_are_accepted() {
    let outcome = |header: &str, algorithm| {
        IdToken::parse(&jwt(json!({ "alg": header }), &claims()), parse)
            .and_then(|token| token.check(&Expected { algorithm, ..expected() }))
            .err()
            .and_then(|error| error.reason)
    };
    for name in ["RS256", "ES256", "PS256", "EdDSA"] {
        assert_eq!(outcome(name, None), None, "{name}");
        assert_eq!(outcome(name, Algorithm::parse(name)), None, "{name}");
        assert_eq!(outcome(name, Some(Algorithm::None)), Some(Reason::Alg), "{name}");
    }
    for name in ["none", "HS256", "RS1", "rs256", "None", ""] {
        assert_eq!(outcome(name, None), Some(Reason::Alg), "{name}");
    }
    assert_eq!(outcome("none", Some(Algorithm::None)), None);
    assert_eq!(outcome("RS256", Some(Algorithm::Es256)), Some(Reason::Alg));
}

#[test]
fn what_is_no_jwt_is_malformed() {
    let good = jwt(json!({"alg": "RS256"}), &claims());
    let (header, rest) = good.split_once('.').unwrap();
    for bad in [
        String::new(),
        "..".into(),
        "a.b".into(),
        format!("{good}.x"),
        format!("{header}=.{rest}"),
        format!("{good}!"),
        jwt(json!({"alg": "RS256", "crit": ["exp"]}), &claims()),
        jwt(json!({"alg": "RS256", "crit": []}), &claims()),
        jwt(json!({"alg": 256}), &claims()),
        jwt(json!({}), &claims()),
        jwt(json!([]), &claims()),
        jwt(json!({"alg": "RS256"}), &json!("text")),
    ] {
        assert_eq!(IdToken::parse(&bad, parse).unwrap_err().reason, Some(Reason::Malformed), "{bad}");
    }
}

proptest! {
    #[test]
    fn parsing_never_panics(text in "\\PC*", bytes in proptest::collection::vec(any::<u8>(), 0..100)) {
        let _ = IdToken::parse(&text, parse);
        let part = base64url(&bytes);
        let _ = IdToken::parse(&[part.as_str(), &part, &part].join("."), parse);
    }
}

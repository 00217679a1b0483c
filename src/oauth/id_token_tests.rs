use super::super::json::{Member, Members, tests::parse};
use super::*;
use proptest::prelude::*;
use serde_json::{Value, json};
use std::sync::LazyLock;

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
    static HASHES: LazyLock<[String; 1]> = LazyLock::new(|| ["the-hash".into()]);
    Expected {
        issuer: "https://broker.netid.de/",
        client_id: "client",
        trusted_audiences: &[],
        nonce: Some("the-nonce"),
        max_age: None,
        access_token_hashes: &*HASHES,
        now: NOW * 1000,
        clock_tolerance: 60,
        renews: None,
    }
}

fn check_with(claims: &Value, expected: &Expected<'_>) -> Result<Claims, Option<Reason>> {
    IdToken::parse(&jwt(json!({"alg": "RS256"}), claims), parse)
        .and_then(|token| token.verified(Signature::Valid, false)?.check(expected))
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
    assert_eq!(checked.json(), claims().to_string());
    assert_eq!(checked.object().text("sub"), Ok(Some("user".into())));
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
    for audience in [json!("other"), json!([]), json!(["other"]), json!(["client", "other"]), json!([1])] {
        assert_eq!(with("aud", audience.clone()), Some(Reason::Aud), "{audience}");
    }
    assert_eq!(with("azp", json!("client")), None);
    assert_eq!(with("azp", json!("other")), Some(Reason::Azp));
}

#[test]
fn further_audiences_have_to_be_trusted_and_the_party_be_this_client() {
    let trusted = ["project".to_owned(), "another".to_owned()];
    let outcome = |audience: Value, party: Value| {
        let mut claims = claims();
        claims["aud"] = audience;
        claims["azp"] = party;
        check_with(&claims, &Expected { trusted_audiences: &trusted, ..expected() }).err().flatten()
    };
    for audience in [json!(["client", "project"]), json!(["another", "project", "client"])] {
        assert_eq!(outcome(audience.clone(), json!("client")), None, "{audience}");
        assert_eq!(outcome(audience.clone(), json!("project")), Some(Reason::Azp), "{audience}");
        assert_eq!(outcome(audience.clone(), Value::Null), Some(Reason::Azp), "{audience}");
    }
    for audience in [json!("client"), json!(["client"])] {
        assert_eq!(outcome(audience.clone(), Value::Null), None, "{audience}");
        assert_eq!(outcome(audience, json!("project")), Some(Reason::Azp));
    }
    for audience in [json!(["client", "other"]), json!(["client", "project", "other"]), json!(["client", "project", 1])]
    {
        assert_eq!(outcome(audience.clone(), json!("client")), Some(Reason::Aud), "{audience}");
    }
    for audience in [json!("project"), json!(["project"]), json!([]), Value::Null] {
        assert_eq!(outcome(audience.clone(), json!("client")), Some(Reason::Aud), "{audience}");
    }
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
    assert_eq!(with("at_hash", json!("the-hash")), None);
    for wrong in ["another", "the-hash=", ""] {
        assert_eq!(with("at_hash", json!(wrong)), Some(Reason::AtHash));
    }
}

#[test]
fn the_hash_is_the_left_half_by_the_algorithms_own() {
    // The values of OpenID Connect Core, appendix A.3.
    let token =
        AccessToken { value: Secret::new("jHkWEdUXMU1BwAsC4vtUsZwnNvTIxEl0z9K3vx5KF0Y".into()), expires_at: None };
    let sha256 = "77QmUPtjPfzWtF2AnpK9RQ";
    let hashes = |name, by_platform: Option<&str>| {
        access_token_hashes(Algorithm::parse(name).unwrap(), &token, by_platform.map(String::from))
    };
    for name in ["RS256", "PS256", "ES256", "none"] {
        assert_eq!(hashes(name, None), [sha256], "{name}");
    }
    for name in ["RS384", "RS512", "PS384", "PS512", "ES384", "ES512"] {
        assert_eq!(hashes(name, Some("platform's")), ["platform's"], "{name}");
        assert!(hashes(name, None).is_empty(), "{name}");
    }
    for name in ["EdDSA", "Ed25519"] {
        assert_eq!(hashes(name, Some("platform's")), [sha256, "platform's"], "{name}");
    }
}

#[test]
fn only_registered_algorithms_are_accepted() {
    let outcome = |header: &str, algorithm| {
        IdToken::parse(&jwt(json!({ "alg": header }), &claims()), parse)
            .and_then(|token| token.algorithm(algorithm))
            .err()
            .and_then(|error| error.reason)
    };
    for name in ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA", "Ed25519"] {
        assert_eq!(outcome(name, None), None, "{name}");
        assert_eq!(outcome(name, Algorithm::parse(name)), None, "{name}");
        assert_eq!(outcome(name, Some(Algorithm::None)), Some(Reason::Alg), "{name}");
    }
    for name in ["none", "HS256", "RS1", "rs256", "None", "", "ES256K", "Ed448", "ES521"] {
        assert_eq!(outcome(name, None), Some(Reason::Alg), "{name}");
    }
    assert_eq!(outcome("none", Some(Algorithm::None)), Some(Reason::Signature));
    assert_eq!(outcome("RS256", Some(Algorithm::Es256)), Some(Reason::Alg));
    assert_eq!(outcome("Ed25519", Some(Algorithm::EdDsa)), Some(Reason::Alg));
}

#[test]
fn a_refused_algorithm_is_named_where_it_can_be_a_name() {
    let message = |header: &str| {
        let token = IdToken::parse(&jwt(json!({ "alg": header }), &claims()), parse).unwrap();
        token.algorithm(None).unwrap_err().message
    };
    for name in ["HS256", "none", "ML-DSA-44"] {
        assert!(message(name).contains(name));
    }
    for hostile in ["the-code-that-was-sent", "<script>", "\n\u{1b}[2J", "ä", ""] {
        assert!(message(hostile).contains(" is unknown"), "{hostile}");
    }
}

#[test]
fn an_unsigned_token_has_an_empty_signature() {
    let token = jwt(json!({"alg": "none"}), &claims());
    let unsigned = token.rsplit_once('.').unwrap().0.to_owned() + ".";
    let token = IdToken::parse(&unsigned, parse).unwrap();
    assert_eq!(token.algorithm(Some(Algorithm::None)), Ok(Algorithm::None));
}

#[test]
fn a_signature_that_does_not_match_is_the_end_of_it() {
    let jwt = jwt(json!({"alg": "RS256", "kid": "one"}), &claims());
    let token = IdToken::parse(&jwt, parse).unwrap();
    assert_eq!(token.0.key_id.as_deref(), Some("one"));
    assert_eq!([token.0.signing_input(), token.0.signature()].join("."), jwt);
    assert_eq!(token.verified(Signature::Invalid, true).unwrap_err().reason, Some(Reason::Signature));
}

#[test]
fn a_time_that_is_no_number_of_seconds_is_malformed() {
    // What a platform's parser makes of 1e400, and what no parser may make of anything.
    struct At(&'static str, f64);
    impl Members for At {
        fn member(&self, name: &str) -> Member {
            if name == self.0 {
                return Member::Number(self.1);
            }
            let object = parse(&claims().to_string()).unwrap();
            object.get(name)
        }
    }
    for name in ["exp", "iat", "auth_time"] {
        for number in [f64::INFINITY, f64::NEG_INFINITY, f64::NAN] {
            let mut token = IdToken::parse(&jwt(json!({"alg": "RS256"}), &claims()), parse).unwrap();
            token.0.claims = Object::new(At(name, number));
            let checked = token.verified(Signature::Valid, false).and_then(|token| token.check(&expected()));
            assert_eq!(checked.unwrap_err().reason, Some(Reason::Malformed), "{name} {number}");
        }
    }
    assert_eq!(with("exp", json!(-1)), Some(Reason::Exp));
    assert_eq!(with("iat", json!(-1)), None);
    assert_eq!(with("exp", json!(NOW as f64 + 0.5)), None);
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
        format!("{good} "),
        format!("{good}="),
        // The same byte, but bits are left over.
        format!("{header}.{}.QR", rest.split_once('.').unwrap().0),
        jwt(json!({"alg": "RS256", "crit": ["exp"]}), &claims()),
        jwt(json!({"alg": "RS256", "crit": []}), &claims()),
        jwt(json!({"alg": 256}), &claims()),
        jwt(json!({"alg": "RS256", "kid": 1}), &claims()),
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

#[test]
fn a_renewed_token_does_not_contradict_the_one_before() {
    let renewed = |change: &dyn Fn(&mut Value)| {
        let before = parse(&claims().to_string());
        let mut after = claims();
        change(&mut after);
        check_with(&after, &Expected { nonce: None, renews: before.as_ref(), ..expected() }).err().flatten()
    };
    assert_eq!(renewed(&|_| ()), None);
    // OpenID Connect Core section 12.2: it may do without the nonce, and its times are its own.
    assert_eq!(renewed(&|claims| drop(claims.as_object_mut().unwrap().remove("nonce"))), None);
    assert_eq!(renewed(&|claims| drop(claims.as_object_mut().unwrap().remove("auth_time"))), None);
    assert_eq!(renewed(&|claims| claims["iat"] = json!(NOW - 50)), None);
    assert_eq!(renewed(&|claims| claims["sub"] = json!("another")), Some(Reason::Sub));
    assert_eq!(renewed(&|claims| claims["nonce"] = json!("another")), Some(Reason::Nonce));
    assert_eq!(renewed(&|claims| claims["auth_time"] = json!(NOW - 99)), Some(Reason::AuthTime));
}

use super::super::json::tests::parse;
use super::super::pkce::base64url;
use super::*;
use serde_json::{Value, json};

fn token(header: Value) -> Jwt {
    let part = |value: &Value| base64url(value.to_string().as_bytes());
    Jwt::parse(&[part(&header), part(&json!({})), String::new()].join("."), parse).unwrap()
}

fn rsa() -> Value {
    json!({ "kty": "RSA", "kid": "one", "use": "sig", "alg": "RS256", "n": base64url(&[0x80; 256]), "e": "AQAB" })
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

fn ec(curve: &str, length: usize) -> Value {
    json!({ "kty": "EC", "crv": curve, "x": base64url(&vec![1; length]), "y": base64url(&vec![2; length]) })
}

fn okp(x: &[u8]) -> Value {
    json!({ "kty": "OKP", "crv": "Ed25519", "x": base64url(x) })
}

#[test]
fn each_algorithm_has_its_kind_of_key() {
    let mut any_rsa = rsa();
    any_rsa["alg"] = Value::Null;
    let keys = [
        any_rsa,
        ec("P-256", 32),
        ec("P-384", 48),
        ec("P-521", 66),
        okp(&[7; 32]),
        ec("secp256k1", 32),
        ec("Ed25519", 32),
        json!({ "kty": "OKP", "crv": "Ed448", "x": base64url(&[7; 57]) }),
        json!({ "kty": "oct", "k": "k" }),
    ];
    for (names, fitting) in [
        (&["RS256", "RS384", "RS512", "PS256", "PS384", "PS512"][..], Some(0)),
        (&["ES256"], Some(1)),
        (&["ES384"], Some(2)),
        (&["ES512"], Some(3)),
        (&["EdDSA", "Ed25519"], Some(4)),
        (&["none"], None),
    ] {
        for name in names {
            let algorithm = Algorithm::parse(name).unwrap();
            let found: Vec<_> =
                (0..keys.len()).filter(|at| chosen(&keys[*at], json!({ "alg": name }), algorithm)).collect();
            assert_eq!(found, Vec::from_iter(fitting), "{name}");
        }
    }
}

#[test]
fn a_key_for_one_algorithm_serves_no_other_but_of_the_same_meaning() {
    let fitting = |mut key: Value, of_key: &str, of_token: &str| {
        key["alg"] = json!(of_key);
        chosen(&key, json!({ "alg": of_token }), Algorithm::parse(of_token).unwrap())
    };
    assert!(fitting(rsa(), "RS384", "RS384"));
    assert!(!fitting(rsa(), "RS256", "RS384") && !fitting(rsa(), "RS384", "PS384"));
    for (of_key, of_token) in [("EdDSA", "Ed25519"), ("Ed25519", "EdDSA"), ("EdDSA", "EdDSA")] {
        assert!(fitting(okp(&[7; 32]), of_key, of_token));
    }
    assert!(!fitting(okp(&[7; 32]), "ES256", "EdDSA"));
}

#[test]
fn numbers_of_a_key_are_measured_decoded() {
    let fitting = |n: &[u8], e: &[u8]| {
        let mut key = rsa();
        (key["n"], key["e"]) = (json!(base64url(n)), json!(base64url(e)));
        chosen(&key, json!({"alg": "RS256"}), Algorithm::Rs256)
    };
    let strong = [0x80; 256];
    assert!(fitting(&strong, &[1, 0, 1]));
    // Zeros before a number are against RFC 7518 section 2, change nothing, and are seen.
    assert!(fitting(&[&[0], &strong[..]].concat(), &[0, 0, 1, 0, 1]));
    assert!(!fitting(&[0x7f; 256], &[1, 0, 1]) && !fitting(&[0xff; 255], &[1, 0, 1]));
    assert!(!fitting(&[&[0; 200][..], &[0xff; 64]].concat(), &[1, 0, 1]));
    assert!(!fitting(&strong, &[0xff, 0xff]) && !fitting(&strong, &[0, 0, 3]) && !fitting(&strong, &[]));
}

#[test]
fn what_a_lenient_decoder_skips_is_no_part_of_a_key() {
    let good = [(rsa(), "n", "RS256"), (rsa(), "e", "RS256")]
        .into_iter()
        .chain(["x", "y"].map(|name| (ec("P-256", 32), name, "ES256")))
        .chain([(okp(&[7; 32]), "x", "EdDSA")]);
    for (key, name, algorithm) in good {
        let text = key[name].as_str().unwrap().to_owned();
        let short = &text[..4];
        for bad in [
            format!("{text}="),
            format!("{text} "),
            format!("{text}!"),
            format!("{short}\n{text}"),
            // A short number, made long with what is skipped.
            format!("{short}{}", "!".repeat(400)),
            format!("{short}{}", "=".repeat(400)),
            format!("{short}+/"),
            // The same bytes, but bits are left over.
            [&text[..text.len() / 4 * 4], "AB"].concat(),
        ] {
            let mut key = key.clone();
            key[name] = json!(bad);
            let parsed = Algorithm::parse(algorithm).unwrap();
            assert!(!chosen(&key, json!({ "alg": algorithm }), parsed), "{name} {bad}");
        }
    }
}

#[test]
fn a_point_has_the_length_of_its_curve() {
    for (name, curve, length) in [("ES256", "P-256", 32), ("ES384", "P-384", 48), ("ES512", "P-521", 66)] {
        let algorithm = Algorithm::parse(name).unwrap();
        for change in [length - 1, length + 1, 0, 2 * length] {
            for member in ["x", "y"] {
                let mut key = ec(curve, length);
                key[member] = json!(base64url(&vec![1; change]));
                assert!(!chosen(&key, json!({ "alg": name }), algorithm), "{name} {change}");
            }
        }
    }
    for change in [0, 31, 33, 57] {
        assert!(!chosen(&okp(&vec![7; change]), json!({"alg": "EdDSA"}), Algorithm::EdDsa), "{change}");
    }
}

#[test]
fn a_point_of_small_order_is_no_key_however_it_is_written() {
    let little = |low: u8, middle: u8, high: u8| {
        let mut y = [middle; 32];
        (y[0], y[31]) = (low, high);
        y
    };
    let zero_and_one = [0, 1].map(|low| little(low, 0, 0));
    let around_p = (0xec..=0xff).map(|low| little(low, 0xff, 0x7f));
    for y in zero_and_one.into_iter().chain(around_p).chain(ORDER_EIGHT) {
        for sign in [0, 0x80] {
            let mut x = y;
            x[31] |= sign;
            assert!(!chosen(&okp(&x), json!({"alg": "EdDSA"}), Algorithm::EdDsa), "{x:x?}");
            assert!(!chosen(&okp(&x), json!({"alg": "Ed25519"}), Algorithm::Ed25519), "{x:x?}");
        }
    }
    for y in [little(2, 0, 0), little(0, 0, 1), little(0xeb, 0xff, 0x7f), little(0xec, 0xfe, 0x7f)] {
        assert!(chosen(&okp(&y), json!({"alg": "EdDSA"}), Algorithm::EdDsa), "{y:x?}");
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
        ("n", json!(null)),
        ("n", json!(256)),
        ("e", json!(null)),
        ("e", json!(65537)),
    ] {
        let mut key = rsa();
        key[name] = value;
        assert!(!chosen(&key, json!({"alg": "RS256"}), Algorithm::Rs256), "{name}");
    }
    let mut key = rsa();
    key["key_ops"] = json!(["verify"]);
    assert!(chosen(&key, json!({"alg": "RS256"}), Algorithm::Rs256));
}

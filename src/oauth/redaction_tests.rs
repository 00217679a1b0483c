use super::super::client_authentication::{basic, form_encoded};
use super::super::form::percent_encoded;
use super::super::json::quoted;
use super::*;
use base64ct::{Base64, Base64UrlUnpadded, Encoding as _};
use proptest::prelude::*;

#[test]
fn every_occurrence_is_blanked_out_even_of_a_secret_that_the_blank_holds() {
    assert_eq!(redacted("code abc and abc.", &["abc"]), "code [redacted] and [redacted].");
    assert_eq!(redacted("äöü", &["ö"]), "ä[redacted]ü");
    assert_eq!(redacted("ee e", &["e"]), "[redacted] [redacted]");
    assert_eq!(redacted("short", &["longer than the text", ""]), "short");
    assert_eq!(redacted("The code is unknown.", &["the-code"]), "The code is unknown.");
}

/// The ways in which a text is known to come back.
fn forms(secret: &str) -> Vec<String> {
    let percent = percent_encoded(secret);
    let form = form_encoded(secret);
    let json = quoted(secret);
    let json = json[1..json.len() - 1].to_owned();
    let lower = percent.split('%').enumerate().map(|(at, part)| {
        let (digits, rest) = part.split_at(if at == 0 { 0 } else { 2 });
        [if at == 0 { "" } else { "%" }, &digits.to_lowercase(), rest].concat()
    });
    let every_byte: String = secret.bytes().map(|byte| format!("%{byte:02x}")).collect();
    let every_unit: String = secret.encode_utf16().map(|unit| format!("\\u{unit:04x}")).collect();
    let html: String = secret.chars().map(|character| format!("&#x{:X};", u32::from(character))).collect();
    let decimal: String = secret.chars().map(|character| format!("&#{};", u32::from(character))).collect();
    vec![
        secret.to_owned(),
        lower.collect(),
        percent_encoded(&percent),
        percent_encoded(&json),
        quoted(&percent),
        json.replace('/', "\\/"),
        percent,
        form,
        json,
        every_byte,
        every_unit,
        html,
        decimal,
        Base64::encode_string(secret.as_bytes()),
        Base64UrlUnpadded::encode_string(secret.as_bytes()),
        percent_encoded(&Base64::encode_string(secret.as_bytes())),
        basic(&format!("client:{}", form_encoded(secret))),
        basic(&format!("a-client:{secret}")),
        basic(&format!("my client:{secret}")),
        Base64UrlUnpadded::encode_string(format!("{{\"code\":\"{secret}\"}}").as_bytes()),
    ]
}

#[test]
fn every_form_of_a_secret_is_blanked_out() {
    for secret in ["4/0AX4+/=?&", "a b%2Fc", "p\"ä\\ß", "plain-secret", "100%", "%%%%", "x\\u002fy"] {
        for form in forms(secret) {
            let shown = redacted(&format!("it was <{form}>, sent"), &["other", secret]);
            let beginning = if form.starts_with("Basic ") { "it was <Basic " } else { "it was <" };
            // A string of JSON has its quotes around it, and base64 its padding behind it.
            let kept = shown.replace("\"[redacted]\"", "[redacted]").replace("%3D", "").replace('=', "");
            assert_eq!(kept, format!("{beginning}[redacted]>, sent"), "{form}");
        }
    }
}

#[test]
fn what_is_kept_is_bounded_and_ends_with_no_part_of_a_secret() {
    let shown = redacted(&"é".repeat(LIMIT), &["the-secret"]);
    assert!(shown.len() <= LIMIT + '…'.len_utf8());
    for form in forms("the+secret/of=the%client") {
        for length in 1..form.len() {
            let text = [&".".repeat(LIMIT - length), form.as_str()].concat();
            let shown = redacted(&text, &["the+secret/of=the%client"]);
            let kept = shown.trim_start_matches('.').trim_end_matches('…').replace("[redacted]", "");
            // An escape that is cut off, or a share of base64, may stand there; no two characters of it do.
            assert!(!form.starts_with("the") || kept.is_empty(), "{form} at {length}: {kept}");
        }
    }
}

proptest! {
    // Each secret is tried in all its forms.
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn no_form_of_any_secret_survives(secret in "[ -~]{6,40}", before in "[a-z ]{0,20}", after in "[a-z ]{0,20}") {
        for form in forms(&secret) {
            let shown = redacted(&[&before, " ", form.as_str(), " ", &after].concat(), &[&secret]);
            prop_assert!(!shown.contains(form.trim_start_matches("Basic ")) && !shown.contains(&secret), "{}", shown);
        }
    }

    #[test]
    fn redacting_never_panics(text in "(?s)[%\\\\u&#x;0-9a-f+/ ä€]{0,80}", secret in "(?s)[%\\\\u&#x;0-9a-f+/ ä€]{0,8}") {
        let _ = redacted(&text, &[&secret]);
    }
}

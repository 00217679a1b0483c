//! A whole exchange: digits for the client, the flow, whether the code has a nonce, the status and the signature,
//! then the body of the token endpoint's answer, in which `{id}` stands for an ID token of the claims behind it.

use super::input::Input;
use super::json;
use super::sign_in::{CLIENT, CODE, NONCE, NOW, PAGE, VERIFIER, form_of, tells_none};
use consentkey::client::exchange::{Exchange, Grant};
use consentkey::client::relying_party::RelyingParty;
use consentkey::client::settings::configure;
use consentkey::oauth::client_authentication::ClientAuthentication;
use consentkey::oauth::http::Response;
use consentkey::oauth::jwt::Signature;
use consentkey::oauth::pkce::base64url;
use consentkey::oauth::{Code, Secret};
use serde_json::Value;
use std::rc::Rc;

/// No step panics; each is taken once; and a grant has what its flow promises, with an ID token only where a key of
/// the provider's made it, or none was to.
pub fn check(data: &[u8]) {
    let mut input = Input::new(data);
    let algorithm = input.choose(["none", "RS256", "ES256"]);
    let flow = input.choose(["permission", "login", "loginPermission"]);
    let nonce = input.choose([Some(NONCE), None]);
    let status = input.choose([200, 400]);
    let signature = input.choose([Signature::Valid, Signature::Invalid, Signature::Unchecked]);
    let body = body_of(&input.text(), algorithm);

    let mut code = vec![("code", CODE), ("code_verifier", VERIFIER), ("redirect_uri", PAGE), ("flow", flow)];
    code.extend(nonce.map(|nonce| ("nonce", nonce)));
    let mut exchange = Exchange::of_code(&party(algorithm), &form_of(&code)).unwrap();
    assert_eq!(exchange.needs_keys(), algorithm != "none" && flow != "permission");
    let response = Response { status, content_type: String::new(), body: Secret::new(body) };
    let read = exchange.read_tokens(&response, json::parse, NOW).map(|signed| signed.is_some());
    let ended = read.and_then(|is_signed| Ok((is_signed, exchange.grant(signature, None)?)));
    match ended {
        Ok((is_signed, grant)) => {
            assert_eq!(status, 200);
            assert_eq!(is_signed, algorithm != "none" && flow != "permission");
            assert!(!is_signed || signature == Signature::Valid);
            keeps_its_promise(flow, nonce, &grant);
        }
        Err(error) => {
            assert!(
                matches!(error.code, Code::TokenRequestFailed | Code::TokenResponseInvalid | Code::IdTokenInvalid),
                "{}",
                error.code.as_str()
            );
            tells_none(&error, &[CODE, VERIFIER, NONCE]);
        }
    }
    let again = exchange.grant(Signature::Valid, None).map(drop).unwrap_err();
    assert_eq!(again.code, Code::ConfigInvalid);
}

fn party(algorithm: &str) -> Rc<RelyingParty> {
    let options = [
        ("provider", "netid"),
        ("client_id", CLIENT),
        ("redirect_uri", PAGE),
        ("page", PAGE),
        ("id_token_alg", algorithm),
    ];
    let settings = configure(&form_of(&options)).unwrap();
    Rc::new(RelyingParty::read(&settings, ClientAuthentication::Public).unwrap())
}

/// `{id}` and all that stands behind it become an ID token.
fn body_of(text: &str, algorithm: &str) -> String {
    let Some((before, claims)) = text.split_once("{id}") else { return text.to_owned() };
    let part = |text: &str| base64url(text.as_bytes());
    let header = format!("{{\"alg\":\"{algorithm}\"}}");
    let signature = if algorithm == "none" { "" } else { "c2ln" };
    format!("{before}{}.{}.{signature}\"}}", part(&header), part(claims))
}

fn keeps_its_promise(flow: &str, nonce: Option<&str>, grant: &Grant) {
    let has_login = flow != "permission";
    assert_eq!(grant.claims.is_some(), has_login);
    assert_eq!(grant.id_token.is_some(), has_login);
    assert_eq!(grant.access_token.is_some(), has_login);
    assert!(has_login || grant.permission_token.is_some());
    assert!(flow != "login" || grant.permission_token.is_none());
    let Some(claims) = &grant.claims else { return };
    let claims: Value = serde_json::from_str(claims.json()).unwrap();
    assert_eq!(claims["iss"], "https://broker.netid.de/");
    assert!(nonce.is_none() || claims["nonce"] == NONCE);
}

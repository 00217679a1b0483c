//! Discovery documents: a digit for the status, then the body. One that names [`LOCAL`] is asked of that issuer.

use super::input::Input;
use super::json;
use super::sign_in::SERVER;
use consentkey::oauth::address::Endpoint;
use consentkey::oauth::discovery::{self, Metadata};
use consentkey::oauth::http::Response;
use consentkey::oauth::{Code, Secret};
use serde_json::Value;

/// An issuer on loopback, whose document may name plain http.
const LOCAL: &str = "http://localhost:4400/";

const ADDRESSES: [&str; 5] =
    ["authorization_endpoint", "token_endpoint", "jwks_uri", "userinfo_endpoint", "end_session_endpoint"];

/// A document is read where it is this issuer's and every address in it may be used, and says then
/// what it says.
pub fn check(data: &[u8]) {
    let mut input = Input::new(data);
    let status = input.choose([200, 201, 0, 301, 404, 500]);
    let body = input.text();
    let document = json::read(&body);
    let issuer = if document["issuer"] == LOCAL { LOCAL } else { SERVER };
    let response = Response { status, content_type: String::new(), body: Secret::new(body) };
    match discovery::read(&response, json::parse, issuer) {
        Ok(metadata) => {
            assert!(response.is_success());
            says(&document, issuer, &metadata);
        }
        Err(error) if error.code == Code::IssuerMismatch => {
            assert!(document["issuer"].is_string() && document["issuer"] != issuer);
        }
        Err(error) => {
            assert_eq!((error.code, error.status), (Code::DiscoveryFailed, Some(status)));
            assert!(!(response.is_success() && is_usable(&document, issuer)), "{document}");
        }
    }
}

fn says(document: &Value, issuer: &str, metadata: &Metadata) {
    assert_eq!(document["issuer"], issuer);
    let Metadata { authorization, token, jwks, userinfo, end_session, .. } = metadata;
    let endpoints = [Some(authorization), Some(token), jwks.as_ref(), userinfo.as_ref(), end_session.as_ref()];
    for (name, endpoint) in ADDRESSES.into_iter().zip(endpoints) {
        assert_eq!(document[name].as_str(), endpoint.map(Endpoint::as_str), "{name}");
        assert!(endpoint.is_none_or(|endpoint| is_safe(endpoint.as_str(), issuer)), "{endpoint:?}");
    }
    let promised = &document["authorization_response_iss_parameter_supported"];
    assert_eq!(promised.as_bool().unwrap_or(false), metadata.iss_parameter_supported);
}

fn is_usable(document: &Value, issuer: &str) -> bool {
    let may_be_used = |text: &str| Endpoint::parse(text).is_some() && is_safe(text, issuer);
    let is_address = |name: &str| document[name].as_str().is_some_and(may_be_used);
    let may_be_address = |name: &str| document[name].is_null() || is_address(name);
    let promised = &document["authorization_response_iss_parameter_supported"];
    document["issuer"] == issuer
        && ADDRESSES[..2].iter().all(|name| is_address(name))
        && ADDRESSES[2..].iter().all(|name| may_be_address(name))
        && (promised.is_null() || promised.is_boolean())
}

/// Whether secrets may travel to `address`: encrypted, or not off this machine where the issuer is
/// on it as well, and nowhere that a browser reads out of it and this library does not.
fn is_safe(address: &str, issuer: &str) -> bool {
    let is_plain = !address.contains(|c: char| c.is_whitespace() || c.is_control() || c == '\\' || c == '#');
    let address = address.to_ascii_lowercase();
    let (scheme, rest) = address.split_once("://").unwrap_or_default();
    let authority = rest.split(['/', '?']).next().unwrap_or_default();
    let host = match authority.split_once(']') {
        Some((bracket, _)) if bracket.starts_with('[') => bracket,
        _ => authority.split(':').next().unwrap_or_default(),
    };
    let is_protected = scheme == "https" || (scheme == "http" && issuer == LOCAL && is_local(host));
    is_plain && is_protected && !host.is_empty() && !authority.contains('@')
}

fn is_local(host: &str) -> bool {
    let is_number = |text: &str| {
        let parts: Vec<&str> = text.split('.').collect();
        parts.len() == 3 && parts.iter().all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()))
    };
    ["localhost", "[::1"].contains(&host)
        || host.ends_with(".localhost")
        || host.strip_prefix("127.").is_some_and(is_number)
}

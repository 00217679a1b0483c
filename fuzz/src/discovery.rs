//! Discovery documents: a digit for the status, then the body.

use super::input::Input;
use super::json;
use super::sign_in::SERVER;
use consentkey::oauth::address::Endpoint;
use consentkey::oauth::discovery::{self, Metadata};
use consentkey::oauth::http::Response;
use consentkey::oauth::{Code, Secret};
use serde_json::Value;

/// A document is read where it is this issuer's and every address in it may be used, and says then
/// what it says.
pub fn check(data: &[u8]) {
    let mut input = Input::new(data);
    let status = input.choose([200, 201, 0, 301, 404, 500]);
    let body = input.text();
    let document = json::read(&body);
    let response = Response { status, content_type: String::new(), body: Secret::new(body) };
    match discovery::read(&response, json::parse, SERVER) {
        Ok(metadata) => {
            assert!(response.is_success());
            says(&document, &metadata);
        }
        Err(error) if error.code == Code::IssuerMismatch => {
            assert!(document["issuer"].is_string() && document["issuer"] != SERVER);
        }
        Err(error) => {
            assert_eq!((error.code, error.status), (Code::DiscoveryFailed, Some(status)));
            assert!(!(response.is_success() && is_usable(&document)), "{document}");
        }
    }
}

fn says(document: &Value, metadata: &Metadata) {
    assert_eq!(document["issuer"], SERVER);
    for (name, endpoint) in [
        ("authorization_endpoint", Some(&metadata.authorization)),
        ("token_endpoint", Some(&metadata.token)),
        ("jwks_uri", metadata.jwks.as_ref()),
        ("userinfo_endpoint", metadata.userinfo.as_ref()),
    ] {
        assert_eq!(document[name].as_str(), endpoint.map(Endpoint::as_str), "{name}");
        assert!(endpoint.is_none_or(|endpoint| is_safe(endpoint.as_str())), "{endpoint:?}");
    }
    let promised = &document["authorization_response_iss_parameter_supported"];
    assert_eq!(promised.as_bool().unwrap_or(false), metadata.iss_parameter_supported);
}

fn is_usable(document: &Value) -> bool {
    let is_address = |name: &str| document[name].as_str().is_some_and(|text| Endpoint::parse(text).is_some());
    let may_be_address = |name: &str| document[name].is_null() || is_address(name);
    let promised = &document["authorization_response_iss_parameter_supported"];
    document["issuer"] == SERVER
        && is_address("authorization_endpoint")
        && is_address("token_endpoint")
        && may_be_address("jwks_uri")
        && may_be_address("userinfo_endpoint")
        && (promised.is_null() || promised.is_boolean())
}

/// Whether secrets may travel to `address`: encrypted or not off this machine, and nowhere that a
/// browser reads out of it and this library does not.
fn is_safe(address: &str) -> bool {
    let is_plain = !address.contains(|c: char| c.is_whitespace() || c.is_control() || c == '\\' || c == '#');
    let address = address.to_ascii_lowercase();
    let (scheme, rest) = address.split_once("://").unwrap_or_default();
    let authority = rest.split(['/', '?']).next().unwrap_or_default();
    let host = match authority.split_once(']') {
        Some((bracket, _)) if bracket.starts_with('[') => bracket,
        _ => authority.split(':').next().unwrap_or_default(),
    };
    let is_protected = scheme == "https" || (scheme == "http" && is_local(host));
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

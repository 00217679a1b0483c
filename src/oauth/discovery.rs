//! The provider's own description (OpenID Connect Discovery 1.0 sections 3 and 4).

use super::address::Endpoint;
use super::http::{self, Request, Response};
#[cfg(any(test, feature = "server"))]
use super::json::Object;
use super::json::{Parser, WrongType};
use super::{Code, Error};

/// What a discovery document says, as far as this library uses it.
#[derive(Debug)]
pub struct Metadata {
    /// `authorization_endpoint`.
    pub authorization: Endpoint,
    /// `token_endpoint`.
    pub token: Endpoint,
    /// `jwks_uri`.
    pub jwks: Option<Endpoint>,
    /// `userinfo_endpoint`.
    pub userinfo: Option<Endpoint>,
    /// `end_session_endpoint` (OpenID Connect RP-Initiated Logout section 2.1).
    pub end_session: Option<Endpoint>,
    /// `authorization_response_iss_parameter_supported` (RFC 9207 section 3).
    pub iss_parameter_supported: bool,
    /// The whole document: providers add members of their own.
    #[cfg(any(test, feature = "server"))]
    pub document: Object,
}

/// Asks for the document of `issuer`, which must be an [`Endpoint`] without a query.
///
/// # Errors
/// `config_invalid` when the issuer can't be one.
pub fn request(issuer: &str) -> Result<Request, Error> {
    let usable = Endpoint::parse(issuer).is_some() && !issuer.contains('?');
    if !usable {
        return Err(Error::config("`issuer` must be an https address (http on loopback) without query and fragment."));
    }
    Ok(Request {
        method: "GET",
        url: [issuer.strip_suffix('/').unwrap_or(issuer), "/.well-known/openid-configuration"].concat(),
        headers: vec![http::header(http::ACCEPT_JSON)],
        body: None,
    })
}

/// Reads the document.
///
/// # Errors
/// `issuer_mismatch` when it is another issuer's; `discovery_failed` for every other fault.
pub fn read(response: &Response, parse: Parser, issuer: &str) -> Result<Metadata, Error> {
    let failed = |message| Error::new(Code::DiscoveryFailed, message).with_status(response.status);
    if !response.is_success() {
        return Err(failed("The provider has no discovery document at this issuer: correct `issuer`."));
    }
    let object =
        parse(response.body.expose()).ok_or_else(|| failed("The provider's discovery document is no JSON object."))?;
    let wrong_type = |WrongType| failed("A member of the provider's discovery document has the wrong type.");
    match object.text("issuer").map_err(wrong_type)? {
        Some(named) if named == issuer => {}
        Some(_) => {
            return Err(Error::new(
                Code::IssuerMismatch,
                "The discovery document names another issuer: use exactly the one it names, if you trust it.",
            ));
        }
        None => return Err(failed("The provider's discovery document names no issuer.")),
    }
    let endpoint = |name| match object.text(name).map_err(wrong_type)? {
        Some(text) => Endpoint::parse(&text)
            .map(Some)
            .ok_or_else(|| failed("An address in the provider's discovery document is not https.")),
        None => Ok(None),
    };
    let required = |name| endpoint(name)?.ok_or_else(|| failed("The provider's discovery document lacks an endpoint."));
    Ok(Metadata {
        authorization: required("authorization_endpoint")?,
        token: required("token_endpoint")?,
        jwks: endpoint("jwks_uri")?,
        userinfo: endpoint("userinfo_endpoint")?,
        end_session: endpoint("end_session_endpoint")?,
        iss_parameter_supported: object
            .boolean("authorization_response_iss_parameter_supported")
            .map_err(wrong_type)?
            .unwrap_or(false),
        #[cfg(any(test, feature = "server"))]
        document: object,
    })
}

#[cfg(test)]
mod tests {
    use super::super::Secret;
    use super::super::json::tests::parse;
    use super::*;
    use proptest::prelude::*;
    use serde_json::{Value, json};

    const ISSUER: &str = "https://broker.netid.de/";

    fn document() -> Value {
        json!({
            "issuer": ISSUER,
            "authorization_endpoint": "https://broker.netid.de/authorize",
            "token_endpoint": "https://broker.netid.de/token",
            "jwks_uri": "https://broker.netid.de/keys",
            "authorization_response_iss_parameter_supported": true,
        })
    }

    fn answer(status: u16, body: &str) -> Result<Metadata, Code> {
        let response = Response { status, content_type: String::new(), body: Secret::new(body.into()) };
        read(&response, parse, ISSUER).map_err(|error| error.code)
    }

    #[test]
    fn the_document_stands_below_the_issuer() {
        for (issuer, url) in [
            (ISSUER, "https://broker.netid.de/.well-known/openid-configuration"),
            ("https://a.example/realms/x", "https://a.example/realms/x/.well-known/openid-configuration"),
        ] {
            assert_eq!(request(issuer).unwrap().url, url);
        }
        for bad in ["", "http://a.example", "https://a.example/?x", "https://a.example/#x"] {
            assert_eq!(request(bad).unwrap_err().code, Code::ConfigInvalid, "{bad}");
        }
    }

    #[test]
    fn a_document_is_read() {
        let metadata = answer(200, &document().to_string()).unwrap();
        assert_eq!(metadata.token.as_str(), "https://broker.netid.de/token");
        assert_eq!(metadata.jwks.unwrap().as_str(), "https://broker.netid.de/keys");
        assert!(metadata.userinfo.is_none() && metadata.end_session.is_none());
        assert!(metadata.iss_parameter_supported);
    }

    #[test]
    fn another_issuers_document_is_a_mismatch() {
        for issuer in ["https://broker.netid.de", "https://evil.example/"] {
            let mut document = document();
            document["issuer"] = json!(issuer);
            assert_eq!(answer(200, &document.to_string()).unwrap_err(), Code::IssuerMismatch);
        }
    }

    #[test]
    fn every_other_fault_is_discovery_failed() {
        for (status, body) in
            [(404, document().to_string()), (0, String::new()), (200, "<html>".into()), (200, "[]".into())]
        {
            assert_eq!(answer(status, &body).unwrap_err(), Code::DiscoveryFailed);
        }
        for (name, value) in [
            ("issuer", json!(null)),
            ("issuer", json!(1)),
            ("authorization_endpoint", json!(null)),
            ("authorization_endpoint", json!("http://broker.netid.de/authorize")),
            ("token_endpoint", json!(null)),
            ("token_endpoint", json!("javascript:alert(1)")),
            ("jwks_uri", json!("http://broker.netid.de/keys")),
            ("userinfo_endpoint", json!("nowhere")),
            ("end_session_endpoint", json!("http://broker.netid.de/logout")),
            ("authorization_response_iss_parameter_supported", json!("true")),
        ] {
            let mut document = document();
            document[name] = value;
            assert_eq!(answer(200, &document.to_string()).unwrap_err(), Code::DiscoveryFailed, "{name}");
        }
    }

    proptest! {
        #[test]
        fn reading_never_panics(text in "\\PC*") {
            let _ = answer(200, &text);
        }
    }
}

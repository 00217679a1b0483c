//! The provider's own description (OpenID Connect Discovery 1.0 sections 3 and 4).

use super::address::Endpoint;
use super::http::{self, Request, Response};
use super::json::{Object, Parser, WrongType};
use super::text::joined;
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
    pub document: Document,
}

/// The members of a document.
#[derive(Debug)]
pub struct Document {
    object: Object,
    #[cfg(any(test, feature = "server"))]
    status: u16,
    is_local: bool,
}

impl Document {
    /// An address, where the document has one of this name.
    ///
    /// It is `https`. `http` would lead to this machine, where requests with a client's secret are
    /// nothing that a distant provider may cause: so it counts where the issuer is on loopback, on
    /// whatever port, and nowhere else. `https` may lead there too, since whoever answers has to show
    /// a certificate for the host, which a name of the provider's own could have led to as well.
    ///
    /// # Errors
    /// `discovery_failed` when it is no such address.
    #[cfg(any(test, feature = "server"))]
    pub fn endpoint(&self, name: &str) -> Result<Option<Endpoint>, Error> {
        self.address(name).map_err(|message| failed(self.status, message))
    }

    fn address(&self, name: &str) -> Result<Option<Endpoint>, &'static str> {
        let Some(text) = self.object.text(name).map_err(wrong_type)? else { return Ok(None) };
        let endpoint = Endpoint::parse(&text).filter(|endpoint| self.is_local || !endpoint.is_http());
        endpoint.map(Some).ok_or("An address in the provider's discovery document is not https.")
    }

    fn required(&self, name: &str) -> Result<Endpoint, &'static str> {
        self.address(name)?.ok_or("The provider's discovery document lacks an endpoint.")
    }
}

fn wrong_type(_: WrongType) -> &'static str {
    "A member of the provider's discovery document has the wrong type."
}

fn failed(status: u16, message: &'static str) -> Error {
    Error::new(Code::DiscoveryFailed, message).with_status(status)
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
        url: joined![issuer.strip_suffix('/').unwrap_or(issuer), "/.well-known/openid-configuration"],
        headers: vec![http::header(http::ACCEPT_JSON)],
        body: None,
    })
}

/// Reads the document.
///
/// # Errors
/// `issuer_mismatch` when it is another issuer's; `discovery_failed` for every other fault.
pub fn read(response: &Response, parse: Parser, issuer: &str) -> Result<Metadata, Error> {
    let object = if response.is_success() {
        parse(response.body.expose()).ok_or("The provider's discovery document is no JSON object.")
    } else {
        Err("The provider has no discovery document at this issuer: correct `issuer`.")
    };
    let object = object.map_err(|message| failed(response.status, message))?;
    if matches!(object.text("issuer"), Ok(Some(named)) if named != issuer) {
        return Err(Error::new(
            Code::IssuerMismatch,
            "The discovery document names another issuer: use exactly the one it names, if you trust it.",
        ));
    }
    let is_local = Endpoint::parse(issuer).is_some_and(|issuer| issuer.is_on_loopback());
    let document = Document {
        object,
        #[cfg(any(test, feature = "server"))]
        status: response.status,
        is_local,
    };
    metadata(document).map_err(|message| failed(response.status, message))
}

fn metadata(document: Document) -> Result<Metadata, &'static str> {
    if document.object.text("issuer").map_err(wrong_type)?.is_none() {
        return Err("The provider's discovery document names no issuer.");
    }
    let iss_parameter_supported = document.object.boolean("authorization_response_iss_parameter_supported");
    Ok(Metadata {
        authorization: document.required("authorization_endpoint")?,
        token: document.required("token_endpoint")?,
        jwks: document.address("jwks_uri")?,
        userinfo: document.address("userinfo_endpoint")?,
        end_session: document.address("end_session_endpoint")?,
        iss_parameter_supported: iss_parameter_supported.map_err(wrong_type)?.unwrap_or(false),
        #[cfg(any(test, feature = "server"))]
        document,
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
        answer_of(ISSUER, status, body)
    }

    fn answer_of(issuer: &str, status: u16, body: &str) -> Result<Metadata, Code> {
        let response = Response { status, content_type: String::new(), body: Secret::new(body.into()) };
        read(&response, parse, issuer).map_err(|error| error.code)
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

    /// Every member that holds an address.
    const ADDRESSES: [&str; 5] =
        ["authorization_endpoint", "token_endpoint", "jwks_uri", "userinfo_endpoint", "end_session_endpoint"];

    #[test]
    fn only_an_issuer_on_loopback_names_http_on_loopback() {
        let read = |issuer: &str, name: &str, address: &str| {
            let mut document = document();
            (document["issuer"], document[name]) = (json!(issuer), json!(address));
            answer_of(issuer, 200, &document.to_string()).map(|_| ())
        };
        let local = [
            "http://127.0.0.1:6379/",
            "http://localhost/a",
            "http://a.localhost/",
            "http://[::1]:80/",
            "HTTP://127.9.9.9/",
        ];
        for (name, address) in ADDRESSES.iter().flat_map(|name| local.map(|address| (name, address))) {
            for issuer in
                [ISSUER, "https://127.0.0.1.example.org", "https://localhost.example.org/", "https://10.0.0.1"]
            {
                assert_eq!(read(issuer, name, address), Err(Code::DiscoveryFailed), "{issuer} {name} {address}");
            }
            for issuer in
                ["http://localhost:4400", "http://127.0.0.1:1/realms/a", "https://[::1]/", "https://a.localhost"]
            {
                assert_eq!(read(issuer, name, address), Ok(()), "{issuer} {name} {address}");
            }
        }
        assert_eq!(read(ISSUER, "token_endpoint", "https://localhost:4400/token"), Ok(()));
    }

    proptest! {
        #[test]
        fn reading_never_panics(text in "\\PC*") {
            let _ = answer(200, &text);
        }
    }
}

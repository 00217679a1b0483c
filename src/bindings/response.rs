//! A client that takes users back: its codes, userinfo and discovery.

use super::exchange::Exchange;
use super::json;
use super::results::{self, Object};
use crate::bankid::endpoints::{Environment, Fixed};
use crate::client::exchange;
use crate::client::relying_party::RelyingParty;
use crate::oauth::address::Endpoint;
use crate::oauth::client_authentication::ClientAuthentication;
use crate::oauth::http::{Response, is_bearer};
use crate::oauth::{Error, Secret, discovery, userinfo};
use std::rc::Rc;
use wasm_bindgen::prelude::*;

/// An answer as the core reads it.
pub fn answer(status: u16, content_type: String, body: String) -> Response {
    Response { status, content_type, body: Secret::new(body) }
}

/// The half of a client that takes users back.
#[wasm_bindgen]
pub struct AuthorizationResponses(Rc<RelyingParty>);

#[wasm_bindgen]
impl AuthorizationResponses {
    /// The client that such settings describe: see [`crate::client::settings`].
    #[wasm_bindgen(constructor)]
    pub fn new(settings: &str) -> Result<Self, JsValue> {
        Ok(Self(Rc::new(RelyingParty::read(settings, authentication(settings)?).map_err(Error::from)?)))
    }

    /// A code that a page has matched with its login, form-encoded.
    #[wasm_bindgen(js_name = exchangeCode)]
    pub fn exchange_code(&self, code: &str) -> Result<Exchange, JsValue> {
        Ok(Exchange(exchange::Exchange::of_code(&self.0, code)?))
    }

    /// A grant that is to be renewed with its refresh token, form-encoded.
    pub fn refresh(&self, grant: &str) -> Result<Exchange, JsValue> {
        Ok(Exchange(exchange::Exchange::of_grant(&self.0, grant, json::parse)?))
    }

    /// Whether the provider has to be asked for its addresses before a code can be redeemed.
    #[cfg(feature = "server")]
    #[wasm_bindgen(js_name = lacksAddresses)]
    pub fn lacks_addresses(&self) -> bool {
        self.0.lacks_addresses
    }

    /// Where the key set is, as far as the options or discovery told.
    pub fn jwks(&self) -> Option<JsValue> {
        self.0.jwks.as_ref().map(|endpoint| endpoint.as_str().into())
    }

    /// The provider, as far as the options tell.
    pub fn issuer(&self) -> JsValue {
        self.0.issuer.as_str().into()
    }

    /// The request for the provider's addresses.
    #[wasm_bindgen(js_name = metadataRequest)]
    pub fn metadata_request(&self) -> Result<JsValue, JsValue> {
        Ok(results::request(discovery::request(&self.0.issuer)?, self.0.timeout))
    }

    /// Reads the answer: what the settings are to be completed with.
    #[wasm_bindgen(js_name = readMetadata)]
    pub fn read_metadata(&self, status: u16, body: String) -> Result<JsValue, JsValue> {
        let metadata = discovery::read(&answer(status, String::new(), body), json::parse, &self.0.issuer)?;
        #[cfg(feature = "server")]
        let signdoc = crate::bankid::endpoints::signdoc(&metadata)?;
        #[cfg(not(feature = "server"))]
        let signdoc = None;
        let endpoints = [
            ("authorization", Some(metadata.authorization)),
            ("token", Some(metadata.token)),
            ("userinfo", metadata.userinfo),
            ("jwks", metadata.jwks),
            ("endSession", metadata.end_session),
            ("signdoc", signdoc),
        ];
        Ok(found(endpoints, metadata.iss_parameter_supported))
    }

    /// What stands in for that where discovery can't be had; `undefined` where nothing is known.
    #[wasm_bindgen(js_name = fixedAddresses)]
    pub fn fixed_addresses(&self) -> Option<JsValue> {
        let issuer = [Environment::Prod, Environment::Current].map(Environment::issuer);
        let issuer = Endpoint::known(issuer.into_iter().find(|issuer| *issuer == self.0.issuer)?);
        let fixed = |address: Fixed| Endpoint::parse(&address.of(&issuer));
        let endpoints = [
            ("authorization", fixed(Fixed::Authorization)),
            ("token", fixed(Fixed::Token)),
            ("userinfo", None),
            ("jwks", fixed(Fixed::Jwks)),
            ("endSession", fixed(Fixed::EndSession)),
            ("signdoc", None),
        ];
        Some(found(endpoints, false))
    }

    /// The request for the claims of the user who signed in: `token` of a grant, and its `claims` in JSON.
    #[wasm_bindgen(js_name = userinfoRequest)]
    pub fn userinfo_request(&self, token: &str, claims: &str) -> Result<JsValue, JsValue> {
        check_user(token, claims)?;
        let endpoint = self.0.userinfo.as_ref().ok_or_else(|| {
            Error::config("The provider has no userinfo endpoint; `endpoints.userinfo` can name one.")
        })?;
        Ok(results::request(userinfo::request(endpoint, token), self.0.timeout))
    }

    /// Reads the answer.
    #[wasm_bindgen(js_name = readUserinfo)]
    pub fn read_userinfo(
        &self,
        claims: &str,
        status: u16,
        content_type: String,
        body: String,
    ) -> Result<JsValue, JsValue> {
        let subject = subject_of(claims).unwrap_or_default();
        let claims = userinfo::read(answer(status, content_type, body), json::parse, &subject)?;
        Ok(results::parsed(claims.expose()))
    }
}

impl AuthorizationResponses {
    /// What this client is made of.
    #[cfg(feature = "server")]
    pub fn party(&self) -> &RelyingParty {
        &self.0
    }
}

/// A page has no secret, so there is no option for one.
#[cfg(not(feature = "server"))]
#[expect(clippy::unnecessary_wraps, reason = "servers can fail here")]
fn authentication(_: &str) -> Result<ClientAuthentication, Error> {
    Ok(ClientAuthentication::Public)
}

#[cfg(feature = "server")]
fn authentication(settings: &str) -> Result<ClientAuthentication, Error> {
    crate::client::authentication::read(settings)
}

/// What discovery found. Every name is there, so that what a page put on `Object.prototype` is not.
pub fn found<const N: usize>(endpoints: [(&str, Option<Endpoint>); N], iss_parameter_supported: bool) -> JsValue {
    let mut addresses = Object::new();
    for (name, endpoint) in endpoints {
        addresses.set(name, endpoint.map(Endpoint::into_string));
    }
    let mut found = Object::new();
    found.set("endpoints", addresses);
    found.set("issParameterSupported", iss_parameter_supported);
    found.into()
}

fn subject_of(claims: &str) -> Option<String> {
    json::parse(claims)?.text("sub").ok().flatten()
}

/// Whether a grant has what userinfo needs: the access token, and who it belongs to.
fn check_user(token: &str, claims: &str) -> Result<(), Error> {
    if token.is_empty() || subject_of(claims).is_none() {
        return Err(Error::config(
            "This grant has no access token and ID token, which userinfo needs: sign in with the scope `openid`.",
        ));
    }
    if !is_bearer(token) {
        return Err(Error::config("No header can hold this grant's access token: take the grant as it was given."));
    }
    Ok(())
}

//! Reading responses, userinfo and discovery, for a client that takes users back.

use super::exchange::Exchange;
use super::json;
use super::options::Reader;
use super::results::{self, Object};
use super::settings::{Endpoints, Settings};
#[cfg(feature = "server")]
use crate::bankid::endpoints as bankid;
use crate::bankid::endpoints::Environment;
use crate::client::code::asked_for;
use crate::netid::flow::Flow;
use crate::oauth::address::Endpoint;
use crate::oauth::authorization_code::AuthorizationCode;
use crate::oauth::http::{Response, is_bearer};
use crate::oauth::refresh::Renewal;
use crate::oauth::scope::Scope;
use crate::oauth::{Error, Secret, discovery, userinfo};
use std::rc::Rc;
use wasm_bindgen::prelude::*;

/// An answer as the core reads it.
pub fn answer(status: u16, content_type: String, body: String) -> Response {
    Response { status, content_type, body: Secret::new(body) }
}

/// The half of a client that takes users back.
#[wasm_bindgen]
pub struct AuthorizationResponses(Rc<Settings>);

#[wasm_bindgen]
impl AuthorizationResponses {
    /// A client of "netid", "bankid", or the "plain" provider that the options and `found` (what discovery found, if
    /// it was asked) describe.
    #[wasm_bindgen(constructor)]
    pub fn new(provider: &str, options: JsValue, found: JsValue) -> Result<Self, JsValue> {
        Ok(Self(Rc::new(Settings::new(provider, options, found)?)))
    }

    /// A code that a page has matched with its login.
    #[wasm_bindgen(js_name = exchangeCode)]
    pub fn exchange_code(&self, code: JsValue) -> Result<Exchange, JsValue> {
        let settings = &self.0;
        Ok(Exchange::of_code(Rc::clone(settings), authorization_code(settings, code)?))
    }

    /// Renews a grant with its refresh token.
    pub fn refresh(&self, grant: JsValue, options: JsValue) -> Result<Exchange, JsValue> {
        let settings = &self.0;
        Ok(Exchange::of_renewal(Rc::clone(settings), renewal(settings, grant, options)?))
    }

    /// Whether the provider has to be asked for its addresses before a login can start.
    #[wasm_bindgen(js_name = lacksAddresses)]
    pub fn lacks_addresses(&self) -> bool {
        self.0.lacks_addresses
    }

    /// Where the key set is, as far as the options or discovery told.
    pub fn jwks(&self) -> Option<String> {
        self.0.jwks.as_ref().map(|endpoint| endpoint.as_str().to_owned())
    }

    /// The provider, as far as the options tell.
    #[wasm_bindgen(js_name = issuer)]
    pub fn issuer_name(&self) -> String {
        self.issuer().to_owned()
    }

    /// The request for the provider's addresses.
    #[wasm_bindgen(js_name = metadataRequest)]
    pub fn metadata_request(&self) -> Result<JsValue, JsValue> {
        Ok(results::request(discovery::request(self.issuer())?, self.0.timeout))
    }

    /// Reads the answer. The result goes to the constructors as `found`.
    #[wasm_bindgen(js_name = readMetadata)]
    pub fn read_metadata(&self, status: u16, body: String) -> Result<JsValue, JsValue> {
        let metadata = discovery::read(&answer(status, String::new(), body), json::parse, self.issuer())?;
        let endpoints = Endpoints {
            #[cfg(feature = "server")]
            signdoc: bankid::signdoc(&metadata)?,
            authorization: Some(metadata.authorization),
            token: Some(metadata.token),
            userinfo: metadata.userinfo,
            jwks: metadata.jwks,
            end_session: metadata.end_session,
            ..Endpoints::default()
        };
        Ok(found(endpoints, metadata.iss_parameter_supported).into())
    }

    /// What stands in for `found` where discovery can't be had; `undefined` where nothing is known.
    #[wasm_bindgen(js_name = fixedAddresses)]
    pub fn fixed_addresses(&self) -> Option<JsValue> {
        let issuer = [Environment::Prod, Environment::Current].map(Environment::issuer);
        let issuer = issuer.into_iter().find(|issuer| *issuer == self.issuer())?;
        Some(found(Endpoints::fixed(&Endpoint::known(issuer)), false).into())
    }

    fn issuer(&self) -> &str {
        self.0.issuer.as_deref().unwrap_or_default()
    }

    /// The request for the claims of the user who signed in.
    #[wasm_bindgen(js_name = userinfoRequest)]
    pub fn userinfo_request(&self, grant: JsValue) -> Result<JsValue, JsValue> {
        let (token, _) = token_and_subject(grant)?;
        let endpoint = self.0.userinfo.as_ref().ok_or_else(|| {
            Error::config("The provider has no userinfo endpoint; `endpoints.userinfo` can name one.")
        })?;
        Ok(results::request(userinfo::request(endpoint, &token), self.0.timeout))
    }

    /// Reads the answer.
    #[wasm_bindgen(js_name = readUserinfo)]
    pub fn read_userinfo(
        &self,
        grant: JsValue,
        status: u16,
        content_type: String,
        body: String,
    ) -> Result<JsValue, JsValue> {
        let (_, subject) = token_and_subject(grant)?;
        let claims = userinfo::read(answer(status, content_type, body), json::parse, &subject)?;
        Ok(results::parsed(claims.expose()))
    }
}

impl AuthorizationResponses {
    /// What this client is made of.
    #[cfg(feature = "server")]
    pub fn settings(&self) -> &Rc<Settings> {
        &self.0
    }
}

/// What discovery found, as the constructors take it. It is read back, so it has no prototype.
pub fn found(endpoints: Endpoints, iss_parameter_supported: bool) -> Object {
    let mut found = Object::new();
    found.set("endpoints", endpoints.into_object());
    found.set("issParameterSupported", iss_parameter_supported);
    found
}

fn authorization_code(settings: &Settings, code: JsValue) -> Result<AuthorizationCode, Error> {
    let mut reader = Reader::new(code);
    let code = Secret::new(reader.given("code"));
    let nonce = reader.text("nonce").map(Secret::new);
    let code_verifier = Secret::new(reader.text("codeVerifier").unwrap_or_default());
    let redirect_uri = reader.text("redirectUri").unwrap_or_else(|| settings.redirect_uri.clone());
    if redirect_uri.is_empty() {
        reader.refuse("redirectUri", "given, here or in the options");
    }
    let flow = reader.flow().map_or("", Flow::as_str);
    let scope = reader.texts("scope").map(|scope| Scope::of(&scope.join(" ")));
    let max_age = reader.max_age();
    reader.finish()?;
    let (flow, scope) = asked_for(settings.provider, flow, scope, settings.scope.clone(), nonce.is_some())?;
    let (flow, scope) = (flow.to_owned(), scope.as_str().to_owned());
    Ok(AuthorizationCode { code, redirect_uri, flow, scope, code_verifier, nonce, max_age })
}

fn renewal(settings: &Settings, grant: JsValue, options: JsValue) -> Result<Renewal, Error> {
    let grant = Reader::new(grant);
    let refresh_token = grant.text("refreshToken").filter(|token| !token.is_empty()).ok_or_else(|| {
        Error::config("This grant has no refresh token: the provider issued none. Start a new sign-in.")
    })?;
    let flow = match settings.provider {
        "netid" => Flow::of_grant(grant.has("permissionToken"), grant.has("accessToken")).as_str(),
        _ => "",
    };
    Ok(Renewal {
        refresh_token: Secret::new(refresh_token),
        scope: Reader::new(options).scope("scope"),
        granted: grant.scope("scope").unwrap_or_default(),
        claims: json::object(grant.value("claims")),
        flow,
    })
}

/// What userinfo needs of a grant: the access token and who it belongs to.
fn token_and_subject(grant: JsValue) -> Result<(String, String), Error> {
    let grant = Reader::new(grant);
    let token = grant.inner("accessToken", "").text("value");
    let subject = json::object(grant.value("claims")).and_then(|claims| claims.text("sub").ok().flatten());
    if token.as_deref().is_some_and(|token| !is_bearer(token)) {
        return Err(Error::config("No header can hold this grant's access token: take the grant as it was given."));
    }
    token.zip(subject).ok_or_else(|| {
        Error::config(
            "This grant has no access token and ID token, which userinfo needs: sign in with the scope `openid`.",
        )
    })
}

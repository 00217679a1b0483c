//! Reading responses, userinfo and discovery, for a client that takes users back.

use super::exchange::Exchange;
use super::options::Reader;
use super::results::{self, Object};
use super::settings::{Endpoints, Provider, Settings};
use super::storage::Storage;
use super::{json, platform};
#[cfg(feature = "server")]
use crate::bankid::endpoints as bankid;
use crate::bankid::endpoints::Environment;
use crate::netid::flow::Flow;
use crate::oauth::address::Endpoint;
use crate::oauth::http::{Response, is_bearer};
use crate::oauth::redirect::{self, Recipient};
use crate::oauth::refresh::Renewal;
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
    /// As of `AuthorizationRequests`.
    #[wasm_bindgen(constructor)]
    pub fn new(provider: &str, options: JsValue, storage: Storage, found: JsValue) -> Result<Self, JsValue> {
        Ok(Self(Rc::new(Settings::new(provider, options, storage, found)?)))
    }

    /// Uses a response up. Throws when it does not answer a login of this client; any other
    /// refusal is thrown by what is asked of the exchange.
    pub fn receive(&self, url: &str) -> Result<Exchange, JsValue> {
        let settings = &self.0;
        let recipient = Recipient {
            server: &settings.client.server,
            client_id: &settings.client.client_id,
            issuer: settings.issuer.as_deref(),
            iss_required: settings.iss_required,
        };
        let url = platform::canonical(url).unwrap_or_default();
        let found = redirect::find(&url, &settings.client.redirect_uri).ok_or_else(redirect::invalid)?;
        let received = redirect::receive(found, &settings.storage, &recipient, platform::now());
        match received {
            Err(refusal) if !refusal.ours => Err(refusal.error.into()),
            received => {
                let state = found.state().unwrap_or_default();
                Ok(Exchange::of_code(Rc::clone(settings), state, received))
            }
        }
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
    pub fn fixed_addresses(&self) -> Option<js_sys::Object> {
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
    let found = Object::bare();
    found.set("endpoints", endpoints.into_object());
    found.set("issParameterSupported", iss_parameter_supported);
    found
}

fn renewal(settings: &Settings, grant: JsValue, options: JsValue) -> Result<Renewal, Error> {
    let grant = Reader::new(grant);
    let refresh_token = grant.text("refreshToken").filter(|token| !token.is_empty()).ok_or_else(|| {
        Error::config("This grant has no refresh token: the provider issued none. Start a new sign-in.")
    })?;
    let profile = match settings.provider {
        Provider::Netid { .. } => Flow::of_grant(grant.has("permissionToken"), grant.has("accessToken")).as_str(),
        _ => "",
    };
    Ok(Renewal {
        refresh_token: Secret::new(refresh_token),
        scope: Reader::new(options).scope("scope"),
        granted: grant.scope("scope").unwrap_or_default(),
        claims: json::object(grant.value("claims")),
        profile,
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

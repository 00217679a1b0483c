//! Reading responses, userinfo and discovery, for a client that takes users back.

use super::exchange::Exchange;
use super::options::Reader;
use super::results::{self, Object};
use super::settings::Settings;
use super::storage::Storage;
use super::{json, platform};
use crate::oauth::http::Response;
use crate::oauth::redirect::{self, Recipient};
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
    /// A client of netID, or of the provider that `found` (what discovery found, if it was asked)
    /// and the options describe.
    #[wasm_bindgen(constructor)]
    pub fn new(netid: bool, options: JsValue, storage: Storage, found: JsValue) -> Result<Self, JsValue> {
        Ok(Self(Rc::new(Settings::new(netid, options, storage, found)?)))
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
                Ok(Exchange::new(Rc::clone(settings), state, received.map_err(|refusal| refusal.error)))
            }
        }
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

    /// The request for the provider's addresses.
    #[wasm_bindgen(js_name = metadataRequest)]
    pub fn metadata_request(&self) -> Result<JsValue, JsValue> {
        Ok(results::request(discovery::request(self.issuer())?, self.0.timeout))
    }

    /// Reads the answer. The result goes to the constructors as `found`.
    #[wasm_bindgen(js_name = readMetadata)]
    pub fn read_metadata(&self, status: u16, body: String) -> Result<JsValue, JsValue> {
        let metadata = discovery::read(&answer(status, String::new(), body), json::parse, self.issuer())?;
        let endpoints = Object::new();
        endpoints.set("authorization", metadata.authorization.as_str());
        endpoints.set("token", metadata.token.as_str());
        endpoints.set("userinfo", metadata.userinfo.map(|endpoint| endpoint.into_string()));
        endpoints.set("jwks", metadata.jwks.map(|endpoint| endpoint.into_string()));
        let found = Object::new();
        found.set("endpoints", endpoints);
        found.set("issParameterSupported", metadata.iss_parameter_supported);
        Ok(found.into())
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

/// What userinfo needs of a grant: the access token and who it belongs to.
fn token_and_subject(grant: JsValue) -> Result<(String, String), Error> {
    let mut grant = Reader::new(grant);
    let token = grant.inner("accessToken", "accessToken.").text("value");
    let subject = grant.inner("claims", "claims.").text("sub");
    token.zip(subject).ok_or_else(|| {
        Error::config(
            "This grant has no access token and ID token, which userinfo needs: sign in with the scope `openid`.",
        )
    })
}

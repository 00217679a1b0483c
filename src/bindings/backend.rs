//! What only a server may do: hold a secret, exchange a code for a page, act with a visitor's token.

use super::response::{AuthorizationResponses, answer};
use super::{json, results};
use crate::client::fault::Fault;
use crate::client::relying_party::RelyingParty;
use crate::client::settings;
use crate::oauth::authorization_grant::AuthorizationGrant;
use crate::oauth::scope::{Scope, scope_list};
use crate::oauth::{Error, token};
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
impl AuthorizationResponses {
    /// The request for a token of the client's own.
    #[wasm_bindgen(js_name = clientTokenRequest)]
    pub fn client_token_request(&self, scope: &str) -> JsValue {
        let RelyingParty { token, client_id, authentication, timeout, .. } = self.party();
        let grant = AuthorizationGrant::ClientCredentials { scope };
        results::request(token::request(token, client_id, grant, authentication), *timeout)
    }

    /// Reads the answer, which began to arrive at `received_at`.
    #[wasm_bindgen(js_name = readClientToken)]
    pub fn read_client_token(
        &self,
        scope: &str,
        status: u16,
        body: String,
        received_at: f64,
    ) -> Result<JsValue, JsValue> {
        let grant = AuthorizationGrant::ClientCredentials { scope };
        let answer = answer(status, String::new(), body);
        let RelyingParty { client_id, authentication, .. } = self.party();
        let answer = token::read(&answer, json::parse, grant, authentication, received_at as u64)
            .map_err(|error| authentication.advise(client_id, error))?;
        let granted = answer.scope.unwrap_or_else(|| scope_list(scope));
        Ok(results::token(answer.access_token, &granted).into())
    }
}

/// The settings of a server's client, from its options: see [`crate::client::settings`].
#[wasm_bindgen]
pub fn configure(options: &str) -> Result<String, JsValue> {
    Ok(settings::configure_server(options).map_err(Error::from)?)
}

/// A scope as requests have it.
#[wasm_bindgen(js_name = normalizedScope)]
pub fn normalized_scope(scope: &str) -> Result<String, JsValue> {
    let scope = Scope::of(scope);
    if !scope.is_usable() {
        return Err(Error::from(Fault::config("scope", "")).into());
    }
    Ok(scope.as_str().to_owned())
}

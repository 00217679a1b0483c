//! What only a server may do: hold a secret, exchange a code for a page, act with a visitor's token.

use super::options::Reader;
use super::response::{AuthorizationResponses, answer};
use super::settings::Settings;
use super::{json, results};
use crate::client::fault::Fault;
use crate::oauth::authorization_grant::AuthorizationGrant;
use crate::oauth::client_authentication::ClientAuthentication;
use crate::oauth::scope::{Scope, scope_list};
use crate::oauth::{Error, Secret, token};
use wasm_bindgen::prelude::*;

impl Reader {
    /// The options `clientSecret` and `clientAuth`.
    pub fn authentication(&mut self) -> ClientAuthentication {
        // A public client, which PKCE alone protects (RFC 7636).
        if self.text("clientAuth").is_some_and(|method| method == "none") {
            if self.has("clientSecret") {
                self.refuse("clientSecret", "left out with `clientAuth: \"none\"`");
            }
            return ClientAuthentication::Public;
        }
        let secret = self.given("clientSecret");
        if secret.chars().any(char::is_control) {
            self.refuse("clientSecret", "without line breaks and other control characters");
        }
        let wanted = "\"client_secret_basic\", \"client_secret_post\" or \"none\"";
        let posted = self.read("clientAuth", wanted, |method| match method {
            "client_secret_basic" => Some(false),
            "client_secret_post" => Some(true),
            _ => None,
        });
        let secret = Secret::new(secret);
        if posted.unwrap_or_default() {
            ClientAuthentication::Post(secret)
        } else {
            ClientAuthentication::Basic(secret)
        }
    }
}

#[wasm_bindgen]
impl AuthorizationResponses {
    /// SignDoc's address, as far as the options or discovery told.
    pub fn signdoc(&self) -> Option<String> {
        self.settings().signdoc.as_ref().map(|base| base.as_str().to_owned())
    }

    /// The request for a token of the client's own.
    #[wasm_bindgen(js_name = clientTokenRequest)]
    pub fn client_token_request(&self, scope: &str) -> JsValue {
        let Settings { token, client_id, authentication, timeout, .. } = &**self.settings();
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
        let Settings { client_id, authentication, .. } = &**self.settings();
        let answer = token::read(&answer, json::parse, grant, authentication, received_at as u64)
            .map_err(|error| authentication.advise(client_id, error))?;
        let granted = answer.scope.unwrap_or_else(|| scope_list(scope));
        Ok(results::token(answer.access_token, &granted).into())
    }
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

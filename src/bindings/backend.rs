//! What only a server may do: hold a secret, exchange a code for a page, act with a visitor's token.

use super::exchange::Exchange;
use super::options::Reader;
use super::response::{AuthorizationResponses, answer};
use super::settings::{Provider, Settings};
use super::{json, results};
use crate::bankid::scope::{SIGN, request_scope};
use crate::netid::flow::Flow;
use crate::oauth::authorization_grant::AuthorizationGrant;
use crate::oauth::authorize::{joined_scope, scope_list};
use crate::oauth::client_authentication::ClientAuthentication;
use crate::oauth::redirect::Authorized;
use crate::oauth::transaction::Transaction;
use crate::oauth::{Error, Secret, token};
use std::rc::Rc;
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
    /// A code that a page sent here, after it had checked the response.
    #[wasm_bindgen(js_name = exchangeCode)]
    pub fn exchange_code(&self, code: JsValue) -> Result<Exchange, JsValue> {
        let settings = self.settings();
        let authorized = authorized(settings, code)?;
        Ok(Exchange::of_code(Rc::clone(settings), String::new(), Ok(authorized)))
    }

    /// SignDoc's address, as far as the options or discovery told.
    pub fn signdoc(&self) -> Option<String> {
        self.settings().signdoc.as_ref().map(|base| base.as_str().to_owned())
    }

    /// The request for a token of the client's own.
    #[wasm_bindgen(js_name = clientTokenRequest)]
    pub fn client_token_request(&self, scope: &str) -> JsValue {
        let Settings { token, client, authentication, timeout, .. } = &**self.settings();
        let grant = AuthorizationGrant::ClientCredentials { scope };
        results::request(token::request(token, &client.client_id, grant, authentication), *timeout)
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
        let Settings { client, authentication, .. } = &**self.settings();
        let answer = token::read(&answer, json::parse, grant, authentication, received_at as u64)
            .map_err(|error| authentication.advise(&client.client_id, error))?;
        let granted = answer.scope.unwrap_or_else(|| scope_list(&[scope]));
        Ok(results::token(answer.access_token, &granted).into())
    }
}

/// A scope as requests have it.
#[wasm_bindgen(js_name = normalizedScope)]
pub fn normalized_scope(scope: &str) -> Result<String, JsValue> {
    Ok(joined_scope(&scope_list(&[scope]))?)
}

fn authorized(settings: &Settings, code: JsValue) -> Result<Authorized, Error> {
    let mut reader = Reader::new(code);
    let code = reader.given("code");
    let nonce = reader.text("nonce").map(Secret::new);
    let code_verifier = Secret::new(reader.text("codeVerifier").unwrap_or_default());
    let redirect_uri = reader.text("redirectUri").unwrap_or_else(|| settings.client.redirect_uri.as_str().to_owned());
    if redirect_uri.is_empty() {
        reader.refuse("redirectUri", "given, here or in the options");
    }
    let (flow, asked, max_age) = (reader.flow(), reader.scope("scope"), reader.max_age());
    reader.finish()?;
    let (profile, scope) = match &settings.provider {
        Provider::Netid { .. } => {
            let asked = asked.unwrap_or_default();
            let flow = flow.or_else(|| Flow::of_scope(&asked));
            // Pages that say neither: only a sign-in has a nonce; whether it asked for a permission token too, its
            // ID token shows.
            let flow = flow.unwrap_or(if nonce.is_some() { Flow::LoginPermission } else { Flow::Permission });
            (flow.as_str(), flow.scope_with(&asked)?)
        }
        // A sign-in too: the order is signed on the way.
        Provider::Bankid { scope, .. } => {
            let asked = asked.as_ref().unwrap_or(scope);
            ("", request_scope(asked, asked.iter().any(|name| name == SIGN))?)
        }
        Provider::Plain { scope } => ("", asked.unwrap_or_else(|| scope.clone())),
    };
    let client = &settings.client;
    Ok(Authorized::by_page(
        Secret::new(code),
        Transaction {
            server: client.server.clone(),
            client_id: client.client_id.clone(),
            redirect_uri,
            profile: profile.to_owned(),
            scope: scope.join(" "),
            code_verifier,
            nonce,
            max_age,
            app_state: None,
            expires_at: 0,
        },
    ))
}

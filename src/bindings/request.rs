//! Starting logins, and telling whether an address is a response. Nothing here reads one.

use super::options::Reader;
use super::platform;
use super::results::Object;
use super::settings::{Provider, Settings, openid_needs_issuer};
use super::storage::Storage;
use crate::bankid::scope::request_scope;
use crate::oauth::authorize::{self, Hints, Parameters};
use crate::oauth::pkce::{self, Pkce};
use crate::oauth::{Error, end_session, redirect, store};
use wasm_bindgen::prelude::*;

/// A verifier and its challenge, at once.
#[wasm_bindgen(js_name = createPkce)]
pub fn create_pkce() -> Result<JsValue, JsValue> {
    let pkce = Pkce::from_random(&platform::random()?);
    let object = Object::new();
    object.set("codeVerifier", pkce.verifier.expose());
    object.set("codeChallenge", pkce.challenge);
    object.set("codeChallengeMethod", pkce::METHOD);
    Ok(object.into())
}

/// The half of a client that sends users away.
#[wasm_bindgen]
pub struct AuthorizationRequests(Settings);

#[wasm_bindgen]
impl AuthorizationRequests {
    /// A client of "netid", "bankid", or the "plain" provider that the options and `found` (what
    /// discovery found, if it was asked) describe.
    #[wasm_bindgen(constructor)]
    pub fn new(provider: &str, options: JsValue, storage: Storage, found: JsValue) -> Result<Self, JsValue> {
        Ok(Self(Settings::new(provider, options, storage, found)?))
    }

    /// Builds the address and remembers the transaction.
    pub fn authorize(&self, options: JsValue, popup: bool) -> Result<JsValue, JsValue> {
        let Self(settings) = self;
        self.sweep();
        let parameters = Parameters { popup, ..parameters(settings, options)? };
        let started = authorize::start(&settings.client, &parameters, &platform::entropy()?, platform::now())?;
        let object = Object::new();
        object.set("url", started.url);
        object.set("state", started.state.as_str());
        object.set("expiresAt", started.transaction.expires_at);
        store::put(&settings.storage, &started.state, started.transaction, settings.client.transaction_lifetime)?;
        Ok(object.into())
    }

    /// What names this response to this client, or `undefined` when the address can't be one. It tells
    /// nothing of what the response holds.
    #[wasm_bindgen(js_name = responseKey)]
    pub fn response_key(&self, url: &str) -> Option<String> {
        let client = &self.0.client;
        let url = platform::canonical(url)?;
        redirect::find(&url, &client.redirect_uri)?;
        Some(pkce::digest(&[client.server.as_str(), " ", &client.client_id, " ", &url].concat()))
    }

    /// Whether the address is a response of this client.
    #[wasm_bindgen(js_name = isResponse)]
    pub fn is_response(&self, url: &str) -> bool {
        let Settings { client, storage, .. } = &self.0;
        platform::canonical(url).is_some_and(|url| {
            let found = redirect::find(&url, &client.redirect_uri);
            found.is_some_and(|found| found.answers(storage, &client.server, &client.client_id))
        })
    }

    /// Whether a provider refused without saying whom.
    #[wasm_bindgen(js_name = lacksState)]
    pub fn lacks_state(&self, url: &str) -> bool {
        platform::canonical(url).is_some_and(|url| redirect::lacks_state(&url, &self.0.client.redirect_uri))
    }

    /// The `state` of a response that the page which opened this window waits for.
    #[wasm_bindgen(js_name = popupState)]
    pub fn popup_state(&self, url: &str) -> Option<String> {
        redirect::find(&platform::canonical(url)?, &self.0.client.redirect_uri)?.popup_state()
    }

    /// The address without the response to `state`, if it still holds that one.
    #[wasm_bindgen(js_name = addressWithout)]
    pub fn address_without(&self, state: &str, href: &str) -> Option<String> {
        let href = platform::canonical(href)?;
        let found = redirect::find(&href, &self.0.client.redirect_uri)?;
        (found.state()? == state).then(|| found.stripped())
    }

    /// The address that ends the user's session at the provider.
    #[wasm_bindgen(js_name = endSessionUrl)]
    pub fn end_session_url(&self, options: JsValue) -> Result<String, JsValue> {
        let Self(settings) = self;
        let mut reader = Reader::new(options);
        let id_token = reader.inner("grant", "").text("idToken");
        let mut hints = hints(&reader, &END_SESSION_HINTS);
        let back = reader.redirect_uri("postLogoutRedirectUri");
        hints.extend(back.map(|back| ("post_logout_redirect_uri", back.as_str().to_owned())));
        hints.extend(id_token.map(|id_token| ("id_token_hint", id_token)));
        reader.finish()?;
        Ok(end_session::url(settings.end_session.as_ref(), &settings.client.client_id, &hints)?)
    }

    /// Forgets a login whose response nobody waits for any more.
    pub fn abandon(&self, state: &str) {
        store::abandon(&self.0.storage, state);
    }

    /// Removes what earlier logins left behind.
    pub fn sweep(&self) {
        store::sweep(&self.0.storage, platform::now());
    }
}

/// The options that travel as they are.
const HINTS: [(&str, &str); 4] =
    [("prompt", "prompt"), ("loginHint", "login_hint"), ("uiLocales", "ui_locales"), ("acrValues", "acr_values")];

/// The same at the end of a session.
const END_SESSION_HINTS: [(&str, &str); 3] =
    [("state", "state"), ("logoutHint", "logout_hint"), ("uiLocales", "ui_locales")];

fn hints(reader: &Reader, table: &[(&str, &'static str)]) -> Hints {
    table.iter().filter_map(|(option, name)| Some((*name, reader.text(option)?))).collect()
}

/// Names and values from a list of them in turn.
fn pairs(list: Vec<String>) -> Vec<(String, String)> {
    let mut list = list.into_iter();
    std::iter::from_fn(|| list.next().zip(list.next())).collect()
}

fn parameters(settings: &Settings, options: JsValue) -> Result<Parameters, Error> {
    let mut reader = Reader::new(options);
    let (flow, scope) = (reader.flow(), reader.scope("scope"));
    let mut sign_id = reader.text("signId");
    let mut parameters = Parameters {
        app_state: reader.json("appState"),
        claims: reader.json("claims"),
        extra: pairs(reader.texts("extra").unwrap_or_default()),
        hints: hints(&reader, &HINTS),
        max_age: reader.max_age(),
        ..Parameters::default()
    };
    reader.finish()?;
    match &settings.provider {
        Provider::Netid { flow: default, claims } => {
            let flow = flow.unwrap_or(*default);
            parameters.scope = flow.scope_with(&scope.unwrap_or_default())?;
            parameters.profile = flow.as_str();
            parameters.claims = parameters.claims.or_else(|| claims.clone());
        }
        _ if flow.is_some() => return Err(Error::config("`flow` is netID's: name a `scope` instead.")),
        Provider::Bankid { scope: default, sign_id: order } => {
            sign_id = sign_id.or_else(|| order.clone());
            parameters.scope = request_scope(&scope.unwrap_or_else(|| default.clone()), sign_id.is_some())?;
        }
        Provider::Plain { scope: default } => parameters.scope = scope.unwrap_or_else(|| default.clone()),
    }
    parameters.hints.extend(sign_id.map(|sign_id| ("sign_id", sign_id)));
    openid_needs_issuer(&parameters.scope, settings.issuer.as_deref())?;
    Ok(parameters)
}

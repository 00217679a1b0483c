//! Reading responses, token responses, userinfo and discovery.

use super::error::spent;
use super::options::Reader;
use super::results::{self, Object};
use super::settings::{Endpoints, Found, Provider, Settings};
use super::storage::Storage;
use super::{json, platform};
use crate::netid::flow::Flow;
use crate::netid::grant::{self, Tokens};
use crate::oauth::http::Response;
use crate::oauth::id_token::{Claims, Expected, IdToken};
use crate::oauth::redirect::{self, Authorized, Recipient};
use crate::oauth::token::{self, TokenResponse};
use crate::oauth::{Code, Error, Secret, discovery, userinfo};
use std::rc::Rc;
use wasm_bindgen::prelude::*;

/// The request for the provider's addresses, where the options don't name them all; `undefined`
/// where they do.
#[wasm_bindgen(js_name = discoveryRequest)]
pub fn discovery_request(options: JsValue, storage: Storage) -> Result<JsValue, JsValue> {
    let endpoints = Endpoints::plain(&mut Reader::new(options.clone()));
    match endpoints.issuer {
        Some(issuer) if endpoints.authorization.is_none() || endpoints.token.is_none() => {
            let request = discovery::request(&issuer)?;
            // No request on behalf of a client that could not be made anyway.
            let settings = Settings::plain(options, storage, Found::assumed(&issuer))?;
            Ok(results::request(request, settings.timeout))
        }
        _ => Ok(JsValue::UNDEFINED),
    }
}

/// Reads the answer. The result goes to the classes' `forProvider`.
#[wasm_bindgen(js_name = readDiscovery)]
pub fn read_discovery(options: JsValue, status: u16, body: String) -> Result<JsValue, JsValue> {
    let issuer = Endpoints::plain(&mut Reader::new(options)).issuer.unwrap_or_default();
    let metadata = discovery::read(&response(status, String::new(), body), json::parse, &issuer)?;
    let endpoints = Object::new();
    endpoints.set("authorization", metadata.authorization.as_str());
    endpoints.set("token", metadata.token.as_str());
    endpoints.set("userinfo", metadata.userinfo.map(|endpoint| endpoint.into_string()));
    let found = Object::new();
    found.set("endpoints", endpoints);
    found.set("issParameterSupported", metadata.iss_parameter_supported);
    Ok(found.into())
}

fn response(status: u16, content_type: String, body: String) -> Response {
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
            received => Ok(Exchange {
                settings: Rc::clone(settings),
                state: found.state().unwrap_or_default(),
                received: Some(received.map_err(|refusal| refusal.error)),
            }),
        }
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
        let claims = userinfo::read(response(status, content_type, body), json::parse, &subject)?;
        Ok(results::parsed(claims.expose()))
    }
}

/// One response of the authorization endpoint, used up, on its way to a grant.
#[wasm_bindgen]
pub struct Exchange {
    settings: Rc<Settings>,
    state: String,
    received: Option<Result<Authorized, Error>>,
}

#[wasm_bindgen]
impl Exchange {
    /// The address without the response, if it still holds this one.
    #[wasm_bindgen(js_name = addressWithout)]
    pub fn address_without(&self, href: &str) -> Option<String> {
        let href = platform::canonical(href)?;
        let found = redirect::find(&href, &self.settings.client.redirect_uri)?;
        (found.state()? == self.state).then(|| found.stripped())
    }

    /// The code and all that a back end needs to exchange it.
    pub fn code(&mut self) -> Result<JsValue, JsValue> {
        let Authorized { code, transaction } = self.authorized()?;
        let object = Object::new();
        object.set("code", code.expose());
        object.set("state", self.state.as_str());
        object.set("codeVerifier", transaction.code_verifier.expose());
        object.set("nonce", transaction.nonce.as_ref().map(Secret::expose));
        object.set("redirectUri", transaction.redirect_uri.as_str());
        object.set("appState", transaction.app_state.as_deref().map(results::parsed));
        Ok(object.into())
    }

    /// The token request.
    #[wasm_bindgen(js_name = tokenRequest)]
    pub fn token_request(&mut self) -> Result<JsValue, JsValue> {
        let authorized = self.authorized()?;
        let request = token::request(&self.settings.token, &authorized);
        self.received = Some(Ok(authorized));
        Ok(results::request(request, self.settings.timeout))
    }

    /// Reads the answer. `received_at` is when it began to arrive.
    pub fn grant(&mut self, status: u16, body: String, received_at: f64) -> Result<JsValue, JsValue> {
        let authorized = self.authorized()?;
        let received_at = received_at as u64;
        let answer = token::read(&response(status, String::new(), body), json::parse, &authorized, received_at)?;
        let claims = claims(&self.settings, &authorized, &answer, received_at)?;
        Ok(granted(&self.settings, &authorized, answer, claims, received_at)?.into())
    }

    fn authorized(&mut self) -> Result<Authorized, Error> {
        self.received.take().unwrap_or_else(|| Err(spent()))
    }
}

/// The claims of the ID token that was asked for, checked; `None` where none was.
fn claims(
    settings: &Settings,
    authorized: &Authorized,
    answer: &TokenResponse,
    now: u64,
) -> Result<Option<Claims>, Error> {
    let (Some(nonce), Some(issuer)) = (&authorized.transaction.nonce, &settings.issuer) else { return Ok(None) };
    let id_token = answer
        .id_token
        .as_ref()
        .ok_or_else(|| Error::new(Code::TokenResponseInvalid, "The token response of a sign-in has no `id_token`."))?;
    let expected = Expected {
        issuer,
        client_id: &settings.client.client_id,
        nonce: nonce.expose(),
        max_age: authorized.transaction.max_age,
        access_token: answer.access_token.value.expose(),
        algorithm: settings.algorithm,
        now,
        clock_tolerance: settings.clock_tolerance,
    };
    IdToken::parse(id_token.expose(), json::parse)?.check(&expected).map(Some)
}

fn granted(
    settings: &Settings,
    authorized: &Authorized,
    answer: TokenResponse,
    claims: Option<Claims>,
    received_at: u64,
) -> Result<Object, Error> {
    let transaction = &authorized.transaction;
    let scope = answer.scope.unwrap_or_else(|| transaction.scopes());
    let (permission, access) = match &settings.provider {
        Provider::Netid { .. } => {
            let flow = Flow::parse(&transaction.profile).unwrap_or_default();
            let Tokens { permission, access } = grant::tokens(flow, answer.access_token, claims.as_ref(), received_at)?;
            (
                permission.map(|token| results::token(token, &grant::permission_scope(&scope))),
                access.map(|token| results::token(token, &grant::access_scope(&scope))),
            )
        }
        Provider::Plain { .. } => (None, Some(results::token(answer.access_token, &scope))),
    };
    let object = Object::new();
    object.set("permissionToken", permission);
    object.set("accessToken", access);
    object.set("refreshToken", answer.refresh_token.map(Secret::into_exposed));
    object.set("idToken", claims.as_ref().and(answer.id_token).map(Secret::into_exposed));
    object.set("claims", claims.map(|claims| results::parsed(claims.json.expose())));
    object.set("scope", scope.as_slice());
    object.set("appState", transaction.app_state.as_deref().map(results::parsed));
    object.set("relayed", false);
    Ok(object)
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

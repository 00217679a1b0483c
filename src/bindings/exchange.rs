//! From a response of the authorization endpoint to a grant, step by step.

use super::json;
use super::response::answer;
use super::results::{self, Object};
use super::settings::{Provider, Settings};
use crate::netid::flow::Flow;
use crate::netid::grant::{self, Tokens};
use crate::oauth::id_token::{self, Algorithm, Claims, Expected, IdToken};
use crate::oauth::redirect::Authorized;
use crate::oauth::token::{self, TokenResponse};
use crate::oauth::{Error, Secret, key, store};
use std::rc::Rc;
use wasm_bindgen::prelude::*;

/// One response, used up, on its way to a grant. The wrapper sends what has to be sent and checks
/// signatures; each step is taken once.
#[wasm_bindgen]
pub struct Exchange {
    settings: Rc<Settings>,
    state: String,
    received: Option<Result<Authorized, Error>>,
    answered: Option<Answered>,
}

/// The token endpoint's answer, and the ID token where one was asked for.
struct Answered {
    response: TokenResponse,
    id_token: Option<(IdToken, Algorithm)>,
    received_at: u64,
}

impl Exchange {
    /// What became of a response: a code, or why there is none.
    pub fn new(settings: Rc<Settings>, state: String, received: Result<Authorized, Error>) -> Self {
        Self { settings, state, received: Some(received), answered: None }
    }

    fn authorized(&mut self) -> Result<Authorized, Error> {
        self.received.take().unwrap_or_else(|| Err(store::used()))
    }
}

#[wasm_bindgen]
impl Exchange {
    /// `state` of the response.
    #[wasm_bindgen(getter)]
    pub fn state(&self) -> String {
        self.state.clone()
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
        let request = token::request(&self.settings.token, &authorized, &self.settings.authentication);
        self.received = Some(Ok(authorized));
        Ok(results::request(request, self.settings.timeout))
    }

    /// Whether there will be a signature to check, so that the key set can be fetched meanwhile.
    #[wasm_bindgen(js_name = needsKeys)]
    pub fn needs_keys(&self) -> bool {
        let asked = |received: &Result<Authorized, Error>| {
            received.as_ref().is_ok_and(|authorized| authorized.transaction.wants_id_token())
        };
        self.settings.algorithm != Some(Algorithm::None) && self.received.as_ref().is_some_and(asked)
    }

    /// Reads the token endpoint's answer, which began to arrive at `received_at`. Gives what the
    /// signature is over, or `undefined` where none is to be checked.
    #[wasm_bindgen(js_name = readTokens)]
    pub fn read_tokens(&mut self, status: u16, body: String, received_at: f64) -> Result<JsValue, JsValue> {
        let authorized = self.authorized()?;
        let received_at = received_at as u64;
        let answer = answer(status, String::new(), body);
        let authentication = &self.settings.authentication;
        let response = token::read(&answer, json::parse, &authorized, authentication, received_at)?;
        let id_token = match (authorized.transaction.wants_id_token(), &response.id_token) {
            (false, _) => None,
            (true, None) => return Err(token::no_id_token().into()),
            (true, Some(jwt)) => {
                let token = IdToken::parse(jwt.expose(), json::parse)?;
                let algorithm = token.algorithm(self.settings.algorithm)?;
                Some((token, algorithm))
            }
        };
        let signed = id_token.as_ref().filter(|(_, algorithm)| *algorithm != Algorithm::None);
        let signed = signed.map_or(JsValue::UNDEFINED, |(token, algorithm)| {
            let object = Object::new();
            object.set("algorithm", algorithm.as_str());
            object.set("input", token.signing_input());
            object.set("signature", token.signature());
            object.set("accessToken", response.access_token.value.expose());
            object.set("mayBeUnverified", self.settings.allow_unverified);
            object.into()
        });
        self.received = Some(Ok(authorized));
        self.answered = Some(Answered { response, id_token, received_at });
        Ok(signed)
    }

    /// Whether a key of the provider's set may have made the signature.
    #[wasm_bindgen(js_name = mayBeSignedBy)]
    pub fn may_be_signed_by(&self, jwk: JsValue) -> bool {
        let id_token = self.answered.as_ref().and_then(|answered| answered.id_token.as_ref());
        id_token.zip(json::object(jwk)).is_some_and(|((token, algorithm), jwk)| key::fits(&jwk, token, *algorithm))
    }

    /// The grant, once the signature is known to be valid or not to matter. `access_token_hash`
    /// is what the claim `at_hash` has to be, where that takes another hash than SHA-256.
    pub fn grant(&mut self, signature_is_valid: bool, access_token_hash: Option<String>) -> Result<JsValue, JsValue> {
        let authorized = self.authorized()?;
        let Answered { response, id_token, received_at } = self.answered.take().ok_or_else(store::used)?;
        let claims = match id_token {
            Some((token, _)) => {
                let hash = access_token_hash.unwrap_or_else(|| id_token::sha256_half(&response.access_token));
                let expected = expected(&self.settings, &authorized, &hash, received_at);
                Some(token.verified(signature_is_valid)?.check(&expected)?)
            }
            None => None,
        };
        Ok(granted(&self.settings, &authorized, response, claims, received_at)?.into())
    }
}

fn expected<'a>(
    settings: &'a Settings,
    authorized: &'a Authorized,
    access_token_hash: &'a str,
    now: u64,
) -> Expected<'a> {
    let transaction = &authorized.transaction;
    Expected {
        issuer: settings.issuer.as_deref().unwrap_or_default(),
        client_id: &settings.client.client_id,
        nonce: transaction.nonce.as_ref().map(Secret::expose),
        max_age: transaction.max_age,
        access_token_hash,
        now,
        clock_tolerance: settings.clock_tolerance,
    }
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

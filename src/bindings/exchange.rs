//! From a response of the authorization endpoint to a grant, step by step.

use super::json;
use super::response::answer;
use super::results::{self, Object};
use super::settings::{Provider, Settings};
use crate::netid::flow::Flow;
use crate::netid::grant::{self, Tokens};
use crate::oauth::authorization_grant::AuthorizationGrant;
use crate::oauth::id_token::{self, Claims, Expected, IdToken};
use crate::oauth::jwt::Algorithm;
use crate::oauth::redirect::Authorized;
use crate::oauth::refresh::Renewal;
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
    asked: Option<Result<Asked, Error>>,
    answered: Option<Answered>,
}

/// What the tokens are asked for with.
enum Asked {
    Code(Authorized),
    Refresh(Renewal),
}

impl Asked {
    fn grant(&self) -> AuthorizationGrant<'_> {
        match self {
            Self::Code(authorized) => AuthorizationGrant::Code(authorized),
            Self::Refresh(renewal) => AuthorizationGrant::RefreshToken(renewal),
        }
    }

    fn scopes(&self) -> Vec<String> {
        match self {
            Self::Code(authorized) => authorized.transaction.scopes(),
            Self::Refresh(renewal) => renewal.scopes().to_vec(),
        }
    }

    /// See `Transaction::profile`.
    fn profile(&self) -> &str {
        match self {
            Self::Code(authorized) => &authorized.transaction.profile,
            Self::Refresh(renewal) => renewal.profile,
        }
    }

    fn wants_id_token(&self) -> bool {
        self.scopes().iter().any(|name| name == "openid")
    }
}

/// The token endpoint's answer, and the ID token where one was asked for.
struct Answered {
    response: TokenResponse,
    id_token: Option<(IdToken, Algorithm)>,
    received_at: u64,
}

impl Exchange {
    /// What became of a response: a code, or why there is none.
    pub fn of_code(settings: Rc<Settings>, state: String, received: Result<Authorized, Error>) -> Self {
        Self { settings, state, asked: Some(received.map(Asked::Code)), answered: None }
    }

    /// A grant to be renewed.
    pub fn of_renewal(settings: Rc<Settings>, renewal: Renewal) -> Self {
        Self { settings, state: String::new(), asked: Some(Ok(Asked::Refresh(renewal))), answered: None }
    }

    fn asked(&mut self) -> Result<Asked, Error> {
        self.asked.take().unwrap_or_else(|| Err(store::used()))
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
        let Asked::Code(Authorized { code, transaction }) = self.asked()? else { return Err(store::used().into()) };
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
        let asked = self.asked()?;
        let Settings { token, client, authentication, timeout, .. } = &*self.settings;
        let request = token::request(token, &client.client_id, asked.grant(), authentication);
        self.asked = Some(Ok(asked));
        Ok(results::request(request, *timeout))
    }

    /// Whether there will be a signature to check, so that the key set can be fetched meanwhile.
    #[wasm_bindgen(js_name = needsKeys)]
    pub fn needs_keys(&self) -> bool {
        let wanted = |asked: &Result<Asked, Error>| asked.as_ref().is_ok_and(Asked::wants_id_token);
        self.settings.algorithm != Some(Algorithm::None) && self.asked.as_ref().is_some_and(wanted)
    }

    /// Reads the token endpoint's answer, which began to arrive at `received_at`. Gives what the
    /// signature is over, or `undefined` where none is to be checked.
    #[wasm_bindgen(js_name = readTokens)]
    pub fn read_tokens(&mut self, status: u16, body: String, received_at: f64) -> Result<JsValue, JsValue> {
        let asked = self.asked()?;
        let received_at = received_at as u64;
        let answer = answer(status, String::new(), body);
        let Settings { client, authentication, .. } = &*self.settings;
        let response = token::read(&answer, json::parse, asked.grant(), authentication, received_at)
            .map_err(|error| authentication.advise(&client.client_id, error))?;
        let id_token = match (asked.wants_id_token(), &response.id_token) {
            (false, _) => None,
            // A renewed grant keeps the one it has (OpenID Connect Core section 12.2).
            (true, None) if matches!(asked, Asked::Refresh(_)) => None,
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
            object.set("input", token.0.signing_input());
            object.set("signature", token.0.signature());
            object.set("accessToken", response.access_token.value.expose());
            object.set("mayBeUnverified", self.settings.allow_unverified);
            object.into()
        });
        self.asked = Some(Ok(asked));
        self.answered = Some(Answered { response, id_token, received_at });
        Ok(signed)
    }

    /// Whether a key of the provider's set may have made the signature.
    #[wasm_bindgen(js_name = mayBeSignedBy)]
    pub fn may_be_signed_by(&self, jwk: JsValue) -> bool {
        let id_token = self.answered.as_ref().and_then(|answered| answered.id_token.as_ref());
        id_token.zip(json::object(jwk)).is_some_and(|((token, algorithm), jwk)| key::fits(&jwk, &token.0, *algorithm))
    }

    /// The grant, once the signature is known to be valid or not to matter. `access_token_hash`
    /// is what the claim `at_hash` has to be, where that takes another hash than SHA-256.
    pub fn grant(&mut self, signature_is_valid: bool, access_token_hash: Option<String>) -> Result<JsValue, JsValue> {
        let asked = self.asked()?;
        let Answered { response, id_token, received_at } = self.answered.take().ok_or_else(store::used)?;
        let claims = match id_token {
            Some((token, _)) => {
                let hash = access_token_hash.unwrap_or_else(|| id_token::sha256_half(&response.access_token));
                let expected = expected(&self.settings, &asked, &hash, received_at);
                Some(token.verified(signature_is_valid)?.check(&expected)?)
            }
            None => None,
        };
        Ok(granted(&self.settings, &asked, response, claims, received_at)?.into())
    }
}

fn expected<'a>(settings: &'a Settings, asked: &'a Asked, access_token_hash: &'a str, now: u64) -> Expected<'a> {
    let (nonce, max_age, renews) = match asked {
        Asked::Code(Authorized { transaction, .. }) => {
            (transaction.nonce.as_ref().map(Secret::expose), transaction.max_age, None)
        }
        Asked::Refresh(renewal) => (None, None, renewal.claims.as_ref()),
    };
    Expected {
        issuer: settings.issuer.as_deref().unwrap_or_default(),
        client_id: &settings.client.client_id,
        nonce,
        max_age,
        access_token_hash,
        now,
        clock_tolerance: settings.clock_tolerance,
        renews,
    }
}

fn granted(
    settings: &Settings,
    asked: &Asked,
    answer: TokenResponse,
    claims: Option<Claims>,
    received_at: u64,
) -> Result<Object, Error> {
    let scope = answer.scope.unwrap_or_else(|| asked.scopes());
    let (permission, access) = match &settings.provider {
        Provider::Netid { .. } => {
            let flow = Flow::parse(asked.profile()).unwrap_or_default();
            let Tokens { permission, access } = grant::tokens(flow, answer.access_token, claims.as_ref(), received_at)?;
            (
                permission.map(|token| results::token(token, &grant::permission_scope(&scope))),
                access.map(|token| results::token(token, &grant::access_scope(&scope))),
            )
        }
        _ => (None, Some(results::token(answer.access_token, &scope))),
    };
    let object = Object::new();
    object.set("permissionToken", permission);
    object.set("accessToken", access);
    object.set("refreshToken", answer.refresh_token.map(Secret::into_exposed));
    object.set("idToken", claims.as_ref().and(answer.id_token).map(Secret::into_exposed));
    object.set("claims", claims.map(|claims| results::parsed(claims.json.expose())));
    object.set("scope", scope.as_slice());
    if let Asked::Code(Authorized { transaction, .. }) = asked {
        object.set("appState", transaction.app_state.as_deref().map(results::parsed));
    }
    object.set("relayed", false);
    Ok(object)
}

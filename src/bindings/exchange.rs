//! From a response of the authorization endpoint to a grant, step by step.

use super::json;
use super::response::answer;
use super::results::{self, Json, Object};
use super::settings::Settings;
use crate::netid::flow::Flow;
use crate::netid::grant::{self, Tokens};
use crate::oauth::authorization_code::AuthorizationCode;
use crate::oauth::authorization_grant::AuthorizationGrant;
use crate::oauth::id_token::{self, Claims, Expected, IdToken};
use crate::oauth::jwt::{Algorithm, Signature};
use crate::oauth::refresh::Renewal;
use crate::oauth::scope::scope_list;
use crate::oauth::token::{self, TokenResponse};
use crate::oauth::{Error, Secret, key};
use std::rc::Rc;
use wasm_bindgen::prelude::*;

/// One response, used up, on its way to a grant. The wrapper sends what has to be sent and checks
/// signatures; each step is taken once.
#[wasm_bindgen]
pub struct Exchange {
    settings: Rc<Settings>,
    asked: Option<Asked>,
    answered: Option<Answered>,
}

/// What the tokens are asked for with.
enum Asked {
    Code(AuthorizationCode),
    Refresh(Renewal),
}

impl Asked {
    fn grant(&self) -> AuthorizationGrant<'_> {
        match self {
            Self::Code(code) => AuthorizationGrant::Code(code),
            Self::Refresh(renewal) => AuthorizationGrant::RefreshToken(renewal),
        }
    }

    fn scopes(&self) -> Vec<String> {
        match self {
            Self::Code(code) => scope_list(&code.scope),
            Self::Refresh(renewal) => renewal.scopes().to_vec(),
        }
    }

    /// See `AuthorizationCode::flow`.
    fn flow(&self) -> &str {
        match self {
            Self::Code(code) => &code.flow,
            Self::Refresh(renewal) => renewal.flow,
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
    /// A code to redeem.
    pub fn of_code(settings: Rc<Settings>, code: AuthorizationCode) -> Self {
        Self { settings, asked: Some(Asked::Code(code)), answered: None }
    }

    /// A grant to be renewed.
    pub fn of_renewal(settings: Rc<Settings>, renewal: Renewal) -> Self {
        Self { settings, asked: Some(Asked::Refresh(renewal)), answered: None }
    }

    fn asked(&mut self) -> Result<Asked, Error> {
        self.asked.take().ok_or_else(out_of_turn)
    }
}

#[wasm_bindgen]
impl Exchange {
    /// The token request.
    #[wasm_bindgen(js_name = tokenRequest)]
    pub fn token_request(&mut self) -> Result<JsValue, JsValue> {
        let asked = self.asked()?;
        let Settings { token, client_id, authentication, timeout, .. } = &*self.settings;
        let request = token::request(token, client_id, asked.grant(), authentication);
        self.asked = Some(asked);
        Ok(results::request(request, *timeout))
    }

    /// Whether there will be a signature to check, so that the key set can be fetched meanwhile.
    #[wasm_bindgen(js_name = needsKeys)]
    pub fn needs_keys(&self) -> bool {
        self.settings.algorithm != Some(Algorithm::None) && self.asked.as_ref().is_some_and(Asked::wants_id_token)
    }

    /// Reads the token endpoint's answer, which began to arrive at `received_at`. Gives what the
    /// signature is over, or `undefined` where none is to be checked.
    #[wasm_bindgen(js_name = readTokens)]
    pub fn read_tokens(&mut self, status: u16, body: String, received_at: f64) -> Result<JsValue, JsValue> {
        let asked = self.asked()?;
        let received_at = received_at as u64;
        let answer = answer(status, String::new(), body);
        let Settings { client_id, authentication, .. } = &*self.settings;
        let response = token::read(&answer, json::parse, asked.grant(), authentication, received_at)
            .map_err(|error| authentication.advise(client_id, error))?;
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
            let mut object = Object::new();
            object.set("algorithm", algorithm.as_str());
            object.set("keyId", token.0.key_id.as_deref());
            object.set("input", token.0.signing_input());
            object.set("signature", token.0.signature());
            object.set("accessToken", response.access_token.value.expose());
            object.set("mayBeUnverified", self.settings.allow_unverified);
            object.into()
        });
        self.asked = Some(asked);
        self.answered = Some(Answered { response, id_token, received_at });
        Ok(signed)
    }

    /// Whether a key of the provider's set may have made the signature.
    #[wasm_bindgen(js_name = mayBeSignedBy)]
    pub fn may_be_signed_by(&self, jwk: JsValue) -> bool {
        let id_token = self.answered.as_ref().and_then(|answered| answered.id_token.as_ref());
        id_token.zip(json::object(jwk)).is_some_and(|((token, algorithm), jwk)| key::fits(&jwk, &token.0, *algorithm))
    }

    /// The grant, once the signature is known to be "valid" or "invalid", or was left "unchecked".
    /// `access_token_hash` is what the claim `at_hash` has to be, by another hash than SHA-256.
    pub fn grant(&mut self, signature: &str, access_token_hash: Option<String>) -> Result<JsValue, JsValue> {
        let asked = self.asked()?;
        let Answered { response, id_token, received_at } = self.answered.take().ok_or_else(out_of_turn)?;
        let claims = match id_token {
            Some((token, algorithm)) => {
                let may_be_unchecked = algorithm == Algorithm::None || self.settings.allow_unverified;
                let hashes = id_token::access_token_hashes(algorithm, &response.access_token, access_token_hash);
                let expected = expected(&self.settings, &asked, &hashes, received_at);
                Some(token.verified(Signature::parse(signature), may_be_unchecked)?.check(&expected)?)
            }
            None => None,
        };
        Ok(granted(&self.settings, &asked, response, claims, received_at)?.into())
    }
}

/// A step that was taken already, or before the one that it builds on.
fn out_of_turn() -> Error {
    Error::config("The steps of an exchange follow each other, and each is taken once: start a new sign-in.")
}

fn expected<'a>(settings: &'a Settings, asked: &'a Asked, access_token_hashes: &'a [String], now: u64) -> Expected<'a> {
    let (nonce, max_age, renews) = match asked {
        Asked::Code(code) => (code.nonce.as_ref().map(Secret::expose), code.max_age, None),
        Asked::Refresh(renewal) => (None, None, renewal.claims.as_ref()),
    };
    Expected {
        issuer: settings.issuer.as_deref().unwrap_or_default(),
        client_id: &settings.client_id,
        trusted_audiences: &settings.trusted_audiences,
        nonce,
        max_age,
        access_token_hashes,
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
    let (permission, access) = match settings.provider {
        "netid" => {
            let flow = Flow::parse(asked.flow()).unwrap_or_default();
            let Tokens { permission, access } = grant::tokens(flow, answer.access_token, claims.as_ref(), received_at)?;
            (
                permission.map(|token| results::token(token, &grant::permission_scope(&scope))),
                access.map(|token| results::token(token, &grant::access_scope(&scope))),
            )
        }
        _ => (None, Some(results::token(answer.access_token, &scope))),
    };
    let mut object = Object::new();
    object.set("permissionToken", permission);
    object.set("accessToken", access);
    object.set("refreshToken", answer.refresh_token.map(Secret::into_exposed));
    object.set("idToken", claims.as_ref().and(answer.id_token).map(Secret::into_exposed));
    object.set("claims", claims.as_ref().map(|claims| Json(claims.json())));
    object.set("scope", scope.as_slice());
    object.set("appState", None::<&str>);
    object.set("relayed", false);
    Ok(object)
}

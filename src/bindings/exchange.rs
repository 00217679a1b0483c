//! From a code or a refresh token to a grant: see [`crate::client::exchange`].

use super::json;
use super::response::answer;
use super::results::{self, Json, Object};
use crate::client::exchange::{self as core, Grant, ScopedToken};
use crate::oauth::Secret;
use crate::oauth::jwt::Signature;
use wasm_bindgen::prelude::*;

/// One code, or one refresh token, on its way to a grant.
#[wasm_bindgen]
pub struct Exchange(pub(super) core::Exchange);

#[wasm_bindgen]
impl Exchange {
    /// The token request.
    #[wasm_bindgen(js_name = tokenRequest)]
    pub fn token_request(&self) -> Result<JsValue, JsValue> {
        Ok(results::request(self.0.token_request()?, self.0.timeout()))
    }

    /// Whether there will be a signature to check, so that the key set can be fetched meanwhile.
    #[wasm_bindgen(js_name = needsKeys)]
    pub fn needs_keys(&self) -> bool {
        self.0.needs_keys()
    }

    /// Reads the token endpoint's answer, which began to arrive at `received_at`. Gives what the
    /// signature is over, or `undefined` where none is to be checked.
    #[wasm_bindgen(js_name = readTokens)]
    pub fn read_tokens(&mut self, status: u16, body: String, received_at: f64) -> Result<JsValue, JsValue> {
        let signed = self.0.read_tokens(&answer(status, String::new(), body), json::parse, received_at as u64)?;
        Ok(signed.map_or(JsValue::UNDEFINED, |signed| {
            let mut object = Object::new();
            object.set("algorithm", signed.algorithm.as_str());
            object.set("keyId", signed.key_id);
            object.set("input", signed.input);
            object.set("signature", signed.signature);
            object.set("accessToken", signed.access_token);
            object.set("mayBeUnverified", signed.may_be_unverified);
            object.into()
        }))
    }

    /// Whether a key of the provider's set may have made the signature.
    #[wasm_bindgen(js_name = mayBeSignedBy)]
    pub fn may_be_signed_by(&self, jwk: JsValue) -> bool {
        json::object(jwk).is_some_and(|jwk| self.0.may_be_signed_by(&jwk))
    }

    /// The grant, once the signature is known to be "valid" or "invalid", or was left "unchecked".
    pub fn grant(&mut self, signature: &str, access_token_hash: Option<String>) -> Result<JsValue, JsValue> {
        Ok(granted(self.0.grant(Signature::parse(signature), access_token_hash)?).into())
    }
}

fn granted(grant: Grant) -> Object {
    let token = |token: Option<ScopedToken>| token.map(|(token, scope)| results::token(token, &scope));
    let mut object = Object::new();
    object.set("permissionToken", token(grant.permission_token));
    object.set("accessToken", token(grant.access_token));
    object.set("refreshToken", grant.refresh_token.map(Secret::into_exposed));
    object.set("idToken", grant.id_token.map(Secret::into_exposed));
    object.set("claims", grant.claims.as_ref().map(|claims| Json(claims.json())));
    object.set("scope", grant.scope.as_slice());
    object.set("appState", None::<&str>);
    object.set("relayed", false);
    object
}

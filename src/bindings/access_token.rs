//! Checking access tokens, for whoever runs a resource server.

use super::options::Reader;
use super::response::{answer, found};
use super::results::{self, Object};
use super::settings::Endpoints;
use super::{json, platform};
use crate::bankid::access_token::{self as core, Expected};
use crate::oauth::address::Endpoint;
use crate::oauth::json::WrongType;
use crate::oauth::jwt::{Algorithm, Jwt, Signature};
use crate::oauth::{Code, discovery, key};
use wasm_bindgen::prelude::*;

/// One token that is being checked.
#[wasm_bindgen]
pub struct AccessTokenCheck {
    token: Option<Jwt>,
    algorithm: Algorithm,
    issuer: String,
    audience: Vec<String>,
    jwks: Option<String>,
    clock_tolerance: u32,
    timeout: u64,
}

#[wasm_bindgen]
impl AccessTokenCheck {
    /// Takes a token apart, and reads what it is to be checked against.
    #[wasm_bindgen(constructor)]
    pub fn new(jwt: &str, options: JsValue) -> Result<Self, JsValue> {
        let mut reader = Reader::new(options);
        let issuer = reader.given("issuer");
        let audience = reader.texts("audience").unwrap_or_default();
        let jwks = Endpoints::read(&mut reader).jwks.map(Endpoint::into_string);
        let clock_tolerance = reader.seconds("clockTolerance").unwrap_or(60.0) as u32;
        let timeout = reader.timeout_or(10);
        reader.finish()?;
        let token = Jwt::parse(jwt, json::parse).ok_or_else(|| core::malformed(WrongType))?;
        let algorithm = core::algorithm(&token)?;
        Ok(Self { token: Some(token), algorithm, issuer, audience, jwks, clock_tolerance, timeout })
    }

    /// What the signature is over.
    pub fn signed(&self) -> JsValue {
        let mut object = Object::new();
        object.set("code", Code::AccessTokenInvalid.as_str());
        object.set("algorithm", self.algorithm.as_str());
        object.set("keyId", self.token.as_ref().and_then(|token| token.key_id.as_deref()));
        object.set("input", self.token.as_ref().map(Jwt::signing_input));
        object.set("signature", self.token.as_ref().map(Jwt::signature));
        object.into()
    }

    /// Where the key set is, where the options say it.
    pub fn jwks(&self) -> Option<String> {
        self.jwks.clone()
    }

    /// The realm.
    pub fn issuer(&self) -> String {
        self.issuer.clone()
    }

    /// The request for the realm's description.
    #[wasm_bindgen(js_name = metadataRequest)]
    pub fn metadata_request(&self) -> Result<JsValue, JsValue> {
        Ok(results::request(discovery::request(&self.issuer)?, self.timeout))
    }

    /// Reads the answer, as far as the key set is concerned.
    #[wasm_bindgen(js_name = readMetadata)]
    pub fn read_metadata(&self, status: u16, body: String) -> Result<JsValue, JsValue> {
        let metadata = discovery::read(&answer(status, String::new(), body), json::parse, &self.issuer)?;
        Ok(found([("jwks", metadata.jwks)], metadata.iss_parameter_supported))
    }

    /// Whether a key of the realm's set may have made the signature.
    #[wasm_bindgen(js_name = mayBeSignedBy)]
    pub fn may_be_signed_by(&self, jwk: JsValue) -> bool {
        let token = self.token.as_ref();
        token.zip(json::object(jwk)).is_some_and(|(token, jwk)| key::fits(&jwk, token, self.algorithm))
    }

    /// The claims, once the signature was checked: "valid" or anything else.
    pub fn claims(&mut self, signature: &str) -> Result<JsValue, JsValue> {
        let token = self.token.take().ok_or_else(|| core::malformed(WrongType))?;
        let expected = Expected {
            issuer: &self.issuer,
            audience: &self.audience,
            now: platform::now(),
            clock_tolerance: self.clock_tolerance,
        };
        Ok(results::parsed(core::check(token, Signature::parse(signature), &expected)?.expose()))
    }
}

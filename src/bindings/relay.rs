//! What a relay decides: who is served, and what its cookie holds.

use crate::netid::relay::Sender;
use crate::netid::relay_cookie::{self as cookie, Sealed};
use js_sys::{Array, Uint8Array};
use wasm_bindgen::prelude::*;

/// Whose page a request is from: "own", "allowed", "unproven" or "foreign".
#[wasm_bindgen(js_name = relaySender)]
pub fn relay_sender(
    method: &str,
    origin: Option<String>,
    site: Option<String>,
    own: &str,
    allowed: Vec<String>,
) -> String {
    Sender::judge(method, origin.as_deref(), site.as_deref(), own, &allowed).as_str().to_owned()
}

/// The cookies of this name that can be tried: the id of a key and the bytes that it sealed, in turn.
#[wasm_bindgen(js_name = relayCookies)]
pub fn relay_cookies(header: &str, name: &str) -> Array {
    let array = Array::new();
    for Sealed { key_id, bytes } in cookie::candidates(header, name) {
        array.push(&key_id.into());
        array.push(&Uint8Array::from(bytes.as_slice()).into());
    }
    array
}

/// The value of a cookie.
#[wasm_bindgen(js_name = relayCookieValue)]
pub fn relay_cookie_value(key_id: String, bytes: Vec<u8>) -> String {
    Sealed { key_id, bytes }.write()
}

/// What is sealed.
#[wasm_bindgen(js_name = relayPayload)]
pub fn relay_payload(token: &str, expires_at: Option<f64>) -> String {
    cookie::payload(token, expires_at.map(|instant| instant as u64)).into_exposed()
}

/// The token of what was opened.
#[wasm_bindgen(js_name = relayToken)]
pub fn relay_token(payload: &str, now: f64) -> Result<String, JsValue> {
    Ok(cookie::token(payload, now as u64)?.into_exposed())
}

/// For how many seconds a browser may keep the cookie.
#[wasm_bindgen(js_name = relayMaxAge)]
pub fn relay_max_age(expires_at: f64, now: f64) -> f64 {
    cookie::max_age(expires_at as u64, now as u64) as f64
}

//! When what is kept is asked for again: keys of a provider, tokens of a client's own.

#[cfg(feature = "server")]
use crate::oauth::client_token::Kept;
use crate::oauth::key_set::History;
use wasm_bindgen::prelude::*;

/// What keys to begin with: [`crate::oauth::key_set::AtHand`] by its number.
#[wasm_bindgen(js_name = keysAtHand)]
pub fn keys_at_hand(fetched_at: f64, asked_at: f64, failed_at: f64, now: f64, is_under_way: bool) -> u32 {
    History { fetched_at, asked_at, failed_at }.at_hand(now, is_under_way) as u32
}

/// What to do where none of them has signed a token: [`crate::oauth::key_set::Unsigned`] by its number.
#[wasm_bindgen(js_name = keysForUnsigned)]
pub fn keys_for_unsigned(fetched_at: f64, asked_at: f64, failed_at: f64, now: f64, is_under_way: bool) -> u32 {
    History { fetched_at, asked_at, failed_at }.for_unsigned(now, is_under_way) as u32
}

/// Whether a client's own token lasts long enough.
#[cfg(feature = "server")]
#[wasm_bindgen(js_name = clientTokenIsFresh)]
pub fn client_token_is_fresh(received_at: f64, expires_at: f64, until: f64, now: f64, elapsed: f64) -> bool {
    Kept { received_at, expires_at, until }.is_fresh(now, elapsed)
}

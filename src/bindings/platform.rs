//! The clock, the randomness and the URL parser of the platform.

use crate::oauth::authorize::Entropy;
use crate::oauth::{Code, Error};

/// Milliseconds since the epoch.
pub fn now() -> u64 {
    js_sys::Date::now() as u64
}

/// 32 bytes straight from the platform's secure source, which plain http has too.
pub fn random() -> Result<[u8; 32], Error> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).map_err(|_| {
        Error::new(Code::WasmUnavailable, "This platform has no secure randomness (`crypto.getRandomValues`).")
    })?;
    Ok(bytes)
}

/// The randomness of one login.
pub fn entropy() -> Result<Entropy, Error> {
    Ok(Entropy { state: random()?, nonce: random()?, verifier: random()? })
}

/// An address as the platform's URL parser writes it; `None` when it is no absolute address.
pub fn canonical(url: &str) -> Option<String> {
    web_sys::Url::new(url).ok().map(|url| url.href())
}

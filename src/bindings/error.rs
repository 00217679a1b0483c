//! Errors as the JavaScript class `ConsentKeyError`.

use super::results::Object;
use crate::oauth::Error;
use wasm_bindgen::prelude::*;

#[wasm_bindgen(raw_module = "../src/shared/core-error.js")]
extern "C" {
    type ConsentKeyError;

    #[wasm_bindgen(constructor)]
    fn new(code: &str, message: &str, details: JsValue) -> ConsentKeyError;
}

impl From<Error> for JsValue {
    fn from(error: Error) -> Self {
        let mut details = Object::new();
        if let Some(reason) = error.reason {
            details.set("reason", reason.as_str());
        }
        // A redirect that the browser hides has no status to show.
        if let Some(status) = error.status.filter(|status| *status != 0) {
            details.set("status", u64::from(status));
        }
        if let Some(status_code) = &error.status_code {
            details.set("statusCode", &**status_code);
        }
        if let Some(said) = error.provider {
            details.set("error", said.error);
            details.set("errorDescription", said.description);
            details.set("errorUri", said.uri);
        }
        ConsentKeyError::new(error.code.as_str(), &error.message, details.into()).into()
    }
}

//! Where transactions wait, seen through the three methods that the wrapper hands in.

use crate::oauth::store::{Store, Unavailable};
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// Anything with the three methods of `Storage`; each may throw.
    pub type Storage;

    #[wasm_bindgen(method, catch, js_name = getItem)]
    fn get_item(this: &Storage, key: &str) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(method, catch, js_name = setItem)]
    fn set_item(this: &Storage, key: &str, value: &str) -> Result<(), JsValue>;

    #[wasm_bindgen(method, catch, js_name = removeItem)]
    fn remove_item(this: &Storage, key: &str) -> Result<(), JsValue>;
}

impl Store for Storage {
    fn get(&self, key: &str) -> Result<Option<String>, Unavailable> {
        self.get_item(key).map(|value| value.as_string()).map_err(|_| Unavailable)
    }

    fn set(&self, key: &str, value: &str) -> Result<(), Unavailable> {
        self.set_item(key, value).map_err(|_| Unavailable)
    }

    fn remove(&self, key: &str) -> Result<(), Unavailable> {
        self.remove_item(key).map_err(|_| Unavailable)
    }
}

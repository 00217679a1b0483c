//! JSON by the platform's own parser, and what callers hand in instead of it.
//!
//! Callers' objects may run code of theirs when they are read, and throw: each look at one is a call
//! that catches, since what is thrown through this module would leave it in pieces.

use crate::oauth::json::{Items, List, Member, Members, Object, is_shallow};
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = JSON, js_name = parse)]
    fn platform_parse(text: &str) -> Result<JsValue, JsValue>;
}

#[wasm_bindgen(raw_module = "../src/shared/own.js")]
extern "C" {
    /// An object's own member, `undefined` where it has none: what objects inherit may be anybody's.
    /// Throws what the object throws.
    #[wasm_bindgen(catch)]
    pub fn own(object: &JsValue, name: &str) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(catch, js_name = own)]
    fn own_element(list: &JsValue, index: u32) -> Result<JsValue, JsValue>;
}

#[wasm_bindgen(raw_module = "../src/shared/json-type.js")]
extern "C" {
    /// One question instead of one for each type, each of which would be an import with glue of its own.
    #[wasm_bindgen(catch, js_name = jsonType)]
    fn json_type(value: &JsValue) -> Result<u32, JsValue>;
}

struct Parsed(JsValue);

impl Members for Parsed {
    fn member(&self, name: &str) -> Member {
        classify(own(&self.0, name).unwrap_or(JsValue::UNDEFINED))
    }
}

struct Listed(JsValue);

impl Items for Listed {
    fn count(&self) -> usize {
        count(&self.0)
    }

    fn item(&self, index: usize) -> Member {
        classify(item(&self.0, index))
    }
}

/// Parses a text that holds one JSON object and nothing else.
pub fn parse(text: &str) -> Option<Object> {
    object(value(text)?)
}

/// What a JSON text says; parsed by the platform, which keeps every name an ordinary property.
pub fn value(text: &str) -> Option<JsValue> {
    if is_shallow(text) { platform_parse(text).ok() } else { None }
}

/// An object that was parsed already.
pub fn object(value: JsValue) -> Option<Object> {
    match classify(value) {
        Member::Object(object) => Some(object),
        _ => None,
    }
}

/// A text of the core's own making.
pub fn written(text: &str) -> JsValue {
    platform_parse(text).unwrap_or(JsValue::NULL)
}

/// The elements of an array.
#[cfg(feature = "server")]
pub fn items(list: &JsValue) -> impl Iterator<Item = JsValue> {
    (0..count(list)).map(|index| item(list, index))
}

/// The strings of an array that holds nothing else.
#[cfg(feature = "server")]
pub fn texts(list: &JsValue) -> Option<Vec<String>> {
    let Member::List(_) = classify(list.clone()) else { return None };
    let mut texts = Vec::new();
    for value in items(list) {
        texts.push(value.as_string()?);
    }
    Some(texts)
}

/// A longer one is no array of anybody's making, and asking for each element takes too long.
const COUNT_LIMIT: f64 = 16_777_216.0;

fn length(list: &JsValue) -> Option<f64> {
    let length = own(list, "length").ok()?.as_f64();
    length.filter(|length| *length <= COUNT_LIMIT)
}

fn count(list: &JsValue) -> usize {
    length(list).unwrap_or_default() as usize
}

fn item(list: &JsValue, index: usize) -> JsValue {
    own_element(list, index as u32).unwrap_or(JsValue::UNDEFINED)
}

/// By the numbers of `json-type.js`.
fn classify(value: JsValue) -> Member {
    match json_type(&value).unwrap_or_default() {
        1 => Member::Absent,
        2 => Member::Boolean(false),
        3 => Member::Boolean(true),
        4 => Member::Text(value.as_string().unwrap_or_default()),
        5 => Member::Number(value.as_f64().unwrap_or_default()),
        6 if length(&value).is_some() => Member::List(List::new(Listed(value))),
        _ => Member::Object(Object::new(Parsed(value))),
    }
}

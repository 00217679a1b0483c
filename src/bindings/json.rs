//! JSON by the platform's own parser, and what callers hand in instead of it.
//!
//! Callers' objects may run code of theirs when they are read, and throw: each look at one is a call
//! that catches, since what is thrown through this module would leave it in pieces.

use crate::oauth::json::{Items, List, Member, Members, Object, is_shallow};
use js_sys::{JSON, Reflect};
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = Array, js_name = isArray)]
    fn is_array(value: &JsValue) -> Result<bool, JsValue>;
}

#[wasm_bindgen(raw_module = "../src/shared/own.js")]
extern "C" {
    /// An object's own member, `undefined` where it has none: what objects inherit may be anybody's.
    /// Throws what the object throws.
    #[wasm_bindgen(catch)]
    pub fn own(object: &JsValue, name: &str) -> Result<JsValue, JsValue>;
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
    if is_shallow(text) { JSON::parse(text).ok() } else { None }
}

/// An object that was parsed already.
pub fn object(value: JsValue) -> Option<Object> {
    match classify(value) {
        Member::Object(object) => Some(object),
        _ => None,
    }
}

/// Whether this is an array that can be read.
pub fn is_list(value: &JsValue) -> bool {
    is_array(value).unwrap_or_default() && length(value).is_some()
}

/// The elements of an array.
#[cfg(feature = "server")]
pub fn items(list: &JsValue) -> impl Iterator<Item = JsValue> {
    (0..count(list)).map(|index| item(list, index))
}

/// The strings of an array that holds nothing else.
#[cfg(feature = "server")]
pub fn texts(list: &JsValue) -> Option<Vec<String>> {
    if !is_list(list) {
        return None;
    }
    let mut texts = Vec::new();
    for value in items(list) {
        texts.push(value.as_string()?);
    }
    Some(texts)
}

/// A longer one is no array of anybody's making, and asking for each element takes too long.
const COUNT_LIMIT: f64 = 16_777_216.0;

fn length(list: &JsValue) -> Option<f64> {
    let length = Reflect::get(list, &"length".into()).ok()?.as_f64();
    length.filter(|length| *length <= COUNT_LIMIT)
}

fn count(list: &JsValue) -> usize {
    length(list).unwrap_or_default() as usize
}

fn item(list: &JsValue, index: usize) -> JsValue {
    Reflect::get_u32(list, index as u32).unwrap_or(JsValue::UNDEFINED)
}

fn classify(value: JsValue) -> Member {
    if value.is_undefined() || value.is_null() {
        return Member::Absent;
    }
    if let Some(text) = value.as_string() {
        return Member::Text(text);
    }
    if let Some(number) = value.as_f64() {
        return Member::Number(number);
    }
    if let Some(boolean) = value.as_bool() {
        return Member::Boolean(boolean);
    }
    if is_list(&value) {
        return Member::List(List::new(Listed(value)));
    }
    Member::Object(Object::new(Parsed(value)))
}

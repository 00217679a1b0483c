//! JSON by the platform's own parser.

use crate::oauth::json::{Member, Members, Object};
use js_sys::{Array, JSON, Object as Object_, Reflect};
use wasm_bindgen::{JsCast, JsValue};

struct Parsed(JsValue);

impl Members for Parsed {
    fn member(&self, name: &str) -> Member {
        // What an object inherits may be anybody's.
        let name = JsValue::from_str(name);
        let is_own = Object_::has_own(self.0.unchecked_ref::<Object_>(), &name);
        classify(if is_own { Reflect::get(&self.0, &name).unwrap_or(JsValue::UNDEFINED) } else { JsValue::UNDEFINED })
    }
}

/// Parses a text that holds one JSON object and nothing else.
pub fn parse(text: &str) -> Option<Object> {
    object(JSON::parse(text).ok()?)
}

/// An object that was parsed already.
pub fn object(value: JsValue) -> Option<Object> {
    match classify(value) {
        Member::Object(object) => Some(object),
        _ => None,
    }
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
    if Array::is_array(&value) {
        return Member::List(Array::from(&value).iter().map(classify).collect());
    }
    Member::Object(Object::new(Parsed(value)))
}

/// The strings of an array that holds nothing else.
pub fn texts(array: &JsValue) -> Option<Vec<String>> {
    let mut texts = Vec::new();
    for value in Array::from(array).iter() {
        texts.push(value.as_string()?);
    }
    Some(texts)
}

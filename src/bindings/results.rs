//! Results as JavaScript sees them: plain objects, `null` where something is missing.

use super::json;
use crate::oauth::http::Request;
use crate::oauth::token::AccessToken;
use js_sys::{Array, Reflect};
use wasm_bindgen::{JsCast, JsValue};

/// An object under construction.
pub struct Object(js_sys::Object);

impl Object {
    /// An empty object.
    pub fn new() -> Self {
        Self(js_sys::Object::new())
    }

    /// One that has no members but those that are set, whatever is on `Object.prototype`.
    pub fn bare() -> Self {
        Self(js_sys::Object::create(JsValue::NULL.unchecked_ref()))
    }

    /// Sets a member.
    pub fn set(&self, name: &str, value: impl Into<Value>) {
        // Setting a member of an ordinary object that was just made can't fail.
        let _ = Reflect::set(&self.0, &name.into(), &value.into().0);
    }
}

impl AsRef<js_sys::Object> for Object {
    fn as_ref(&self) -> &js_sys::Object {
        &self.0
    }
}

impl From<Object> for JsValue {
    fn from(object: Object) -> Self {
        object.0.into()
    }
}

impl From<Object> for js_sys::Object {
    fn from(object: Object) -> Self {
        object.0
    }
}

/// What a member can be set to.
pub struct Value(JsValue);

impl From<JsValue> for Value {
    fn from(value: JsValue) -> Self {
        Self(value)
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self(text.into())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self(text.as_str().into())
    }
}

impl From<u16> for Value {
    fn from(number: u16) -> Self {
        Self(f64::from(number).into())
    }
}

/// Milliseconds, or an instant in them: always below 2^53.
impl From<u64> for Value {
    fn from(number: u64) -> Self {
        Self((number as f64).into())
    }
}

/// An instant that may be before the epoch.
impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Self((number as f64).into())
    }
}

impl From<bool> for Value {
    fn from(boolean: bool) -> Self {
        Self(boolean.into())
    }
}

impl From<Object> for Value {
    fn from(object: Object) -> Self {
        Self(object.into())
    }
}

impl From<&[String]> for Value {
    fn from(texts: &[String]) -> Self {
        let array = Array::new();
        for text in texts {
            array.push(&text.as_str().into());
        }
        Self(array.into())
    }
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self(JsValue::NULL), Into::into)
    }
}

/// A request for the wrapper to send. `timeout` is in milliseconds.
pub fn request(request: Request, timeout: u64) -> JsValue {
    let headers = Object::new();
    for (name, value) in request.headers {
        headers.set(name, value);
    }
    let object = Object::new();
    object.set("method", request.method);
    object.set("url", request.url);
    object.set("headers", headers);
    object.set("body", request.body.map(|body| body.into_exposed()));
    object.set("timeout", timeout);
    object.into()
}

/// An `AccessToken` with the scope that it is for.
pub fn token(token: AccessToken, scope: &[String]) -> Object {
    let object = Object::new();
    object.set("value", token.value.into_exposed());
    object.set("tokenType", "Bearer");
    object.set("scope", scope);
    object.set("expiresAt", token.expires_at);
    object
}

/// JSON that was checked to be JSON, as a value.
pub fn parsed(json: &str) -> JsValue {
    json::value(json).unwrap_or(JsValue::NULL)
}

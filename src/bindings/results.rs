//! Results as JavaScript sees them: plain objects, `null` where something is missing.
//!
//! They cross as JSON, in one call. Member by member costs a call and a text for each name, and lets
//! whoever put a setter on `Object.prototype` have a say.

use super::json;
use crate::oauth::http::Request;
use crate::oauth::json::quote;
use crate::oauth::token::AccessToken;
use wasm_bindgen::JsValue;

/// An object under construction, as JSON without its last brace.
pub struct Object(String);

impl Object {
    /// An empty object.
    pub fn new() -> Self {
        Self("{".to_owned())
    }

    /// Sets a member, which it does not have yet.
    pub fn set(&mut self, name: &str, value: impl Member) {
        value.write(self.member(name));
    }

    /// Where the value of the next member goes. Apart, as one for every type of value.
    fn member(&mut self, name: &str) -> &mut String {
        if self.0.len() > 1 {
            self.0.push(',');
        }
        quote(name, &mut self.0);
        self.0.push(':');
        &mut self.0
    }
}

impl From<Object> for JsValue {
    fn from(mut object: Object) -> Self {
        object.0.push('}');
        json::written(&object.0)
    }
}

/// What a member can be set to.
pub trait Member {
    /// Writes it as JSON.
    fn write(self, out: &mut String);
}

impl Member for &str {
    fn write(self, out: &mut String) {
        quote(self, out);
    }
}

impl Member for String {
    fn write(self, out: &mut String) {
        quote(&self, out);
    }
}

/// Milliseconds, an instant in them, or a status.
impl Member for u64 {
    fn write(self, out: &mut String) {
        out.push_str(itoa::Buffer::new().format(self));
    }
}

/// An instant that may be before the epoch.
impl Member for i64 {
    fn write(self, out: &mut String) {
        out.push_str(itoa::Buffer::new().format(self));
    }
}

impl Member for bool {
    fn write(self, out: &mut String) {
        out.push_str(if self { "true" } else { "false" });
    }
}

impl Member for Object {
    fn write(self, out: &mut String) {
        out.push_str(&self.0);
        out.push('}');
    }
}

/// JSON that was checked to be JSON.
pub struct Json<'a>(pub &'a str);

impl Member for Json<'_> {
    fn write(self, out: &mut String) {
        out.push_str(self.0);
    }
}

impl Member for &[String] {
    fn write(self, out: &mut String) {
        for (index, text) in self.iter().enumerate() {
            out.push(if index == 0 { '[' } else { ',' });
            quote(text, out);
        }
        out.push_str(if self.is_empty() { "[]" } else { "]" });
    }
}

impl<T: Member> Member for Option<T> {
    fn write(self, out: &mut String) {
        match self {
            Some(value) => value.write(out),
            None => out.push_str("null"),
        }
    }
}

/// A request for the wrapper to send. `timeout` is in milliseconds.
pub fn request(request: Request, timeout: u64) -> JsValue {
    let mut headers = Object::new();
    for (name, value) in request.headers {
        headers.set(name, value);
    }
    let mut object = Object::new();
    object.set("method", request.method);
    object.set("url", request.url);
    object.set("headers", headers);
    object.set("body", request.body.map(|body| body.into_exposed()));
    object.set("timeout", timeout);
    object.into()
}

/// An `AccessToken` with the scope that it is for.
pub fn token(token: AccessToken, scope: &[String]) -> Object {
    let mut object = Object::new();
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

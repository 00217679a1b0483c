//! Options as JavaScript gives them: every member optional, none trusted to have its type.
//!
//! Read member by member rather than through derived deserializers: those cost more than ten
//! kilobytes of download, and their errors show values where these name the member.

use super::json;
use crate::oauth::Error;
use crate::oauth::address::Endpoint;
use crate::oauth::authorize::scope_list;
use crate::oauth::json::is_shallow;
use js_sys::{JSON, Object};
use wasm_bindgen::JsValue;

/// Reads the members of one object. The first fault is kept for [`Reader::finish`], so that
/// reading goes straight on.
pub struct Reader {
    object: JsValue,
    prefix: &'static str,
    fault: Option<Error>,
}

impl Reader {
    /// Options; when there are none, every member is absent.
    pub fn new(options: JsValue) -> Self {
        let mut reader = Self { object: options, prefix: "", fault: None };
        if !reader.object.is_object() {
            if !is_absent(&reader.object) {
                reader.fault = Some(Error::config("Options must be an object."));
            }
            reader.object = Object::new().into();
        }
        reader
    }

    /// The members of a member. `prefix` is its name with a dot.
    pub fn inner(&mut self, name: &str, prefix: &'static str) -> Self {
        let mut inner = Self::new(self.value(name));
        inner.prefix = prefix;
        self.fault = self.fault.take().or(inner.fault.take());
        inner
    }

    /// Ends reading with the first fault, `config_invalid`, if there was one.
    pub fn finish(self) -> Result<(), Error> {
        self.fault.map_or(Ok(()), Err)
    }

    /// Notes that `name` should have been `wanted`.
    pub fn refuse(&mut self, name: &str, wanted: &str) {
        self.note(Error::config_of(&["`", self.prefix, name, "` must be ", wanted, "."]));
    }

    /// Notes a fault.
    pub fn note(&mut self, fault: Error) {
        self.fault.get_or_insert(fault);
    }

    /// A member as it is; `undefined` when it is absent.
    pub fn value(&mut self, name: &str) -> JsValue {
        json::own(&self.object, name).unwrap_or_else(|_| {
            self.refuse(name, "readable");
            JsValue::UNDEFINED
        })
    }

    /// Whether there is such a member.
    pub fn has(&mut self, name: &str) -> bool {
        self.present(name).is_some()
    }

    fn present(&mut self, name: &str) -> Option<JsValue> {
        Some(self.value(name)).filter(|value| !is_absent(value))
    }

    /// A member that `read` understands; `wanted` says what that is.
    pub fn read<T>(&mut self, name: &str, wanted: &str, read: impl FnOnce(JsValue) -> Option<T>) -> Option<T> {
        let value = self.present(name)?;
        let read = read(value);
        if read.is_none() {
            self.refuse(name, wanted);
        }
        read
    }

    /// A string.
    pub fn text(&mut self, name: &str) -> Option<String> {
        self.read(name, "a string", |value| value.as_string())
    }

    /// A string that has to be there.
    pub fn given(&mut self, name: &str) -> String {
        let text = self.text(name).unwrap_or_default();
        if text.is_empty() {
            self.refuse(name, "given");
        }
        text
    }

    /// Notes a member of another name: misspelt, it would be missing without anybody noticing.
    #[cfg(feature = "server")]
    pub fn only(&mut self, names: &[&str]) {
        for name in json::names(&self.object).unwrap_or_default() {
            if !names.contains(&name.as_str()) {
                self.note(Error::config_of(&["`", self.prefix, &name, "` is not known."]));
            }
        }
    }

    /// A finite number of seconds that is not negative.
    pub fn seconds(&mut self, name: &str) -> Option<f64> {
        let usable = |seconds: &f64| seconds.is_finite() && *seconds >= 0.0;
        self.read(name, "a number of seconds, zero or more", |value| value.as_f64().filter(usable))
    }

    /// A number of seconds in milliseconds.
    pub fn milliseconds(&mut self, name: &str, default_seconds: u32) -> u64 {
        (self.seconds(name).unwrap_or(f64::from(default_seconds)) * 1000.0) as u64
    }

    /// An address that requests may go to.
    pub fn endpoint(&mut self, name: &str) -> Option<Endpoint> {
        let wanted = "an https address (http on loopback) without a fragment";
        self.read(name, wanted, |value| Endpoint::parse(&value.as_string()?))
    }

    /// An address that paths are appended to.
    pub fn prefix(&mut self, name: &str) -> Option<Endpoint> {
        let wanted = "an https address (http on loopback) without a query or fragment";
        self.read(name, wanted, |value| {
            Endpoint::parse(&value.as_string()?).filter(|base| !base.as_str().contains('?'))
        })
    }

    /// One text with spaces or a list of texts.
    pub fn scope(&mut self, name: &str) -> Option<Vec<String>> {
        self.read(name, "a string or a list of strings", |value| {
            let texts = if json::is_list(&value) { json::texts(&value)? } else { vec![value.as_string()?] };
            Some(scope_list(&texts))
        })
    }

    /// Names and values, in their order.
    pub fn pairs(&mut self, name: &str) -> Vec<(String, String)> {
        let pairs = self.read(name, "an object of strings", |value| {
            if !value.is_object() {
                return None;
            }
            let mut pairs = Vec::new();
            for name in json::names(&value)? {
                let text = json::own(&value, &name).ok()?.as_string()?;
                pairs.push((name, text));
            }
            Some(pairs)
        });
        pairs.unwrap_or_default()
    }

    /// A JSON value as text; absent where JSON has no text for it.
    pub fn json(&mut self, name: &str) -> Option<String> {
        let value = self.value(name);
        let text = JSON::stringify(&value).map(|text| text.as_string());
        text.ok().filter(|text| text.as_deref().is_none_or(is_shallow)).unwrap_or_else(|| {
            self.refuse(name, "a JSON value, without cycles and BigInts and nested at most 100 deep");
            None
        })
    }

    /// `claims` (OpenID Connect Core section 5.5) as JSON text.
    pub fn claims(&mut self) -> Option<String> {
        let value = self.present("claims")?;
        if !value.is_object() || json::is_list(&value) {
            self.refuse("claims", "an object with `userinfo` or `id_token`");
            return None;
        }
        self.json("claims")
    }
}

fn is_absent(value: &JsValue) -> bool {
    value.is_undefined() || value.is_null()
}

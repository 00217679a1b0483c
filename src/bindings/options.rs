//! Options as the wrapper read them (`pkg/src/shared/options.js`): objects of their own, without a
//! prototype, whose members have their types. What is left is what the protocol says about values.
//!
//! Read member by member rather than through derived deserializers: those cost more than ten
//! kilobytes of download, and their errors show values where these name the member.

use super::json;
use crate::oauth::Error;
use crate::oauth::address::Endpoint;
use wasm_bindgen::JsValue;

/// Reads the members of one object. The first fault is kept for [`Reader::finish`], so that
/// reading goes straight on.
pub struct Reader {
    object: Option<JsValue>,
    prefix: &'static str,
    fault: Option<Error>,
}

impl Reader {
    /// Options; when there are none, every member is absent.
    pub fn new(options: JsValue) -> Self {
        Self { object: Some(options).filter(|options| !options.is_undefined()), prefix: "", fault: None }
    }

    /// The members of a member. `prefix` is its name with a dot.
    pub fn inner(&self, name: &str, prefix: &'static str) -> Self {
        Self { prefix, ..Self::new(self.value(name)) }
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
    pub fn value(&self, name: &str) -> JsValue {
        let value = self.object.as_ref().and_then(|object| json::own(object, name).ok());
        value.unwrap_or(JsValue::UNDEFINED)
    }

    /// A string that `read` understands; `wanted` says what that is.
    pub fn read<T>(&mut self, name: &str, wanted: &str, read: impl FnOnce(&str) -> Option<T>) -> Option<T> {
        let read = read(&self.text(name)?);
        if read.is_none() {
            self.refuse(name, wanted);
        }
        read
    }

    /// A string.
    pub fn text(&self, name: &str) -> Option<String> {
        self.value(name).as_string()
    }

    /// A string that has to be there.
    pub fn given(&mut self, name: &str) -> String {
        let text = self.text(name).unwrap_or_default();
        if text.is_empty() {
            self.refuse(name, "given");
        }
        text
    }

    /// A list of strings.
    pub fn texts(&self, name: &str) -> Option<Vec<String>> {
        Some(self.value(name)).filter(|list| !list.is_undefined()).and_then(|list| json::texts(&list))
    }

    /// A switch.
    pub fn flag(&self, name: &str) -> Option<bool> {
        self.value(name).as_bool()
    }

    /// A number of seconds.
    pub fn seconds(&self, name: &str) -> Option<f64> {
        self.value(name).as_f64()
    }

    /// A number of seconds in milliseconds.
    pub fn milliseconds(&self, name: &str, default_seconds: u32) -> u64 {
        (self.seconds(name).unwrap_or(f64::from(default_seconds)) * 1000.0) as u64
    }

    /// An address that requests may go to.
    pub fn endpoint(&mut self, name: &str) -> Option<Endpoint> {
        self.read(name, "an https address (http on loopback) without a fragment", Endpoint::parse)
    }

    /// An address that paths are appended to.
    pub fn prefix(&mut self, name: &str) -> Option<Endpoint> {
        let wanted = "an https address (http on loopback) without a query or fragment";
        self.read(name, wanted, |text| Endpoint::parse(text).filter(|base| !base.as_str().contains('?')))
    }
}

//! The Permission Center's export: requests, and answers taken apart while they arrive.

use super::json;
use super::options::Reader;
use super::results::{self, Object};
use super::settings::Endpoints;
use crate::netid::permission_export::{self as core, Query, Splitter};
use crate::netid::timestamp;
use crate::oauth::address::Endpoint;
use js_sys::Array;
use wasm_bindgen::prelude::*;

/// The export, with the credentials of whoever may read it.
#[wasm_bindgen]
pub struct PermissionExport {
    service: Endpoint,
    authorization: String,
}

#[wasm_bindgen]
impl PermissionExport {
    /// From the options of `createPermissionExport`.
    #[wasm_bindgen(constructor)]
    pub fn new(options: JsValue) -> Result<Self, JsValue> {
        let mut reader = Reader::new(options);
        let environment = reader.environment();
        let username = reader.text("username").unwrap_or_default();
        let password = reader.text("password").unwrap_or_default();
        let service = Endpoints::read(&mut reader).permission_export;
        reader.finish()?;
        let service = service.unwrap_or_else(|| Endpoint::known(environment.permission_export()));
        let authorization = core::authorization(&username, &password)?;
        Ok(Self { service, authorization })
    }

    /// The request for one partner's entries, or for several partners', which changed since a day.
    /// `timeout` of `options` is in seconds.
    pub fn request(&self, several: bool, query: JsValue, options: JsValue) -> Result<JsValue, JsValue> {
        let mut reader = Reader::new(query);
        let since = reader.given("since");
        let query = if several {
            Query::Cmp { cmp_id: reader.given("cmpId"), tapp_ids: tapp_ids(&mut reader) }
        } else {
            Query::Tapp { tapp_id: reader.given("tappId") }
        };
        reader.finish()?;
        let timeout = Reader::new(options).timeout_or(60);
        Ok(results::request(core::request(&self.service, &query, &since, &self.authorization), timeout))
    }
}

fn tapp_ids(reader: &mut Reader) -> Vec<String> {
    let ids = reader.texts("tappIds").unwrap_or_default();
    if ids.is_empty() {
        reader.refuse("tappIds", "a list of ids, one at least");
    }
    ids
}

/// The error for an answer that is no 2xx.
#[wasm_bindgen(js_name = exportRefusal)]
pub fn export_refusal(status: u16) -> JsValue {
    core::refusal(status).into()
}

/// The error for an answer that can't be read.
#[wasm_bindgen(js_name = exportUnusable)]
pub fn export_unusable() -> JsValue {
    core::unusable().into()
}

/// Milliseconds since the epoch, or `undefined` where the text is no timestamp (RFC 3339).
#[wasm_bindgen(js_name = parseTimestamp)]
pub fn parse_timestamp(text: &str) -> Option<f64> {
    timestamp::parse(text).map(|milliseconds| milliseconds as f64)
}

/// Takes an answer apart while it arrives.
#[wasm_bindgen]
pub struct ExportSplitter(Splitter);

#[wasm_bindgen]
impl ExportSplitter {
    /// For an answer about one partner, or about several.
    #[wasm_bindgen(constructor)]
    pub fn new(several: bool) -> Self {
        Self(Splitter::new(several))
    }

    /// Takes the next bytes. Gives what is complete with them: `{ owner, isLast, entries }`, `owner`
    /// and `entries` as JSON.
    pub fn feed(&mut self, chunk: &[u8]) -> Array {
        let array = Array::new();
        for part in self.0.feed(chunk) {
            let mut object = Object::new();
            object.set("owner", part.owner);
            object.set("isLast", part.is_last);
            object.set("entries", part.entries);
            array.push(&object.into());
        }
        array
    }

    /// Throws when this can't be an export any more.
    pub fn check(&self) -> Result<(), JsValue> {
        Ok(self.0.check()?)
    }

    /// Ends the answer. Throws when it was cut off or no export.
    pub fn finish(&self) -> Result<(), JsValue> {
        Ok(self.0.finish(json::parse)?)
    }
}

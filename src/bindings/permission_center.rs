//! The Permission Center's requests and answers.

use super::json;
use super::options::Reader;
use super::response::answer;
use super::results::{self, Object};
use crate::netid::permission_center::{
    self as core, Caller, FOUND, Idconsent, Identifiers, NOT_FOUND, PrivacyStatus, Setting, SubjectIdentifiers,
};
use crate::oauth::Error;
use crate::oauth::address::Endpoint;
#[cfg(feature = "server")]
use crate::oauth::{Secret, http::is_bearer};
use js_sys::Array;
use wasm_bindgen::prelude::*;

/// The Permission Center as one partner, or one token, sees it.
#[wasm_bindgen]
pub struct PermissionCenter {
    read: Endpoint,
    write: Endpoint,
    tapp_id: String,
    #[cfg(feature = "server")]
    token: Secret,
    timeout: u64,
}

#[wasm_bindgen]
impl PermissionCenter {
    /// For a page, from the options of a client of netID.
    #[wasm_bindgen(constructor)]
    pub fn new(options: JsValue) -> Result<Self, JsValue> {
        let mut reader = Reader::new(options);
        let environment = reader.environment();
        let client_id = reader.text("clientId");
        let tapp_id = reader.text("tappId").or(client_id).unwrap_or_default();
        if tapp_id.is_empty() {
            reader.refuse("tappId", "given");
        }
        let timeout = reader.timeout();
        let mut endpoints = reader.inner("endpoints", "endpoints.");
        let read = endpoints.prefix("permissionRead").unwrap_or_else(|| Endpoint::known(environment.permission_read()));
        let write =
            endpoints.prefix("permissionWrite").unwrap_or_else(|| Endpoint::known(environment.permission_write()));
        endpoints.finish()?;
        reader.finish()?;
        Ok(Self {
            read,
            write,
            tapp_id,
            #[cfg(feature = "server")]
            token: Secret::new(String::new()),
            timeout,
        })
    }

    /// For a server, with the token of one visitor: an `AccessToken` or its value.
    #[cfg(feature = "server")]
    #[wasm_bindgen(js_name = withToken)]
    pub fn with_token(options: JsValue, token: JsValue) -> Result<Self, JsValue> {
        let text = token.as_string().or_else(|| Reader::new(token).text("value")).filter(|text| is_bearer(text));
        let text = text.ok_or_else(|| {
            Error::config("The permission token must be an `AccessToken` or its value, without spaces and line breaks.")
        })?;
        Ok(Self { token: Secret::new(text), ..Self::new(options)? })
    }

    #[cfg(not(feature = "server"))]
    fn caller(&self) -> Caller<'_> {
        Caller::Page { tapp_id: &self.tapp_id }
    }

    #[cfg(feature = "server")]
    fn caller(&self) -> Caller<'_> {
        Caller::Server { token: &self.token }
    }

    /// The request for the status.
    #[wasm_bindgen(js_name = readRequest)]
    pub fn read_request(&self, options: JsValue) -> Result<JsValue, JsValue> {
        let identifiers = identifiers(options)?;
        Ok(results::request(core::read_request(&self.read, &identifiers, self.caller()), self.timeout))
    }

    /// Reads the answer.
    #[wasm_bindgen(js_name = readStatus)]
    pub fn read_status(&self, status: u16, body: String) -> Result<JsValue, JsValue> {
        let status = core::read_status(&answer(status, String::new(), body), json::parse, self.caller())?;
        Ok(status_object(status).into())
    }

    /// The request that stores a consent.
    #[wasm_bindgen(js_name = writeRequest)]
    pub fn write_request(&self, settings: JsValue, options: JsValue) -> Result<JsValue, JsValue> {
        let mut reader = Reader::new(settings);
        let wanted = "\"VALID\" or \"INVALID\"";
        let idconsent = reader.read("idconsent", wanted, |word| Idconsent::parse(&word.as_string()?));
        let iab_tc_string = reader.text("iabTcString");
        reader.finish()?;
        let identifiers = identifiers(options)?;
        let request =
            core::write_request(&self.write, idconsent, iab_tc_string.as_deref(), &identifiers, self.caller())?;
        Ok(results::request(request, self.timeout))
    }

    /// Reads the answer.
    #[wasm_bindgen(js_name = readIdentifiers)]
    pub fn read_identifiers(&self, status: u16, body: String) -> Result<JsValue, JsValue> {
        let identifiers = core::read_identifiers(&answer(status, String::new(), body), json::parse, self.caller())?;
        Ok(identifiers_object(identifiers).into())
    }
}

/// The option `identifiers`; all of them where it is absent.
fn identifiers(options: JsValue) -> Result<Identifiers, Error> {
    let mut reader = Reader::new(options);
    let wanted = "a list with \"TPID\", \"SYNC_ID\" or \"ETPID\"";
    let identifiers = reader.read("identifiers", wanted, |value| {
        Array::is_array(&value).then(|| json::texts(&value))?.as_deref().and_then(Identifiers::parse)
    });
    reader.finish()?;
    Ok(identifiers.unwrap_or_default())
}

fn status_object(status: PrivacyStatus) -> Object {
    let object = Object::new();
    object.set("statusCode", if status.found { FOUND } else { NOT_FOUND });
    object.set("subjectIdentifiers", identifiers_object(status.subject_identifiers));
    let idconsent = status.idconsent.map(|Setting { value, changed_at }| setting("status", value.as_str(), changed_at));
    object.set("idconsent", idconsent);
    let tc_string = status.iab_tc_string.map(|Setting { value, changed_at }| setting("value", &value, changed_at));
    object.set("iabTcString", tc_string);
    object
}

fn setting(name: &str, value: &str, changed_at: i64) -> Object {
    let object = Object::new();
    object.set(name, value);
    object.set("changedAt", changed_at);
    object
}

fn identifiers_object(identifiers: SubjectIdentifiers) -> Object {
    let object = Object::new();
    object.set("tpid", identifiers.tpid);
    object.set("syncId", identifiers.sync_id);
    object.set("etpid", identifiers.etpid);
    object
}

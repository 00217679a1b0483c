//! The Permission Center's requests and answers.

use super::json;
use super::response::answer;
use super::results::{self, Object};
use crate::client::relying_party::timeout;
#[cfg(feature = "server")]
use crate::client::settings::check_center;
use crate::netid::endpoints::Environment;
use crate::netid::permission_center::{
    self as core, Caller, FOUND, Idconsent, Identifiers, NOT_FOUND, PrivacyStatus, Setting, SubjectIdentifiers,
};
use crate::netid::tc_string::{self, Handling, Problem, Verdict};
use crate::oauth::Error;
use crate::oauth::address::Endpoint;
#[cfg(feature = "server")]
use crate::oauth::{Secret, http::is_bearer};
use crate::oauth::{form, text};
use std::rc::Rc;
use wasm_bindgen::prelude::*;

/// The Permission Center as one partner, or one token, sees it.
#[wasm_bindgen]
pub struct PermissionCenter {
    services: Rc<Services>,
    #[cfg(not(feature = "server"))]
    tapp_id: String,
    #[cfg(feature = "server")]
    token: Secret,
}

/// Where it is.
struct Services {
    read: Endpoint,
    write: Endpoint,
    timeout: u64,
}

impl Services {
    /// Of settings, or of options that were checked as those are.
    fn read(settings: &str) -> Self {
        let environment = Environment::parse(&form::value(settings, "environment")).unwrap_or_default();
        let given = |name| Endpoint::parse(&form::value(settings, name));
        Self {
            read: given("permission_read").unwrap_or_else(|| Endpoint::known(environment.permission_read())),
            write: given("permission_write").unwrap_or_else(|| Endpoint::known(environment.permission_write())),
            timeout: timeout(settings),
        }
    }
}

/// The Permission Center for servers: its addresses are read once, for the tokens of any number of visitors.
#[cfg(feature = "server")]
#[wasm_bindgen]
pub struct PermissionServices(Rc<Services>);

#[cfg(feature = "server")]
#[wasm_bindgen]
impl PermissionServices {
    /// From the options of a client of netID, form-encoded.
    #[wasm_bindgen(constructor)]
    pub fn new(options: &str) -> Result<Self, JsValue> {
        check_center(options).map_err(Error::from)?;
        Ok(Self(Rc::new(Services::read(options))))
    }

    /// As the visitor with this token sees it.
    #[wasm_bindgen(js_name = withToken)]
    pub fn with_token(&self, token: String) -> Result<PermissionCenter, JsValue> {
        if !is_bearer(&token) {
            return Err(Error::config("No header can hold this permission token: it has spaces or line breaks.").into());
        }
        Ok(PermissionCenter { services: self.0.clone(), token: Secret::new(token) })
    }
}

#[wasm_bindgen]
impl PermissionCenter {
    /// For a page, from the settings of a client of netID.
    #[cfg(not(feature = "server"))]
    #[wasm_bindgen(constructor)]
    pub fn new(settings: &str) -> Self {
        let name = if form::raw(settings, "tapp_id").is_some() { "tapp_id" } else { "client_id" };
        Self { services: Rc::new(Services::read(settings)), tapp_id: form::value(settings, name) }
    }

    #[cfg(not(feature = "server"))]
    fn caller(&self) -> Caller<'_> {
        Caller::Page { tapp_id: &self.tapp_id }
    }

    #[cfg(feature = "server")]
    fn caller(&self) -> Caller<'_> {
        Caller::Server { token: &self.token }
    }

    /// The request for the status. `identifiers` are lines; all of them where it is absent.
    #[wasm_bindgen(js_name = readRequest)]
    pub fn read_request(&self, identifiers: Option<String>) -> Result<JsValue, JsValue> {
        let identifiers = wanted(identifiers)?;
        let Services { read, timeout, .. } = &*self.services;
        Ok(results::request(core::read_request(read, &identifiers, self.caller()), *timeout))
    }

    /// Reads the answer.
    #[wasm_bindgen(js_name = readStatus)]
    pub fn read_status(&self, status: u16, body: String) -> Result<JsValue, JsValue> {
        let status = core::read_status(&answer(status, String::new(), body), json::parse, self.caller())?;
        Ok(status_object(status).into())
    }

    /// The request that stores a consent: `idconsent`, `iab_tc_string` and `identifiers`, form-encoded.
    #[wasm_bindgen(js_name = writeRequest)]
    pub fn write_request(&self, consent: &str) -> Result<JsValue, JsValue> {
        let given = |name| form::raw(consent, name).map(|_| form::value(consent, name));
        let unknown = || Error::config("`idconsent` must be \"VALID\" or \"INVALID\".");
        let idconsent = given("idconsent").map(|word| Idconsent::parse(&word).ok_or_else(unknown)).transpose()?;
        let iab_tc_string = given("iab_tc_string");
        let identifiers = wanted(given("identifiers"))?;
        let Services { write, timeout, .. } = &*self.services;
        let request = core::write_request(write, idconsent, iab_tc_string.as_deref(), &identifiers, self.caller())?;
        Ok(results::request(request, *timeout))
    }

    /// Reads the answer.
    #[wasm_bindgen(js_name = readIdentifiers)]
    pub fn read_identifiers(&self, status: u16, body: String) -> Result<JsValue, JsValue> {
        let identifiers = core::read_identifiers(&answer(status, String::new(), body), json::parse, self.caller())?;
        Ok(identifiers_object(identifiers).into())
    }
}

/// What to do about the problems of a TC string, which is form-encoded with the option: `refused`, one of them, or
/// `warned`, a list.
#[wasm_bindgen(js_name = judgeTcString)]
pub fn judge_tc_string(consent: &str) -> JsValue {
    let value = |name| form::value(consent, name);
    let Verdict { refused, warned } =
        tc_string::judge(&value("iab_tc_string"), Handling::parse(&value("tcf_problems")));
    let mut object = Object::new();
    object.set("refused", refused.map(Problem::as_str));
    let warned: Vec<String> = warned.into_iter().map(|problem| problem.as_str().to_owned()).collect();
    object.set("warned", warned.as_slice());
    object.into()
}

/// The option `identifiers`; all of them where it is absent.
fn wanted(identifiers: Option<String>) -> Result<Identifiers, Error> {
    let Some(names) = identifiers else { return Ok(Identifiers::default()) };
    let mut list = Vec::new();
    for name in text::parts(&names, b'\n') {
        list.push(name.to_owned());
    }
    let wanted = "`identifiers` must be a list with \"TPID\", \"SYNC_ID\" or \"ETPID\".";
    Identifiers::parse(&list).ok_or_else(|| Error::config(wanted))
}

fn status_object(status: PrivacyStatus) -> Object {
    let mut object = Object::new();
    object.set("statusCode", if status.found { FOUND } else { NOT_FOUND });
    object.set("subjectIdentifiers", identifiers_object(status.subject_identifiers));
    let idconsent = status.idconsent.map(|Setting { value, changed_at }| setting("status", value.as_str(), changed_at));
    object.set("idconsent", idconsent);
    let tc_string = status.iab_tc_string.map(|Setting { value, changed_at }| setting("value", &value, changed_at));
    object.set("iabTcString", tc_string);
    object
}

fn setting(name: &str, value: &str, changed_at: i64) -> Object {
    let mut object = Object::new();
    object.set(name, value);
    object.set("changedAt", changed_at);
    object
}

fn identifiers_object(identifiers: SubjectIdentifiers) -> Object {
    let mut object = Object::new();
    object.set("tpid", identifiers.tpid);
    object.set("syncId", identifiers.sync_id);
    object.set("etpid", identifiers.etpid);
    object
}

//! SignDoc's requests and answers.

use super::json;
use super::options::Reader;
use super::response::answer;
use super::results::{self, Object};
use crate::bankid::signdoc::{self as core, Content, DISPLAY_MODES, Document, Order, RESULTS, SignId};
use crate::oauth::Error;
use crate::oauth::address::Endpoint;
use crate::oauth::form::decimal;
use wasm_bindgen::prelude::*;

/// SignDoc at one address.
#[wasm_bindgen]
pub struct SignOrders {
    base: Endpoint,
    timeout: u64,
}

#[wasm_bindgen]
impl SignOrders {
    /// `base` is SignDoc's address; `options` those of the back end.
    #[wasm_bindgen(constructor)]
    pub fn new(base: &str, options: JsValue) -> Result<Self, JsValue> {
        let base = Endpoint::parse(base)
            .ok_or_else(|| Error::config("SignDoc's address is not known; `endpoints.signdoc` can name it."))?;
        let mut reader = Reader::new(options);
        // A result is given once and may be large.
        let timeout = reader.timeout_or(60);
        reader.finish()?;
        Ok(Self { base, timeout })
    }

    /// Makes an order.
    pub fn create(self, order: JsValue) -> Result<SignCall, JsValue> {
        Ok(SignCall { what: What::Create(read_order(order)?), to: self })
    }

    /// Asks how far an order is.
    pub fn status(self, sign_id: JsValue) -> Result<SignCall, JsValue> {
        Ok(SignCall { what: What::Status(read_sign_id(&sign_id)?), to: self })
    }

    /// Fetches what came of an order.
    pub fn result(self, sign_id: JsValue) -> Result<SignCall, JsValue> {
        Ok(SignCall { what: What::Result(read_sign_id(&sign_id)?), to: self })
    }
}

/// One thing that SignDoc is asked, with nothing wrong about it; it may be sent more than once.
#[wasm_bindgen]
pub struct SignCall {
    to: SignOrders,
    what: What,
}

enum What {
    Create(Order),
    Status(SignId),
    Result(SignId),
}

#[wasm_bindgen]
impl SignCall {
    /// The request.
    pub fn request(&self, token: &str) -> JsValue {
        let SignOrders { base, timeout } = &self.to;
        let request = match &self.what {
            What::Create(order) => core::create_request(base, order, token),
            What::Status(sign_id) => core::status_request(base, sign_id, token),
            What::Result(sign_id) => core::result_request(base, sign_id, token),
        };
        results::request(request, *timeout)
    }

    /// Reads the answer.
    pub fn read(&self, status: u16, body: String, token: &str) -> Result<JsValue, JsValue> {
        let answer = answer(status, String::new(), body);
        let raw = || results::parsed(answer.body.expose());
        let object = Object::new();
        match self.what {
            What::Create(_) => object.set("signId", core::read_created(&answer, json::parse, token)?),
            What::Status(_) => {
                object.set("orderState", core::read_status(&answer, json::parse, token)?);
                object.set("raw", raw());
            }
            What::Result(_) => {
                core::check_result(&answer, json::parse, token)?;
                return Ok(raw());
            }
        }
        Ok(object.into())
    }
}

fn read_sign_id(value: &JsValue) -> Result<SignId, Error> {
    // What is no text is no id either.
    SignId::parse(&value.as_string().unwrap_or_default())
}

fn read_order(order: JsValue) -> Result<Order, Error> {
    let mut reader = Reader::new(order);
    reader.only(&["signProperties", "documents", "result"]);
    let mut properties = reader.inner("signProperties", "signProperties.");
    properties.only(&["orderName", "documentDisplayMode", "showConfirmation", "showUnderstanding", "timeoutSeconds"]);
    let whole = |seconds: &f64| seconds.fract() == 0.0 && (1.0..=f64::from(u32::MAX)).contains(seconds);
    let seconds = "a whole number of seconds, one or more";
    let order = Order {
        name: properties.given("orderName"),
        display_mode: properties.read("documentDisplayMode", "\"interior\", \"window\" or \"overlay\"", |mode| {
            mode.as_string().filter(|mode| DISPLAY_MODES.contains(&mode.as_str()))
        }),
        show_confirmation: properties.read("showConfirmation", "true or false", |value| value.as_bool()),
        show_understanding: properties.read("showUnderstanding", "true or false", |value| value.as_bool()),
        timeout: properties
            .read("timeoutSeconds", seconds, |value| value.as_f64().filter(whole))
            .map(|seconds| seconds as u32),
        documents: documents(&mut reader)?,
        result: result(&mut reader),
    };
    properties.finish()?;
    reader.finish()?;
    Ok(order)
}

fn documents(reader: &mut Reader) -> Result<Vec<Document>, Error> {
    let list = reader.value("documents");
    let mut documents = Vec::new();
    if json::is_list(&list) {
        for value in json::items(&list) {
            documents.push(document(documents.len(), value)?);
        }
    }
    if documents.is_empty() {
        reader.refuse("documents", "a list of documents, one at least");
    }
    Ok(documents)
}

fn document(index: usize, value: JsValue) -> Result<Document, Error> {
    let number = decimal(index as u64);
    let fault = |said: &str| Error::config_of(&["`documents[", &number, "]`: ", said]);
    let mut reader = Reader::new(value);
    reader.only(&["description", "text", "pdf", "xml", "xsl"]);
    let [description, text, pdf, xml, xsl] = ["description", "text", "pdf", "xml", "xsl"].map(|name| reader.text(name));
    reader.finish().map_err(|error| fault(&error.message))?;
    let content = Content::of(text, pdf, xml, xsl).map_err(fault)?;
    Ok(Document { description, content })
}

fn result(reader: &mut Reader) -> Vec<String> {
    let wanted = "a list with \"documentHash\", \"sdo\" or \"basicSignature\"";
    let names = reader.read("result", wanted, |value| {
        Some(json::texts(&value)?)
            .filter(|names| !names.is_empty() && names.iter().all(|name| RESULTS.contains(&name.as_str())))
    });
    names.unwrap_or_default()
}

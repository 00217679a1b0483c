//! SignDoc's requests and answers.

use super::json;
use super::options::Reader;
use super::response::answer;
use super::results::{self, Object};
use crate::bankid::signdoc::{self as core, Api, Content, DISPLAY_MODES, Document, Order, RESULTS, SignId};
use crate::oauth::Error;
use crate::oauth::address::Endpoint;
use crate::oauth::form::decimal;
use wasm_bindgen::prelude::*;

/// SignDoc at one address.
#[wasm_bindgen]
pub struct SignOrders {
    api: Api,
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
        let signdoc = reader.inner("signdoc", "signdoc.");
        let api = Api {
            base,
            sign_id_in_path: signdoc.text("signIdIn").as_deref() == Some("path"),
            result_member: signdoc.text("resultMember").unwrap_or_else(|| core::RESULT.to_owned()),
        };
        // A result is given once and may be large.
        Ok(Self { api, timeout: reader.timeout_or(60) })
    }

    /// Makes an order.
    pub fn create(self, order: JsValue) -> Result<SignCall, JsValue> {
        Ok(SignCall { what: What::Create(read_order(order)?), to: self })
    }

    /// Asks how far an order is.
    pub fn status(self, sign_id: &str) -> Result<SignCall, JsValue> {
        Ok(SignCall { what: What::Status(SignId::parse(sign_id)?), to: self })
    }

    /// Fetches what came of an order.
    pub fn result(self, sign_id: &str) -> Result<SignCall, JsValue> {
        Ok(SignCall { what: What::Result(SignId::parse(sign_id)?), to: self })
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
    pub fn request(&self, token: &str) -> Result<JsValue, JsValue> {
        core::check_token(token)?;
        let SignOrders { api, timeout } = &self.to;
        let request = match &self.what {
            What::Create(order) => api.create_request(order, token),
            What::Status(sign_id) => api.status_request(sign_id, token),
            What::Result(sign_id) => api.result_request(sign_id, token),
        };
        Ok(results::request(request, *timeout))
    }

    /// Reads the answer, or what of it decides: results hold whole documents, which need not come here.
    pub fn read(&self, status: u16, body: String, token: &str) -> Result<JsValue, JsValue> {
        let answer = answer(status, String::new(), body);
        let mut object = Object::new();
        match self.what {
            What::Create(_) => object.set("signId", core::read_created(&answer, json::parse, token)?),
            What::Status(_) => object.set("orderState", core::read_status(&answer, json::parse, token)?),
            What::Result(_) => core::check_result(&answer, json::parse, token)?,
        }
        Ok(object.into())
    }
}

fn read_order(order: JsValue) -> Result<Order, Error> {
    let mut reader = Reader::new(order);
    let mut properties = reader.inner("signProperties", "signProperties.");
    let order = Order {
        name: properties.given("orderName"),
        display_mode: properties.read("documentDisplayMode", "\"interior\", \"window\" or \"overlay\"", |mode| {
            DISPLAY_MODES.contains(&mode).then(|| mode.to_owned())
        }),
        show_confirmation: properties.flag("showConfirmation"),
        show_understanding: properties.flag("showUnderstanding"),
        timeout: properties.seconds("timeoutSeconds").map(|seconds| seconds as u32),
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
    for value in json::items(&list) {
        documents.push(document(documents.len(), value)?);
    }
    if documents.is_empty() {
        reader.refuse("documents", "a list of documents, one at least");
    }
    Ok(documents)
}

fn document(index: usize, value: JsValue) -> Result<Document, Error> {
    let reader = Reader::new(value);
    let [description, text, pdf, xml, xsl] = ["description", "text", "pdf", "xml", "xsl"].map(|name| reader.text(name));
    let content = Content::of(text, pdf, xml, xsl)
        .map_err(|said| Error::config_of(&["`documents[", &decimal(index as u64), "]`: ", said]))?;
    Ok(Document { description, content })
}

fn result(reader: &mut Reader) -> Vec<String> {
    let Some(names) = reader.texts("result") else { return Vec::new() };
    if names.is_empty() || names.iter().any(|name| !RESULTS.contains(&name.as_str())) {
        reader.refuse("result", "a list with \"documentHash\", \"sdo\" or \"basicSignature\"");
    }
    names
}

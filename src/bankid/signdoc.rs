//! The SignDoc resource server: orders to sign documents, and what became of them.
//!
//! An order lapses 90 seconds after it was made unless its user is at the authorization endpoint by
//! then, and 90 seconds after it was signed.

use crate::oauth::address::Endpoint;
use crate::oauth::http::{self, Request, Response};
use crate::oauth::json::{Object, Parser, quoted};
use crate::oauth::secret::opaque;
use crate::oauth::{Code, Error, Secret, form, token};
use base64::{Engine as _, prelude::BASE64_STANDARD};

/// Below the base address.
const ORDERS: &str = "/signdoc";
/// What the member of an order that says what its result is to hold is taken to be called.
pub const RESULT: &str = "result";

/// Where SignDoc is, and how what its public text leaves open is spelt there.
#[derive(Debug)]
pub struct Api {
    /// The base address.
    pub base: Endpoint,
    /// Whether an order is named in the path, `/signdoc/{sign_id}`, rather than by `?sign_id=`.
    pub sign_id_in_path: bool,
    /// The member of an order that says what its result is to hold: [`RESULT`], as far as is known.
    pub result_member: String,
}

impl Api {
    /// Makes an order.
    pub fn create_request(&self, order: &Order, token: &str) -> Request {
        let mut headers = headers(token);
        headers.push(("Content-Type", "application/json".to_owned()));
        let body = Some(Secret::new(order.json(&self.result_member)));
        Request { method: "POST", url: self.base.with_path(ORDERS), headers, body }
    }

    /// Asks how far an order is.
    pub fn status_request(&self, sign_id: &SignId, token: &str) -> Request {
        self.order_request("GET", sign_id, token)
    }

    /// Fetches what came of an order, and deletes it.
    pub fn result_request(&self, sign_id: &SignId, token: &str) -> Request {
        self.order_request("DELETE", sign_id, token)
    }

    fn order_request(&self, method: &'static str, SignId(sign_id): &SignId, token: &str) -> Request {
        let before = if self.sign_id_in_path { "/" } else { "?sign_id=" };
        let url = [&self.base.with_path(ORDERS), before, &form::percent_encoded(sign_id)].concat();
        Request { method, url, headers: headers(token), body: None }
    }
}

opaque!(Content, Document, Order);

/// What is to be signed.
pub enum Content {
    /// Plain text.
    Text(String),
    /// A PDF in base64.
    Pdf(String),
    /// XML and the stylesheet that shows it.
    Xml {
        /// The document.
        xml: String,
        /// The stylesheet.
        xsl: String,
    },
}

impl Content {
    /// From the members of a document, of which exactly one kind may be there.
    ///
    /// # Errors
    /// What is wrong.
    pub fn of(
        text: Option<String>,
        pdf: Option<String>,
        xml: Option<String>,
        xsl: Option<String>,
    ) -> Result<Self, &'static str> {
        let content = match (text, pdf, xml, xsl) {
            (Some(text), None, None, None) => Self::Text(text),
            (None, Some(pdf), None, None) => Self::Pdf(pdf),
            (None, None, Some(xml), Some(xsl)) => Self::Xml { xml, xsl },
            _ => return Err("needs `text`, or `pdf`, or `xml` with `xsl`, and only one of these."),
        };
        match &content {
            Self::Text(text) if text.is_empty() => Err("has nothing in `text`."),
            Self::Pdf(pdf) if !is_base64(pdf) => {
                Err("needs base64 in `pdf` (RFC 4648 section 4): no `data:` before it, no line breaks.")
            }
            Self::Xml { xml, xsl } if xml.is_empty() || xsl.is_empty() => Err("has nothing in `xml` or `xsl`."),
            _ => Ok(content),
        }
    }
}

fn is_base64(text: &str) -> bool {
    !text.is_empty() && BASE64_STANDARD.decode(text).is_ok()
}

/// One document.
pub struct Document {
    /// What the user sees as its name.
    pub description: Option<String>,
    /// The document.
    pub content: Content,
}

/// How the client of the user shows a document: the words that are documented.
pub const DISPLAY_MODES: [&str; 3] = ["interior", "window", "overlay"];
/// What a result may hold: the words that are documented.
pub const RESULTS: [&str; 3] = ["documentHash", "sdo", "basicSignature"];

/// What a user is to sign. What is `None` is left to SignDoc.
pub struct Order {
    /// `orderName`.
    pub name: String,
    /// `documentDisplayMode`, one of [`DISPLAY_MODES`].
    pub display_mode: Option<String>,
    /// `showConfirmation`.
    pub show_confirmation: Option<bool>,
    /// `showUnderstanding`.
    pub show_understanding: Option<bool>,
    /// `timeoutSeconds`: how long the user may take.
    pub timeout: Option<u32>,
    /// One or more.
    pub documents: Vec<Document>,
    /// Of [`RESULTS`]; empty: what SignDoc gives by itself.
    pub result: Vec<String>,
}

impl Order {
    fn json(&self, result_member: &str) -> String {
        let flag = |value: bool| if value { "true" } else { "false" }.to_owned();
        let properties = object(&[
            ("orderName", Some(quoted(&self.name))),
            ("documentDisplayMode", self.display_mode.as_deref().map(quoted)),
            ("showConfirmation", self.show_confirmation.map(flag)),
            ("showUnderstanding", self.show_understanding.map(flag)),
            ("timeoutSeconds", self.timeout.map(|seconds| form::decimal(seconds.into()))),
        ]);
        let documents = list(self.documents.iter().map(Document::json));
        let result = list(self.result.iter().map(|name| quoted(name)));
        object(&[
            ("signProperties", Some(properties)),
            ("documents", Some(documents)),
            (result_member, Some(result).filter(|_| !self.result.is_empty())),
        ])
    }
}

impl Document {
    fn json(&self) -> String {
        let description = self.description.as_deref().map(quoted);
        let (one, other) = match &self.content {
            Content::Text(text) => (("text", Some(quoted(text))), ("", None)),
            Content::Pdf(pdf) => (("pdf", Some(quoted(pdf))), ("", None)),
            Content::Xml { xml, xsl } => (("xml", Some(quoted(xml))), ("xsl", Some(quoted(xsl)))),
        };
        object(&[("description", description), one, other])
    }
}

/// A JSON object of the members that are there, each value JSON already.
fn object(members: &[(&str, Option<String>)]) -> String {
    let member = |(name, value): &(&str, Option<String>)| Some([&quoted(name), ":", value.as_ref()?].concat());
    ["{", &members.iter().filter_map(member).collect::<Vec<_>>().join(","), "}"].concat()
}

fn list(items: impl Iterator<Item = String>) -> String {
    ["[", &items.collect::<Vec<_>>().join(","), "]"].concat()
}

/// What SignDoc calls an order.
#[derive(Debug)]
pub struct SignId(String);

impl SignId {
    /// Takes what can be an order's id.
    ///
    /// # Errors
    /// `config_invalid`.
    pub fn parse(sign_id: &str) -> Result<Self, Error> {
        // Dots alone would lead to another address than an order's.
        if sign_id.bytes().all(|byte| byte == b'.') {
            return Err(Error::config("`signId` must be the one that `create` answered."));
        }
        Ok(Self(sign_id.to_owned()))
    }
}

/// Whether a request can hold the token that the realm gave, or a store.
///
/// # Errors
/// `token_response_invalid`.
pub fn check_token(token: &str) -> Result<(), Error> {
    let message = "No header can hold BankID's access token, so SignDoc can't be asked.";
    if http::is_bearer(token) { Ok(()) } else { Err(Error::new(Code::TokenResponseInvalid, message)) }
}

fn headers(token: &str) -> Vec<(&'static str, String)> {
    vec![http::bearer(token), http::header(http::ACCEPT_JSON)]
}

/// Reads what `create` was answered: the order's `sign_id`.
///
/// # Errors
/// `signdoc_failed`.
pub fn read_created(response: &Response, parse: Parser, token: &str) -> Result<String, Error> {
    let object = answered(response, parse, token)?;
    let sign_id = object.text("sign_id").ok().flatten().filter(|sign_id| !sign_id.is_empty());
    sign_id.ok_or_else(|| unusable(response, "SignDoc's answer to the order has no `sign_id`."))
}

/// Reads the status: `orderState`.
///
/// # Errors
/// `signdoc_failed`.
pub fn read_status(response: &Response, parse: Parser, token: &str) -> Result<String, Error> {
    let object = answered(response, parse, token)?;
    let state = object.text("orderState").ok().flatten();
    state.ok_or_else(|| unusable(response, "SignDoc's answer about the order has no `orderState`."))
}

/// Checks that the answer is a result: any JSON object.
///
/// # Errors
/// `signdoc_failed`.
pub fn check_result(response: &Response, parse: Parser, token: &str) -> Result<(), Error> {
    answered(response, parse, token).map(|_| ())
}

fn answered(response: &Response, parse: Parser, token: &str) -> Result<Object, Error> {
    let object = parse(response.body.expose());
    if response.is_success() {
        return object.ok_or_else(|| unusable(response, "SignDoc did not answer with a JSON object."));
    }
    let message = match response.status {
        401 => "SignDoc does not accept the access token, a fresh one neither.",
        403 => "SignDoc does not allow this client to do that: it lacks the role `read_write`.",
        404 => "SignDoc has no such order: it may have lapsed, which takes 90 seconds, or its result was fetched.",
        _ => "SignDoc refused the request; `status`, and `error` if it gave one, say why.",
    };
    Err(token::with_said(unusable(response, message), object.as_ref(), &[token]))
}

fn unusable(response: &Response, message: &'static str) -> Error {
    Error::new(Code::SigndocFailed, message).with_status(response.status)
}

#[cfg(test)]
#[path = "signdoc_tests.rs"]
mod tests;

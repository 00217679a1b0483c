//! The Permission Center: what a user has consented to at one partner.
//!
//! Each call is a function that builds the request and one that reads the answer.

use super::{tc_string, timestamp};
use crate::oauth::address::Endpoint;
use crate::oauth::http::{Request, Response};
use crate::oauth::json::{Object, Parser, WrongType};
use crate::oauth::text::{joined, push};
use crate::oauth::{Code, Error, Secret, form};

/// How the Permission Center is to know user and partner.
#[derive(Clone, Copy, Debug)]
pub enum Caller<'a> {
    /// A page: by netID's cookie, by this `tapp_id` and by the page's origin.
    Page {
        /// The partner.
        tapp_id: &'a str,
    },
    /// A server: by a permission token. Refused from pages.
    #[cfg(any(test, feature = "server"))]
    Server {
        /// The token.
        token: &'a Secret,
    },
}

/// What names a user to a partner: the names that requests know.
const IDENTIFIERS: [&str; 3] = ["TPID", "SYNC_ID", "ETPID"];

/// Which identifiers an answer is to hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identifiers(String);

impl Default for Identifiers {
    /// All of them.
    fn default() -> Self {
        Self(list(&IDENTIFIERS))
    }
}

impl Identifiers {
    /// One or more of "TPID", "SYNC_ID" and "ETPID"; `None` for any other name, and for none.
    pub fn parse(names: &[String]) -> Option<Self> {
        let known = names.iter().all(|name| IDENTIFIERS.contains(&name.as_str()));
        (known && !names.is_empty()).then(|| Self(list(names)))
    }
}

/// A list as queries have it: its commas literal.
fn list(names: &[impl AsRef<str>]) -> String {
    let mut list = String::new();
    for name in names {
        if !list.is_empty() {
            list.push(',');
        }
        list.push_str(name.as_ref());
    }
    list
}

/// netID's own permission, `idconsent`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Idconsent {
    /// Given.
    Valid,
    /// Refused or withdrawn.
    Invalid,
}

impl Idconsent {
    /// The word on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Valid => "VALID",
            Self::Invalid => "INVALID",
        }
    }

    /// Reads such a word; `None` for any other.
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Valid, Self::Invalid].into_iter().find(|status| status.as_str() == word)
    }
}

/// The identifiers of an answer; those that were not asked for, or don't exist, are `None`.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct SubjectIdentifiers {
    /// `tpid`; only with a valid idconsent.
    pub tpid: Option<String>,
    /// `sync_id`; only where something is stored.
    pub sync_id: Option<String>,
    /// `etpid`.
    pub etpid: Option<String>,
}

/// A stored value and when it was last changed, in milliseconds since the epoch.
#[derive(Debug, PartialEq, Eq)]
pub struct Setting<T> {
    /// The value.
    pub value: T,
    /// Milliseconds since the epoch.
    pub changed_at: i64,
}

/// What is stored.
#[derive(Debug, PartialEq, Eq)]
pub struct PrivacyStatus {
    /// Whether there is a status at all; else this is a netID user without one.
    pub found: bool,
    /// Who it is about.
    pub subject_identifiers: SubjectIdentifiers,
    /// `idconsent`, where it was ever stored.
    pub idconsent: Option<Setting<Idconsent>>,
    /// `iab_tcstring`, where it was ever stored.
    pub iab_tc_string: Option<Setting<String>>,
}

/// `status_code` of an answer with a status.
pub const FOUND: &str = "PERMISSIONS_FOUND";
/// `status_code` of an answer about a user without a status.
pub const NOT_FOUND: &str = "PERMISSIONS_NOT_FOUND";

const STATUS_TYPE: &str = "application/vnd.netid.permission-center.netid-user-status-v2+json";
const PERMISSIONS_TYPE: &str = "application/vnd.netid.permission-center.netid-permissions-v2+json";
const SUBJECT_TYPE: &str = "application/vnd.netid.permission-center.netid-subject-status-v2+json";

/// Asks for the status.
pub fn read_request(service: &Endpoint, identifiers: &Identifiers, caller: Caller<'_>) -> Request {
    let url = address(service, "/netid-user-status", identifiers, caller);
    Request { method: "GET", url, headers: headers(STATUS_TYPE, caller), body: None }
}

/// Stores a consent. `idconsent`, `iab_tc_string` or both.
///
/// # Errors
/// `config_invalid` when there is nothing to store; `tc_string_invalid`.
pub fn write_request(
    service: &Endpoint,
    idconsent: Option<Idconsent>,
    iab_tc_string: Option<&str>,
    identifiers: &Identifiers,
    caller: Caller<'_>,
) -> Result<Request, Error> {
    iab_tc_string.map_or(Ok(()), tc_string::check)?;
    let mut body = String::new();
    for (name, value) in [("idconsent", idconsent.map(Idconsent::as_str)), ("iab_tc_string", iab_tc_string)] {
        if let Some(value) = value {
            let mark = if body.is_empty() { "{\"" } else { ",\"" };
            // Whatever passed needs no escaping in JSON.
            push(&mut body, &joined![mark, name, "\":\"", value, "\""]);
        }
    }
    if body.is_empty() {
        return Err(Error::config("There is nothing to store: give `idconsent` or `iabTcString`."));
    }
    body.push('}');
    let mut headers = headers(SUBJECT_TYPE, caller);
    headers.push(("Content-Type", PERMISSIONS_TYPE.to_owned()));
    let url = address(service, "/netid-permissions", identifiers, caller);
    Ok(Request { method: "POST", url, headers, body: Some(Secret::new(body)) })
}

fn address(service: &Endpoint, path: &str, identifiers: &Identifiers, caller: Caller<'_>) -> String {
    let mut url = joined![&service.with_path(path), "?q.identifier.in=", &identifiers.0];
    match caller {
        Caller::Page { tapp_id } => form::append(&mut url, "q.tapp_id.eq", tapp_id),
        #[cfg(any(test, feature = "server"))]
        Caller::Server { .. } => {}
    }
    url
}

fn headers(accept: &str, caller: Caller<'_>) -> Vec<(&'static str, String)> {
    let accept = ("Accept", accept.to_owned());
    match caller {
        Caller::Page { .. } => vec![accept],
        #[cfg(any(test, feature = "server"))]
        Caller::Server { token } => vec![accept, crate::oauth::http::bearer(token.expose())],
    }
}

/// Reads the status.
///
/// # Errors
/// `permission_denied` and `permission_failed`, as [`read_identifiers`].
pub fn read_status(response: &Response, parse: Parser, caller: Caller<'_>) -> Result<PrivacyStatus, Error> {
    let object = accepted(response, parse, caller)?;
    status(&object).map_err(|WrongType| unusable(response))
}

/// Reads what was stored for whom.
///
/// # Errors
/// `permission_denied` with the `status_code` of a refusal; `permission_failed` for a refusal
/// without one, and for an answer that is not what was asked for.
pub fn read_identifiers(response: &Response, parse: Parser, caller: Caller<'_>) -> Result<SubjectIdentifiers, Error> {
    let object = accepted(response, parse, caller)?;
    let identifiers = object.object("subject_identifiers").ok().flatten();
    let identifiers = identifiers.and_then(|object| subject_identifiers(&object).ok());
    identifiers.ok_or_else(|| unusable(response))
}

fn status(object: &Object) -> Result<PrivacyStatus, WrongType> {
    let found = match object.text("status_code")?.as_deref() {
        Some(FOUND) => true,
        Some(NOT_FOUND) => false,
        _ => return Err(WrongType),
    };
    let identifiers = object.object("subject_identifiers")?;
    let settings = object.object("netid_privacy_settings")?;
    let idconsent = match setting(settings.as_ref(), "idconsent", "status")? {
        Some(Setting { value, changed_at }) => {
            Some(Setting { value: Idconsent::parse(&value).ok_or(WrongType)?, changed_at })
        }
        None => None,
    };
    Ok(PrivacyStatus {
        found,
        subject_identifiers: identifiers.as_ref().map(subject_identifiers).transpose()?.unwrap_or_default(),
        idconsent,
        iab_tc_string: setting(settings.as_ref(), "iab_tcstring", "value")?,
    })
}

/// One of the settings: the text of a member, and when it was changed.
fn setting(settings: Option<&Object>, name: &str, member: &str) -> Result<Option<Setting<String>>, WrongType> {
    let Some(settings) = settings else { return Ok(None) };
    let Some(setting) = settings.object(name)? else { return Ok(None) };
    let changed_at = setting.text("changed_at")?.and_then(|text| timestamp::parse(&text));
    let (value, changed_at) = setting.text(member)?.zip(changed_at).ok_or(WrongType)?;
    Ok(Some(Setting { value, changed_at }))
}

fn subject_identifiers(object: &Object) -> Result<SubjectIdentifiers, WrongType> {
    Ok(SubjectIdentifiers {
        tpid: object.text("tpid")?,
        sync_id: object.text("sync_id")?,
        etpid: object.text("etpid")?,
    })
}

/// The object of an answer that is no refusal.
fn accepted(response: &Response, parse: Parser, caller: Caller<'_>) -> Result<Object, Error> {
    let object = parse(response.body.expose());
    if response.is_success() {
        return object.ok_or_else(|| unusable(response));
    }
    let said = object.and_then(|object| object.text("status_code").ok().flatten());
    let said = said.filter(|status_code| may_be_shown(status_code, caller)).ok_or_else(|| unusable(response))?;
    let error = Error::new(Code::PermissionDenied, advice(&said)).with_status(response.status);
    Err(Error { status_code: Some(said.into()), ..error })
}

/// Whether this is a word of theirs, known or not, rather than whatever else a server may put there.
fn may_be_shown(status_code: &str, caller: Caller<'_>) -> bool {
    let echoes = match caller {
        Caller::Page { .. } => false,
        #[cfg(any(test, feature = "server"))]
        Caller::Server { token } => crate::oauth::redaction::redacted(status_code, &[token.expose()]) != status_code,
    };
    !echoes && (1..=64).contains(&status_code.len()) && status_code.bytes().all(|byte| byte.is_ascii_graphic())
}

fn unusable(response: &Response) -> Error {
    let message = "netID's answer can't be used. Try again later.";
    Error::new(Code::PermissionFailed, message).with_status(response.status)
}

/// What to do about a refusal.
fn advice(status_code: &str) -> &'static str {
    match status_code {
        "NO_TPID" => "Nobody is signed in to netID here, or the browser blocks third-party cookies.",
        "NO_TAPP_ID" | "TAPP_ERROR" => "netID does not know this `tappId`.",
        "NO_TOKEN" | "TOKEN_ERROR" => {
            "The token or the netID session is missing or expired: have the user sign in again."
        }
        "NO_PERMISSIONS" | "NO_REQUEST_BODY" | "JSON_PARSE_ERROR" | "PERMISSION_PARAMETERS_ERROR" => {
            "netID refuses what was to be stored."
        }
        "TAPP_NOT_ALLOWED" => "netID knows this partner as inactive, or this origin not at all.",
        "TPID_EXISTENCE_ERROR" => "The netID account is gone: forget what you stored of it.",
        _ => "netID refused; `statusCode` says why.",
    }
}

#[cfg(test)]
#[path = "permission_center_tests.rs"]
mod tests;

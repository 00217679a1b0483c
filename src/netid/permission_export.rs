//! The Permission Center's export: what has changed since a day, for one partner or for several.
//!
//! An answer can hold millions of entries, so [`Splitter`] takes it apart while it arrives.

use crate::oauth::address::Endpoint;
use crate::oauth::client_authentication::basic;
use crate::oauth::http::Request;
use crate::oauth::{Code, Error, form};

pub use super::export_splitter::{Part, SEPARATOR, Splitter};

/// Whose entries are asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Query {
    /// One partner's.
    Tapp {
        /// `tapp_id`.
        tapp_id: String,
    },
    /// Those of several partners of one CMP.
    Cmp {
        /// `cmp_id`.
        cmp_id: String,
        /// `tapp_id`s.
        tapp_ids: Vec<String>,
    },
}

const TAPP_TYPE: &str = "application/vnd.netid.permission-center.netid-permission-export-audit.list-v1+json";
const CMP_TYPE: &str = "application/vnd.netid.permission-center.tapp-netid-permissions-export-audit.list-v1+json";

/// User name and password of the export, as HTTP Basic has them (RFC 7617 section 2).
///
/// # Errors
/// `config_invalid` where one is empty or holds a control character, or the name a colon.
pub fn authorization(username: &str, password: &str) -> Result<String, Error> {
    let is_usable = |text: &str| !text.is_empty() && !text.chars().any(char::is_control);
    if !is_usable(username) || !is_usable(password) || username.contains(':') {
        return Err(Error::config(
            "`username` and `password` must be given, without control characters, and `username` without a colon.",
        ));
    }
    Ok(basic(&[username, ":", password].concat()))
}

/// Asks for the entries that changed at or after `since`, which is sent as it is.
pub fn request(service: &Endpoint, query: &Query, since: &str, authorization: &str) -> Request {
    let mut url = service.with_path("/netid-permissions/?");
    let accept = match query {
        Query::Tapp { tapp_id } => {
            form::append(&mut url, "q.tapp_id.eq", tapp_id);
            TAPP_TYPE
        }
        Query::Cmp { cmp_id, tapp_ids } => {
            form::append(&mut url, "q.cmp_id.eq", cmp_id);
            for (index, tapp_id) in tapp_ids.iter().enumerate() {
                // Each value is encoded, the commas between them stay.
                let mut value = String::new();
                form::append(&mut value, "q.tapp_id.in", tapp_id);
                let (name, encoded) = value.split_at("q.tapp_id.in=".len());
                url.push_str(if index == 0 { "&" } else { "," });
                url.push_str(if index == 0 { name } else { "" });
                url.push_str(encoded);
            }
            CMP_TYPE
        }
    };
    form::append(&mut url, "q.date.ge", since);
    let headers = vec![("Accept", accept.to_owned()), ("Authorization", authorization.to_owned())];
    Request { method: "GET", url, headers, body: None }
}

/// What an answer other than 2xx means.
pub fn refusal(status: u16) -> Error {
    let (code, message) = match status {
        400 => (Code::PermissionDenied, "The export refuses a parameter: check `since` and the ids."),
        401 => (Code::PermissionDenied, "The export refuses `username` and `password`."),
        403 => (Code::PermissionDenied, "These credentials may not export these partners' permissions."),
        _ => (Code::PermissionFailed, "The export did not answer; `status` may say why. Try again later."),
    };
    Error::new(code, message).with_status(status)
}

/// `permission_failed`.
pub fn unusable() -> Error {
    Error::new(Code::PermissionFailed, "The answer is no export of the Permission Center.")
}

#[cfg(test)]
#[path = "permission_export_tests.rs"]
mod tests;

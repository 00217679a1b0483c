//! The Permission Center's export: what has changed since a day, for one partner or for several.
//!
//! An answer can hold millions of entries, so [`Splitter`] takes it apart while it arrives: it finds
//! where entries begin and end and leaves it to the caller's JSON parser to read them.

use crate::oauth::address::Endpoint;
use crate::oauth::client_authentication::basic;
use crate::oauth::http::Request;
use crate::oauth::json::{DEPTH_LIMIT, Member, Parser};
use crate::oauth::secret::opaque;
use crate::oauth::{Code, Error, form};

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

opaque!(Part, Splitter);

/// Entries that belong together.
#[derive(Default, PartialEq, Eq)]
pub struct Part {
    /// JSON of whose they are, as far as it has arrived: an object, its entries left out. Only in
    /// answers about several partners.
    pub owner: Option<String>,
    /// Whether nothing more comes of this owner.
    pub is_last: bool,
    /// JSON of the entries, with commas between them.
    pub entries: String,
}

/// The most that an entry, or everything around the entries, may have, in bytes.
const LIMIT: usize = 1024 * 1024;

const ENTRIES: &[u8] = b"\"tapp_netid_permissions_export_audit\":[";
const OWNERS: &str = "cmp_netid_permissions_export_audit";
const OWN_ENTRIES: &str = "tapp_netid_permissions_export_audit";

/// Takes an answer apart, chunk by chunk.
pub struct Splitter {
    several: bool,
    depth: usize,
    in_string: bool,
    escaped: bool,
    in_entries: bool,
    in_entry: bool,
    has_entry: bool,
    /// The entry that is arriving.
    entry: Vec<u8>,
    /// Entries that have arrived since the last part.
    entries: Vec<u8>,
    /// Everything else, without white space; owners that are done are a `0`.
    frame: Vec<u8>,
    /// Where the current owner begins in `frame`.
    owner: usize,
}

impl Splitter {
    /// For an answer about one partner, or about several.
    pub fn new(several: bool) -> Self {
        Self {
            several,
            depth: 0,
            in_string: false,
            escaped: false,
            in_entries: false,
            in_entry: false,
            has_entry: false,
            entry: Vec::new(),
            entries: Vec::new(),
            frame: Vec::new(),
            owner: 0,
        }
    }

    /// How deep the list of entries is.
    const fn entries_depth(&self) -> usize {
        if self.several { 4 } else { 2 }
    }

    /// Takes the next bytes and gives the entries that are complete with them.
    ///
    /// # Errors
    /// `permission_failed` when this can't be an export.
    pub fn feed(&mut self, chunk: &[u8]) -> Result<Vec<Part>, Error> {
        let mut parts = Vec::new();
        for byte in chunk {
            if self.in_entry {
                self.take_into_entry(*byte);
            } else if self.take(*byte)? {
                parts.push(self.part(true)?);
                self.frame.truncate(self.owner);
                self.frame.push(b'0');
            }
            if self.depth > DEPTH_LIMIT {
                return Err(unusable());
            }
        }
        if self.entry.len() > LIMIT || self.frame.len() > LIMIT {
            return Err(unusable());
        }
        // Behind its entries an owner may go on with anything; then they wait for its end.
        if !self.entries.is_empty() && (self.in_entries || !self.several) {
            parts.push(self.part(false)?);
        }
        Ok(parts)
    }

    /// Ends the answer.
    ///
    /// # Errors
    /// `network` when it was cut off; `permission_failed` when it was no export.
    pub fn finish(&self, parse: Parser) -> Result<(), Error> {
        if self.frame.is_empty() || self.depth > 0 {
            return Err(Error::new(
                Code::Network,
                "The export broke off. What has arrived is complete entries; ask again for the rest.",
            ));
        }
        let name = if self.several { OWNERS } else { OWN_ENTRIES };
        let frame = String::from_utf8(self.frame.clone()).ok().and_then(|frame| parse(&frame));
        let list = frame.and_then(|frame| frame.list(name).ok().flatten()).ok_or_else(unusable)?;
        let all_done = list.iter().all(|owner| matches!(owner, Member::Number(0.0)));
        if all_done && (self.several || list.is_empty()) { Ok(()) } else { Err(unusable()) }
    }

    /// Follows strings, and answers whether the byte belongs to one.
    fn is_in_string(&mut self, byte: u8) -> bool {
        if !self.in_string {
            self.in_string = byte == b'"';
            return self.in_string;
        }
        if self.escaped {
            self.escaped = false;
        } else {
            self.escaped = byte == b'\\';
            self.in_string = byte != b'"';
        }
        true
    }

    fn take_into_entry(&mut self, byte: u8) {
        self.entry.push(byte);
        if self.is_in_string(byte) {
            return;
        }
        match byte {
            b'{' | b'[' => self.depth += 1,
            b'}' | b']' => self.depth -= 1,
            _ => return,
        }
        if self.depth == self.entries_depth() {
            if !self.entries.is_empty() {
                self.entries.push(b',');
            }
            self.entries.append(&mut self.entry);
            self.in_entry = false;
            self.has_entry = true;
        }
    }

    /// Takes a byte that is no part of an entry. Answers whether an owner is done with it.
    fn take(&mut self, byte: u8) -> Result<bool, Error> {
        if self.is_in_string(byte) {
            self.frame.push(byte);
            return if self.in_entries { Err(unusable()) } else { Ok(false) };
        }
        if byte.is_ascii_whitespace() {
            return Ok(false);
        }
        if self.in_entries && byte != b']' {
            return self.between_entries(byte).map(|()| false);
        }
        let done = self.depth == 0 && !self.frame.is_empty();
        if done || (self.frame.is_empty() && byte != b'{') {
            return Err(unusable());
        }
        match byte {
            b'{' | b'[' => self.open(byte),
            b'}' | b']' => return Ok(self.close(byte)),
            _ => self.frame.push(byte),
        }
        Ok(false)
    }

    fn between_entries(&mut self, byte: u8) -> Result<(), Error> {
        match byte {
            b'{' if !self.has_entry => {
                self.in_entry = true;
                self.depth += 1;
                self.entry.push(byte);
                Ok(())
            }
            b',' if self.has_entry => {
                self.has_entry = false;
                Ok(())
            }
            _ => Err(unusable()),
        }
    }

    fn open(&mut self, byte: u8) {
        if self.several && self.depth == 2 {
            self.owner = self.frame.len();
        }
        self.depth += 1;
        self.frame.push(byte);
        self.in_entries = self.depth == self.entries_depth() && self.frame.ends_with(ENTRIES);
        self.has_entry = false;
    }

    fn close(&mut self, byte: u8) -> bool {
        self.in_entries = false;
        self.frame.push(byte);
        self.depth = self.depth.saturating_sub(1);
        self.several && self.depth == 2 && byte == b'}'
    }

    fn part(&mut self, is_last: bool) -> Result<Part, Error> {
        let owner = self.several.then(|| {
            let mut owner = self.frame.get(self.owner..).unwrap_or_default().to_vec();
            if !is_last {
                owner.extend_from_slice(b"]}");
            }
            String::from_utf8(owner)
        });
        Ok(Part {
            owner: owner.transpose().map_err(|_| unusable())?,
            is_last,
            entries: String::from_utf8(std::mem::take(&mut self.entries)).map_err(|_| unusable())?,
        })
    }
}

/// `permission_failed`.
pub fn unusable() -> Error {
    Error::new(Code::PermissionFailed, "The answer is no export of the Permission Center.")
}

#[cfg(test)]
#[path = "permission_export_tests.rs"]
mod tests;

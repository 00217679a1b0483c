//! Takes an export apart while it arrives, without recursion and in bounded memory: finds where entries
//! begin and end, and leaves it to the caller's JSON parser to read them.

use super::permission_export::unusable;
use crate::oauth::json::{DEPTH_LIMIT, Member, Parser};
use crate::oauth::secret::opaque;
use crate::oauth::{Code, Error};

opaque!(Part, Splitter);

/// Entries that belong together.
#[derive(Default, PartialEq, Eq)]
pub struct Part {
    /// JSON of whose they are, as far as it has arrived: an object, its entries left out. Told where
    /// it is new, and at the owner's end; only in answers about several partners.
    pub owner: Option<String>,
    /// Whether nothing more comes of this owner.
    pub is_last: bool,
    /// JSON of the entries, with [`SEPARATOR`] between them.
    pub entries: String,
}

/// Stands between two entries, and nowhere within one.
pub const SEPARATOR: &str = ",\n";

/// The most that an entry, or everything around the entries, may have, in bytes.
const LIMIT: usize = 1024 * 1024;

const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";
const ENTRIES: &[u8] = b"\"tapp_netid_permissions_export_audit\":[";
const OWNERS: &[u8] = b"\"cmp_netid_permissions_export_audit\":[";

/// Takes an answer apart, chunk by chunk.
pub struct Splitter {
    several: bool,
    /// How much of the byte order mark has come, which no JSON text should begin with but some do.
    mark: usize,
    is_broken: bool,
    depth: usize,
    in_string: bool,
    escaped: bool,
    in_owners: bool,
    in_entries: bool,
    in_entry: bool,
    /// Whether an entry, or a comma, was the last to come.
    has_entry: bool,
    has_comma: bool,
    /// Whether this object has had its list: of owners, of entries.
    has_owners: bool,
    has_entries: bool,
    /// Whether the current owner was told with a part.
    is_told: bool,
    /// The entry that is arriving.
    entry: Vec<u8>,
    /// Entries that have arrived since the last part.
    entries: String,
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
            mark: 0,
            is_broken: false,
            depth: 0,
            in_string: false,
            escaped: false,
            in_owners: false,
            in_entries: false,
            in_entry: false,
            has_entry: false,
            has_comma: false,
            has_owners: false,
            has_entries: false,
            is_told: false,
            entry: Vec::new(),
            entries: String::new(),
            frame: Vec::new(),
            owner: 0,
        }
    }

    /// How deep the list of entries is.
    const fn entries_depth(&self) -> usize {
        if self.several { 4 } else { 2 }
    }

    /// Takes the next bytes and gives the entries that are complete with them, also those before a
    /// fault, which [`Splitter::check`] tells.
    pub fn feed(&mut self, chunk: &[u8]) -> Vec<Part> {
        let mut parts = Vec::new();
        for byte in chunk {
            if self.is_broken {
                break;
            }
            let taken = if self.in_entry { self.take_into_entry(*byte) } else { self.take(*byte, &mut parts) };
            self.is_broken = taken.is_err();
        }
        self.flush(&mut parts);
        parts
    }

    /// Whether this can still be an export.
    ///
    /// # Errors
    /// `permission_failed` when it can't.
    pub fn check(&self) -> Result<(), Error> {
        if self.is_broken { Err(unusable()) } else { Ok(()) }
    }

    /// Ends the answer.
    ///
    /// # Errors
    /// `network` when it was cut off; `permission_failed` when it was no export.
    pub fn finish(&self, parse: Parser) -> Result<(), Error> {
        self.check()?;
        if self.frame.is_empty() || self.depth > 0 {
            return Err(Error::new(
                Code::Network,
                "The export broke off. What has arrived is complete entries; ask again for the rest.",
            ));
        }
        let name = if self.several { OWNERS } else { ENTRIES };
        let name = name.strip_prefix(b"\"").and_then(|name| name.strip_suffix(b"\":[")).unwrap_or_default();
        let name = std::str::from_utf8(name).unwrap_or_default();
        let frame = std::str::from_utf8(&self.frame).ok().and_then(parse);
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

    fn take_into_entry(&mut self, byte: u8) -> Result<(), Error> {
        let is_in_string = self.is_in_string(byte);
        // So that no entry holds the separator: in a string of JSON there are no line breaks.
        self.entry.push(if byte == b'\n' { b' ' } else { byte });
        if self.entry.len() > LIMIT || (is_in_string && byte < b' ') {
            return Err(unusable());
        }
        if is_in_string {
            return Ok(());
        }
        match byte {
            b'{' | b'[' => self.deepen()?,
            b'}' | b']' => self.depth -= 1,
            _ => return Ok(()),
        }
        if self.depth == self.entries_depth() {
            if !self.entries.is_empty() {
                self.entries.push_str(SEPARATOR);
            }
            self.entries.push_str(std::str::from_utf8(&self.entry).map_err(|_| unusable())?);
            self.entry.clear();
            self.in_entry = false;
            self.has_entry = true;
        }
        Ok(())
    }

    /// Takes a byte that is no part of an entry.
    fn take(&mut self, byte: u8, parts: &mut Vec<Part>) -> Result<(), Error> {
        if self.frame.is_empty() && self.is_mark(byte)? {
            return Ok(());
        }
        if self.frame.len() > LIMIT {
            return Err(unusable());
        }
        if self.is_in_string(byte) {
            self.frame.push(byte);
            return if self.in_entries { Err(unusable()) } else { Ok(()) };
        }
        if byte.is_ascii_whitespace() {
            return Ok(());
        }
        if self.in_entries && (byte != b']' || self.has_comma) {
            return self.between_entries(byte);
        }
        let done = self.depth == 0 && !self.frame.is_empty();
        if done || (self.frame.is_empty() && byte != b'{') {
            return Err(unusable());
        }
        match byte {
            b'{' | b'[' => self.open(byte),
            b'}' | b']' => self.close(byte, parts),
            _ => {
                self.frame.push(byte);
                Ok(())
            }
        }
    }

    /// Follows the byte order mark, whole or not at all.
    fn is_mark(&mut self, byte: u8) -> Result<bool, Error> {
        let is_next = BYTE_ORDER_MARK.get(self.mark) == Some(&byte);
        if !is_next && self.mark > 0 && self.mark < BYTE_ORDER_MARK.len() {
            return Err(unusable());
        }
        self.mark += usize::from(is_next);
        Ok(is_next)
    }

    fn between_entries(&mut self, byte: u8) -> Result<(), Error> {
        match byte {
            b'{' if !self.has_entry => {
                self.in_entry = true;
                self.has_comma = false;
                self.entry.push(byte);
                self.deepen()
            }
            b',' if self.has_entry => {
                self.has_entry = false;
                self.has_comma = true;
                Ok(())
            }
            _ => Err(unusable()),
        }
    }

    fn deepen(&mut self) -> Result<(), Error> {
        self.depth += 1;
        if self.depth > DEPTH_LIMIT { Err(unusable()) } else { Ok(()) }
    }

    fn open(&mut self, byte: u8) -> Result<(), Error> {
        if self.in_owners && self.depth == 2 {
            self.owner = self.frame.len();
            self.has_entries = false;
            self.is_told = false;
        }
        self.deepen()?;
        self.frame.push(byte);
        let may_hold_entries = self.in_owners || !self.several;
        self.in_entries = may_hold_entries && self.depth == self.entries_depth() && self.is_list(ENTRIES);
        let begins_owners = self.several && self.depth == 2 && self.is_list(OWNERS);
        // Of two lists under one name, JSON does not say which counts (RFC 8259 section 4).
        if (self.in_entries && self.has_entries) || (begins_owners && self.has_owners) {
            self.in_entries = false;
            return Err(unusable());
        }
        self.has_entries |= self.in_entries;
        self.has_owners |= begins_owners;
        self.in_owners |= begins_owners;
        self.has_entry = false;
        Ok(())
    }

    /// Whether a list of this name has just begun.
    fn is_list(&self, name: &[u8]) -> bool {
        self.frame.strip_suffix(name).is_some_and(|before| matches!(before.last(), Some(b'{' | b',')))
    }

    fn close(&mut self, byte: u8, parts: &mut Vec<Part>) -> Result<(), Error> {
        self.flush(parts);
        self.in_entries = false;
        self.frame.push(byte);
        self.depth = self.depth.saturating_sub(1);
        if self.in_owners && self.depth == 2 && byte == b'}' {
            let owner = std::str::from_utf8(self.frame.get(self.owner..).unwrap_or_default());
            let owner = Some(owner.map_err(|_| unusable())?.to_owned());
            parts.push(Part { owner, is_last: true, entries: String::new() });
            self.frame.truncate(self.owner);
            self.frame.push(b'0');
        }
        self.in_owners &= self.depth >= 2;
        Ok(())
    }

    /// Gives what is complete of a list of entries.
    fn flush(&mut self, parts: &mut Vec<Part>) {
        if self.entries.is_empty() {
            return;
        }
        let owner = (self.several && !self.is_told).then(|| {
            let owner = self.frame.get(self.owner..).unwrap_or_default();
            [&String::from_utf8_lossy(owner), "]}"].concat()
        });
        self.is_told = true;
        parts.push(Part { owner, is_last: false, entries: std::mem::take(&mut self.entries) });
    }
}

#[cfg(test)]
#[path = "export_splitter_tests.rs"]
mod tests;

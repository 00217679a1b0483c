//! Pending logins in a key-value store that offers `get`, `set` and `remove` and no list.
//!
//! Each login has a record of its own. So that abandoned ones are found again, records stand in the slots of a
//! block, and one more record lists the blocks with the instant at which something in them expires. A page
//! reserves a block and then fills its slots, so that most logins write once; neither starting a login nor
//! sweeping costs more the more logins are pending.

use super::fault::Fault;
use super::login::POPUP_MARK;
use crate::oauth::pkce::base64url;
use crate::oauth::{Code, form, text};

/// The store refused: it is disabled, partitioned away or full.
#[derive(Debug)]
pub struct Unavailable;

/// Web storage, or anything with its three methods.
pub trait Store {
    /// The value under `key`.
    fn get(&self, key: &str) -> Result<Option<String>, Unavailable>;
    /// Puts `value` under `key`.
    fn set(&self, key: &str, value: &str) -> Result<(), Unavailable>;
    /// Removes `key`, if it is there.
    fn remove(&self, key: &str) -> Result<(), Unavailable>;
}

impl From<Unavailable> for Fault {
    fn from(_: Unavailable) -> Self {
        Self::new(Code::StorageUnavailable)
    }
}

const VERSION: &str = "2";
/// Where the blocks are listed: `name:due` with spaces between them, `due` in milliseconds since the epoch.
const BLOCKS: &str = "consentkey.blocks";
/// Slots of a block.
const BLOCK: u64 = 32;
/// A longer list is not ours: a bound against what others planted.
const LONGEST_LIST: usize = 64 * 1024;
/// Blocks beyond this many are left to the next sweep.
const SWEEP_LIMIT: u32 = 64;

fn key_of(name: &str) -> String {
    text::joined!["consentkey.", name]
}

fn slot_name(block: &str, slot: u64) -> String {
    let mut name = text::joined![block, "."];
    text::push_number(&mut name, slot);
    name
}

/// A slot that is free.
pub struct Slot<'a> {
    store: &'a dyn Store,
    block: String,
    slot: u64,
}

/// Finds a free slot, in the block that the last login answered or in a new one, after sweeping.
/// A new block is named with the first of the `random` bytes.
pub fn reserve<'a>(
    store: &'a dyn Store,
    block: &str,
    random: &[u8; 32],
    now: u64,
    expires_at: u64,
) -> Result<Slot<'a>, Unavailable> {
    let list = sweep(store, now)?;
    // The last login's slot stands behind its block's name, as in the name of a slot.
    let (name, slot) = text::split(block, b'.');
    let slot = slot.and_then(text::number).map_or(BLOCK, |slot| slot.saturating_add(1));
    if slot < BLOCK && text::parts(&list, b' ').any(|entry| text::split(entry, b':').0 == name) {
        return Ok(Slot { store, block: text::owned(name), slot });
    }
    let mut block = base64url(random);
    block.truncate(8);
    let mut list = list;
    append_entry(&mut list, &block, expires_at);
    store.set(BLOCKS, &list)?;
    Ok(Slot { store, block, slot: 0 })
}

fn append_entry(list: &mut String, block: &str, due: u64) {
    if !list.is_empty() {
        text::push(list, " ");
    }
    text::push(list, block);
    text::push(list, ":");
    text::push_number(list, due);
}

impl Slot<'_> {
    /// What `state` ends with, so that the record is found again.
    pub fn name(&self) -> String {
        slot_name(&self.block, self.slot)
    }

    /// Puts the record of a login there.
    ///
    /// # Errors
    /// `storage_unavailable`; then nothing of the login is left.
    pub fn fill(&self, login: &str, expires_at: u64) -> Result<(), Unavailable> {
        let mut record = head(expires_at);
        text::push(&mut record, "&");
        text::push(&mut record, login);
        self.store.set(&key_of(&self.name()), &record)
    }
}

fn head(expires_at: u64) -> String {
    let mut record = String::new();
    form::append(&mut record, "v", VERSION);
    form::append(&mut record, "expires_at", &form::decimal(expires_at));
    record
}

/// When a record expires; `None` where the text is no record of ours.
fn expiry(record: &str) -> Option<u64> {
    let is_ours = form::raw(record, "v") == Some(VERSION);
    form::raw(record, "expires_at").filter(|_| is_ours).and_then(text::number)
}

/// Removes the records and marks that have expired. Answers the list of the blocks that are left.
///
/// # Errors
/// Where the store can't be read; where it can't be written, what has expired stays for the next sweep.
pub fn sweep(store: &dyn Store, now: u64) -> Result<String, Unavailable> {
    let list = store.get(BLOCKS)?.filter(|list| list.len() <= LONGEST_LIST).unwrap_or_default();
    // As a rule nothing is due, and nothing to be written anew.
    if list.is_empty() || text::parts(&list, b' ').all(|entry| due_of(entry).is_some_and(|due| due > now)) {
        return Ok(list);
    }
    let mut left = String::new();
    let mut swept = 0;
    for entry in text::parts(&list, b' ') {
        let Some(mut due) = due_of(entry) else { continue };
        let block = text::split(entry, b':').0;
        if due <= now && swept < SWEEP_LIMIT {
            swept += 1;
            let Some(next) = sweep_block(store, block, now) else { continue };
            due = next;
        }
        append_entry(&mut left, block, due);
    }
    let _ = if left.is_empty() { store.remove(BLOCKS) } else { store.set(BLOCKS, &left) };
    Ok(left)
}

/// When a block of the list is to be looked at.
fn due_of(entry: &str) -> Option<u64> {
    text::split(entry, b':').1.and_then(text::number)
}

/// When something in a block expires next; `None` when it is empty.
fn sweep_block(store: &dyn Store, block: &str, now: u64) -> Option<u64> {
    let mut next = None;
    for slot in 0..BLOCK {
        let key = key_of(&slot_name(block, slot));
        let Ok(Some(record)) = store.get(&key) else { continue };
        match expiry(&record) {
            // Somebody else's.
            None => {}
            Some(expires_at) if expires_at <= now => drop(store.remove(&key)),
            Some(expires_at) => next = Some(next.map_or(expires_at, |next: u64| next.min(expires_at))),
        }
    }
    next
}

/// The record under a `state`, where it is of this very login.
fn find(store: &dyn Store, state: &str) -> Result<Option<(String, String)>, Unavailable> {
    let name = text::split(state.strip_suffix(POPUP_MARK).unwrap_or(state), b'.').1;
    let Some(key) = name.map(key_of) else { return Ok(None) };
    let record = store.get(&key)?.filter(|record| expiry(record).is_some() && form::value(record, "state") == state);
    Ok(record.map(|record| (key, record)))
}

fn is_used(record: &str) -> bool {
    form::raw(record, "used").is_some()
}

fn is_of(record: &str, settings: &str) -> bool {
    ["provider_id", "client_id"].iter().all(|name| form::raw(record, name) == form::raw(settings, name))
}

/// Whether a login of this client was not answered under this `state`; it may be over.
pub fn is_pending(store: &dyn Store, state: &str, settings: &str) -> bool {
    let found = find(store, state).ok().flatten();
    found.is_some_and(|(_, record)| !is_used(&record) && is_of(&record, settings))
}

/// What became of the login that a response answers.
#[derive(Debug, PartialEq, Eq)]
pub enum Taken {
    /// It waited; this is its record.
    Pending(String),
    /// It was answered before.
    Used,
    /// It waited too long; this was its record.
    Expired(String),
    /// There is none of this client.
    Unknown,
}

/// Uses up the login under `state`: whoever comes next is told that it was used. Another client's is left alone.
///
/// # Errors
/// Where the store refuses, with nothing used up.
pub fn take(store: &dyn Store, state: &str, settings: &str, now: u64) -> Result<Taken, Unavailable> {
    let Some((key, record)) = find(store, state)? else { return Ok(Taken::Unknown) };
    let expires_at = expiry(&record).unwrap_or_default();
    if is_used(&record) {
        return Ok(if now < expires_at { Taken::Used } else { Taken::Unknown });
    }
    if !is_of(&record, settings) {
        return Ok(Taken::Unknown);
    }
    if now >= expires_at {
        store.remove(&key)?;
        return Ok(Taken::Expired(record));
    }
    let mut mark = head(expires_at);
    form::append(&mut mark, "used", "1");
    form::append(&mut mark, "state", state);
    store.set(&key, &mark)?;
    Ok(Taken::Pending(record))
}

/// Forgets a login whose response nobody waits for any more. A store that refuses is left as it is.
pub fn abandon(store: &dyn Store, state: &str) {
    if let Ok(Some((key, _))) = find(store, state) {
        let _ = store.remove(&key);
    }
}

#[cfg(test)]
#[path = "transactions_tests.rs"]
pub(crate) mod tests;

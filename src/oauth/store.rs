//! Pending transactions in a key-value store that offers `get`, `set` and `remove` and no list.
//!
//! Each transaction has a record of its own, under its `state`. Abandoned ones are found again
//! through a queue per lifetime: numbered slots between a first and a last, and a list of the
//! lifetimes in use, which differ where clients or their versions do. Within one lifetime the
//! oldest expires first, so sweeping looks at the front only, and neither starting a login
//! nor sweeping costs more the more logins are pending.

use super::transaction::{Matched, Record, Transaction};
use super::{Code, Error, form};

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

impl From<Unavailable> for Error {
    fn from(_: Unavailable) -> Self {
        Self::new(
            Code::StorageUnavailable,
            "The login can't be remembered: the browser refuses storage or it is full. \
             Allow storage for this site, or pass another `storage`.",
        )
    }
}

// The bookkeeping may be damaged, or written by others: it never decides how much is read.

/// Slots beyond this many in one sweep of a lifetime are left to the next.
const SWEEP_LIMIT: u64 = 50;

/// No more transactions than this fit into a browser's storage: bounds further apart are damaged.
const LONGEST_QUEUE: u64 = 100_000;

/// How many lifetimes are remembered, the latest ones.
const MOST_LIFETIMES: usize = 8;

fn record_key(state: &str) -> String {
    ["consentkey.", state].concat()
}

/// Remembers a transaction under its `state`. `lifetime` is in milliseconds.
pub fn put(store: &dyn Store, state: &str, transaction: Transaction, lifetime: u64) -> Result<(), Error> {
    let expires_at = transaction.expires_at;
    let key = record_key(state);
    let stored = store
        .set(&key, &Record::Pending(transaction).encode())
        .and_then(|()| Queue::open(store, lifetime)?.push(expires_at, state));
    if stored.is_err() {
        let _ = store.remove(&key);
    }
    Ok(stored?)
}

/// Why no transaction could be taken.
#[derive(Debug)]
pub struct Untaken {
    /// The failure.
    pub error: Error,
    /// The transaction that is over, with [`Code::TransactionExpired`].
    pub late: Option<Matched>,
}

impl From<Error> for Untaken {
    fn from(error: Error) -> Self {
        Self { error, late: None }
    }
}

impl From<Unavailable> for Untaken {
    fn from(unavailable: Unavailable) -> Self {
        Error::from(unavailable).into()
    }
}

/// Uses up the transaction under `state`: whoever comes next is told that it was used.
///
/// `server` and `client_id` are the caller's own; another client's transaction is left alone.
pub fn take(store: &dyn Store, state: &str, server: &str, client_id: &str, now: u64) -> Result<Transaction, Untaken> {
    let key = record_key(state);
    match record(store, &key)? {
        Some(Record::Used { expires_at }) if now < expires_at => Err(used().into()),
        Some(Record::Pending(transaction)) if transaction.is_of(server, client_id) => {
            if now >= transaction.expires_at {
                store.remove(&key)?;
                let error =
                    Error::new(Code::TransactionExpired, "The answer came too late for this sign-in. Start a new one.");
                return Err(Untaken { error, late: Some(Matched::from(&transaction)) });
            }
            store.set(&key, &Record::Used { expires_at: transaction.expires_at }.encode())?;
            Ok(transaction)
        }
        _ => Err(unknown().into()),
    }
}

/// Whether a transaction of this client is there under `state` and not used up. A store that refuses has none.
pub fn awaits(store: &dyn Store, state: &str, server: &str, client_id: &str) -> bool {
    let found = record(store, &record_key(state)).ok().flatten();
    matches!(found, Some(Record::Pending(transaction)) if transaction.is_of(server, client_id))
}

fn record(store: &dyn Store, key: &str) -> Result<Option<Record>, Unavailable> {
    Ok(store.get(key)?.as_deref().and_then(Record::decode))
}

fn unknown() -> Error {
    Error::new(
        Code::StateUnknown,
        "No sign-in of this client is waiting for this answer. It may have been started in another tab, \
         browser or storage, or long ago. Start a new one.",
    )
}

/// Forgets a transaction whose response nobody waits for any more.
///
/// A store that refuses is left as it is, as in [`sweep`].
pub fn abandon(store: &dyn Store, state: &str) {
    let _ = store.remove(&record_key(state));
}

/// `transaction_used`.
pub fn used() -> Error {
    Error::new(Code::TransactionUsed, "This sign-in was already answered. If you still need a token, start a new one.")
}

/// Removes the records and marks that have expired, of clients with any lifetime, and nothing else.
///
/// Tidying up must not keep a login from working, so a store that refuses is left as it is.
pub fn sweep(store: &dyn Store, now: u64) {
    for lifetime in lifetimes(store).unwrap_or_default() {
        let _ = Queue::named(store, lifetime).sweep(now);
    }
}

/// Where the lifetimes in use stand, in seconds.
const LIFETIMES: &str = "consentkey.lifetimes";

/// The latest come last.
fn lifetimes(store: &dyn Store) -> Result<Vec<u64>, Unavailable> {
    let text = store.get(LIFETIMES)?.unwrap_or_default();
    let mut known: Vec<u64> = text.rsplit(' ').take(MOST_LIFETIMES).filter_map(number).collect();
    known.reverse();
    Ok(known)
}

/// A number as [`form::decimal`] writes it.
fn number(text: &str) -> Option<u64> {
    text.parse().ok().filter(|number| form::decimal(*number) == text)
}

/// The transactions of one lifetime, oldest first.
struct Queue<'a> {
    store: &'a dyn Store,
    name: String,
}

impl<'a> Queue<'a> {
    fn named(store: &'a dyn Store, lifetime: u64) -> Self {
        Self { store, name: ["consentkey.", &form::decimal(lifetime)].concat() }
    }

    /// The queue of a lifetime in milliseconds, known to [`sweep`] from now on.
    fn open(store: &'a dyn Store, lifetime: u64) -> Result<Self, Unavailable> {
        let lifetime = lifetime / 1000;
        let mut known = lifetimes(store)?;
        if !known.contains(&lifetime) {
            known.push(lifetime);
            let latest = known.iter().rev().take(MOST_LIFETIMES).rev();
            store.set(LIFETIMES, &latest.map(|known| form::decimal(*known)).collect::<Vec<_>>().join(" "))?;
        }
        Ok(Self::named(store, lifetime))
    }

    /// The numbers of the first slot and of the one behind the last.
    fn bounds(&self) -> Result<(u64, u64), Unavailable> {
        let text = self.store.get(&self.name)?.unwrap_or_default();
        let bounds = pair(&text).and_then(|(first, end)| Some((first, number(end)?)));
        let usable = |(first, end): &(u64, u64)| end.checked_sub(*first).is_some_and(|length| length <= LONGEST_QUEUE);
        Ok(bounds.filter(usable).unwrap_or_default())
    }

    fn set_bounds(&self, first: u64, end: u64) -> Result<(), Unavailable> {
        if first == end {
            return self.store.remove(&self.name);
        }
        self.store.set(&self.name, &[form::decimal(first).as_str(), " ", &form::decimal(end)].concat())
    }

    fn slot(&self, number: u64) -> String {
        [self.name.as_str(), ".", &form::decimal(number)].concat()
    }

    fn push(&self, expires_at: u64, state: &str) -> Result<(), Unavailable> {
        let (first, end) = self.bounds()?;
        let slot = self.slot(end);
        self.store.set(&slot, &[form::decimal(expires_at).as_str(), " ", state].concat())?;
        self.set_bounds(first, end.saturating_add(1)).inspect_err(|_| {
            let _ = self.store.remove(&slot);
        })
    }

    fn sweep(&self, now: u64) -> Result<(), Unavailable> {
        let (start, end) = self.bounds()?;
        let mut first = start;
        while first < end && first - start < SWEEP_LIMIT {
            let slot = self.slot(first);
            // A slot that is gone or not ours is passed over, or it would block the queue for good.
            if let Some((expires_at, state)) = self.store.get(&slot)?.as_deref().and_then(pair) {
                if now < expires_at {
                    break;
                }
                self.forget(state, now)?;
                self.store.remove(&slot)?;
            }
            first += 1;
        }
        if first == start { Ok(()) } else { self.set_bounds(first, end) }
    }

    /// Removes what is under `state` where that is a record that has expired.
    fn forget(&self, state: &str, now: u64) -> Result<(), Unavailable> {
        let key = record_key(state);
        match record(self.store, &key)? {
            Some(record) if record.expires_at() <= now => self.store.remove(&key),
            _ => Ok(()),
        }
    }
}

/// A number, and what stands behind a space.
fn pair(text: &str) -> Option<(u64, &str)> {
    let (first, second) = text.split_once(' ')?;
    Some((number(first)?, second))
}

#[cfg(test)]
#[path = "store_tests.rs"]
pub(crate) mod tests;

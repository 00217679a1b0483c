//! Pending transactions in a key-value store that offers `get`, `set` and `remove` and no list.
//!
//! Each transaction has a record of its own, under its `state`. Abandoned ones are found again
//! through a queue per lifetime: numbered slots between a first and a last, and a list of the
//! lifetimes in use, which differ where clients or their versions do. Within one lifetime the
//! oldest expires first, so sweeping looks at the front only, and neither starting a login
//! nor sweeping costs more the more logins are pending.

use super::transaction::{Record, Transaction};
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

/// Slots beyond this many in one sweep are left to the next: a bound against corrupted counters.
const SWEEP_LIMIT: u64 = 10_000;

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

/// Uses up the transaction under `state`: whoever comes next is told that it was used.
///
/// `server` and `client_id` are the caller's own; another client's transaction is left alone.
pub fn take(store: &dyn Store, state: &str, server: &str, client_id: &str, now: u64) -> Result<Transaction, Error> {
    let key = record_key(state);
    match store.get(&key)?.as_deref().and_then(Record::decode) {
        Some(Record::Used { expires_at }) if now < expires_at => Err(used()),
        Some(Record::Pending(transaction)) if transaction.server == server && transaction.client_id == client_id => {
            if now >= transaction.expires_at {
                store.remove(&key)?;
                return Err(Error::new(
                    Code::TransactionExpired,
                    "The answer came too late for this sign-in. Start a new one.",
                ));
            }
            store.set(&key, &Record::Used { expires_at: transaction.expires_at }.encode())?;
            Ok(transaction)
        }
        _ => Err(Error::new(
            Code::StateUnknown,
            "No sign-in of this client is waiting for this answer. It may have been started in another tab, \
             browser or storage, or long ago. Start a new one.",
        )),
    }
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

/// Removes the records and marks that have expired, of clients with any lifetime.
///
/// Tidying up must not keep a login from working, so a store that refuses is left as it is.
pub fn sweep(store: &dyn Store, now: u64) {
    for name in lifetimes(store).unwrap_or_default().split(' ') {
        let _ = Queue::named(store, name).sweep(now);
    }
}

/// Where the lifetimes in use stand, in seconds.
const LIFETIMES: &str = "consentkey.lifetimes";

fn lifetimes(store: &dyn Store) -> Result<String, Unavailable> {
    Ok(store.get(LIFETIMES)?.unwrap_or_default())
}

/// The transactions of one lifetime, oldest first.
struct Queue<'a> {
    store: &'a dyn Store,
    name: String,
}

impl<'a> Queue<'a> {
    fn named(store: &'a dyn Store, lifetime: &str) -> Self {
        Self { store, name: ["consentkey.", lifetime].concat() }
    }

    /// The queue of a lifetime in milliseconds, known to [`sweep`] from now on.
    fn open(store: &'a dyn Store, lifetime: u64) -> Result<Self, Unavailable> {
        let lifetime = form::decimal(lifetime / 1000);
        let known = lifetimes(store)?;
        if !known.split(' ').any(|name| name == lifetime) {
            store.set(LIFETIMES, [known.as_str(), " ", &lifetime].concat().trim_start())?;
        }
        Ok(Self::named(store, &lifetime))
    }

    /// The numbers of the first slot and of the one behind the last.
    fn bounds(&self) -> Result<(u64, u64), Unavailable> {
        let text = self.store.get(&self.name)?.unwrap_or_default();
        let read = |(first, end): (&str, &str)| Some((first.parse().ok()?, end.parse().ok()?));
        Ok(text.split_once(' ').and_then(read).filter(|(first, end)| first <= end).unwrap_or((0, 0)))
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
            // A slot that is gone or damaged is passed over, or it would block the queue for good.
            if let Some(text) = self.store.get(&slot)? {
                if let Some((expires_at, state)) = text.split_once(' ') {
                    if expires_at.parse().is_ok_and(|expires_at: u64| now < expires_at) {
                        break;
                    }
                    self.store.remove(&record_key(state))?;
                }
                self.store.remove(&slot)?;
            }
            first += 1;
        }
        if first == start { Ok(()) } else { self.set_bounds(first, end) }
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::super::transaction::tests::transaction;
    use super::*;
    use std::cell::{Cell, RefCell};
    use std::collections::BTreeMap;

    const LIFETIME: u64 = 900_000;

    #[derive(Default)]
    pub struct Memory {
        entries: RefCell<BTreeMap<String, String>>,
        writes_left: Cell<Option<usize>>,
        calls: Cell<usize>,
    }

    impl Store for Memory {
        fn get(&self, key: &str) -> Result<Option<String>, Unavailable> {
            self.calls.set(self.calls.get() + 1);
            Ok(self.entries.borrow().get(key).cloned())
        }
        fn set(&self, key: &str, value: &str) -> Result<(), Unavailable> {
            self.calls.set(self.calls.get() + 1);
            if let Some(left) = self.writes_left.get() {
                self.writes_left.set(Some(left.checked_sub(1).ok_or(Unavailable)?));
            }
            self.entries.borrow_mut().insert(key.into(), value.into());
            Ok(())
        }
        fn remove(&self, key: &str) -> Result<(), Unavailable> {
            self.calls.set(self.calls.get() + 1);
            self.entries.borrow_mut().remove(key);
            Ok(())
        }
    }

    fn expiring(expires_at: u64) -> Transaction {
        Transaction { expires_at, ..transaction() }
    }

    fn take_own(store: &Memory, state: &str, now: u64) -> Result<Transaction, Code> {
        take(store, state, "https://broker.netid.de/", "client", now).map_err(|error| error.code)
    }

    #[test]
    fn a_transaction_is_taken_once() {
        let store = Memory::default();
        put(&store, "one", expiring(1000), LIFETIME).unwrap();
        put(&store, "two", expiring(1000), LIFETIME).unwrap();
        assert_eq!(take_own(&store, "two", 10).unwrap().expires_at, 1000);
        assert_eq!(take_own(&store, "two", 10).unwrap_err(), Code::TransactionUsed);
        assert!(take_own(&store, "one", 10).is_ok());
        assert_eq!(take_own(&store, "three", 10).unwrap_err(), Code::StateUnknown);
    }

    #[test]
    fn what_stays_after_an_answer_is_small_and_not_secret() {
        let store = Memory::default();
        let state = "s".repeat(43);
        put(&store, &state, expiring(1_800_000_000_000), LIFETIME).unwrap();
        take_own(&store, &state, 10).unwrap();
        let left: String = store.entries.borrow().iter().map(|(key, value)| key.clone() + value).collect();
        assert!(left.len() < 200, "{left}");
        assert!(!left.contains("the-verifier") && !left.contains("the-nonce"));
    }

    #[test]
    fn the_last_moment_is_too_late() {
        let store = Memory::default();
        put(&store, "one", expiring(1000), LIFETIME).unwrap();
        put(&store, "two", expiring(1000), LIFETIME).unwrap();
        assert!(take_own(&store, "one", 999).is_ok());
        assert_eq!(take_own(&store, "two", 1000).unwrap_err(), Code::TransactionExpired);
        assert_eq!(take_own(&store, "two", 1000).unwrap_err(), Code::StateUnknown);
        assert_eq!(take_own(&store, "one", 999).unwrap_err(), Code::TransactionUsed);
        assert_eq!(take_own(&store, "one", 1000).unwrap_err(), Code::StateUnknown);
    }

    #[test]
    fn another_clients_transaction_is_left_for_it() {
        let store = Memory::default();
        put(&store, "one", expiring(1000), LIFETIME).unwrap();
        for (server, client) in [("https://evil.example/", "client"), ("https://broker.netid.de/", "other")] {
            assert_eq!(take(&store, "one", server, client, 10).unwrap_err().code, Code::StateUnknown);
        }
        assert!(take_own(&store, "one", 10).is_ok());
    }

    #[test]
    fn a_damaged_record_is_unknown() {
        let store = Memory::default();
        store.set("consentkey.one", "v=1&expires_at=").unwrap();
        assert_eq!(take_own(&store, "one", 10).unwrap_err(), Code::StateUnknown);
    }

    #[test]
    fn sweeping_removes_all_that_expired_and_nothing_else() {
        let store = Memory::default();
        for number in 0..5u64 {
            put(&store, &format!("state-{number}"), expiring(1000 + number), LIFETIME).unwrap();
        }
        take_own(&store, "state-1", 10).unwrap();
        sweep(&store, 1003);
        assert_eq!(take_own(&store, "state-2", 10).unwrap_err(), Code::StateUnknown);
        assert_eq!(take_own(&store, "state-1", 10).unwrap_err(), Code::StateUnknown);
        assert!(take_own(&store, "state-4", 10).is_ok());
        sweep(&store, 2000);
        let left: Vec<_> = store.entries.borrow().keys().cloned().collect();
        assert_eq!(left, [LIFETIMES]);
    }

    #[test]
    fn what_nobody_waits_for_is_forgotten() {
        let store = Memory::default();
        put(&store, "one", expiring(1000), LIFETIME).unwrap();
        put(&store, "two", expiring(1000), LIFETIME).unwrap();
        abandon(&store, "one");
        assert_eq!(take_own(&store, "one", 10).unwrap_err(), Code::StateUnknown);
        assert!(take_own(&store, "two", 10).is_ok());
    }

    #[test]
    fn a_short_lifetime_is_swept_beside_a_long_one() {
        let store = Memory::default();
        put(&store, "long", expiring(900_000), LIFETIME).unwrap();
        put(&store, "short", expiring(1000), 1000).unwrap();
        sweep(&store, 1000);
        assert_eq!(take_own(&store, "short", 10).unwrap_err(), Code::StateUnknown);
        assert!(take_own(&store, "long", 10).is_ok());
    }

    #[test]
    fn damaged_bookkeeping_neither_blocks_nor_loops() {
        let store = Memory::default();
        for damage in ["", "x", "5 2", "0 99999999999999999999", "0 18446744073709551615"] {
            store.set("consentkey.900", damage).unwrap();
            sweep(&store, 1000);
            put(&store, "one", expiring(2000), LIFETIME).unwrap();
            assert!(take_own(&store, "one", 1000).is_ok(), "{damage}");
        }
        store.entries.borrow_mut().clear();
        put(&store, "one", expiring(1000), LIFETIME).unwrap();
        put(&store, "two", expiring(1000), LIFETIME).unwrap();
        store.set("consentkey.900.0", "no number").unwrap();
        sweep(&store, 1000);
        assert!(store.get("consentkey.two").unwrap().is_none());
    }

    #[test]
    fn a_full_store_keeps_nothing_of_a_transaction() {
        for writes in 0..4 {
            let store = Memory::default();
            store.writes_left.set(Some(writes));
            let refused = put(&store, "one", expiring(1000), LIFETIME).unwrap_err();
            assert_eq!(refused.code, Code::StorageUnavailable);
            let left: Vec<_> = store.entries.borrow().keys().cloned().collect();
            assert!(left.is_empty() || left == [LIFETIMES], "{left:?}");
        }
    }

    #[test]
    fn the_cost_of_a_login_does_not_grow_with_those_pending() {
        let store = Memory::default();
        let cost = |state: &str| {
            store.calls.set(0);
            sweep(&store, 10);
            put(&store, state, expiring(1000), LIFETIME).unwrap();
            store.calls.get()
        };
        cost("first");
        let second = cost("second");
        for number in 0..1000 {
            cost(&number.to_string());
        }
        assert_eq!(cost("last"), second);
    }
}

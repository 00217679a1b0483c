use super::super::transaction::tests::transaction;
use super::*;
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;

const LIFETIME: u64 = 900_000;
const SERVER: &str = "https://broker.netid.de/";

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
    take(store, state, SERVER, "client", now).map_err(|untaken| untaken.error.code)
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
    for (server, client) in [("https://evil.example/", "client"), (SERVER, "other")] {
        assert_eq!(take(&store, "one", server, client, 10).unwrap_err().error.code, Code::StateUnknown);
        assert!(!awaits(&store, "one", server, client));
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
fn a_transaction_is_awaited_until_it_is_taken() {
    let store = Memory::default();
    put(&store, "one", expiring(1000), LIFETIME).unwrap();
    assert!(awaits(&store, "one", SERVER, "client"));
    take_own(&store, "one", 10).unwrap();
    for state in ["one", "two", "lifetimes", "900", "900.0", ""] {
        assert!(!awaits(&store, state, SERVER, "client"), "{state}");
    }
}

#[test]
fn one_that_is_over_tells_what_it_was() {
    let store = Memory::default();
    put(&store, "one", expiring(1000), LIFETIME).unwrap();
    let late = take(&store, "one", SERVER, "client", 1000).unwrap_err().late.unwrap();
    assert_eq!(late.app_state, transaction().app_state);
    assert!(take(&store, "one", SERVER, "client", 1000).unwrap_err().late.is_none());
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
fn planted_bookkeeping_never_decides_how_much_is_read() {
    let many = (0..100_000).map(|lifetime| lifetime.to_string()).collect::<Vec<_>>().join(" ");
    for lifetimes in ["900", "900 900 900", "1 2 3 4 5 6 7 8 9 10 11 12 13", &many] {
        for bounds in ["0 18446744073709551615", "0 10000000", "0 100000", "18446744073709551614 18446744073709551615"]
        {
            let store = Memory::default();
            store.set(LIFETIMES, lifetimes).unwrap();
            for name in lifetimes.split(' ') {
                store.set(&["consentkey.", name].concat(), bounds).unwrap();
            }
            for number in 0..1000 {
                store.set(&format!("consentkey.900.{number}"), "1 state").unwrap();
            }
            for _ in 0..2 {
                store.calls.set(0);
                sweep(&store, 1000);
                put(&store, "one", expiring(2000), LIFETIME).unwrap();
                assert!(store.calls.get() < 1500, "{} calls for {bounds}", store.calls.get());
                assert!(take_own(&store, "one", 1000).is_ok());
            }
        }
    }
}

#[test]
fn lifetimes_beyond_the_last_few_are_given_up() {
    let store = Memory::default();
    for lifetime in 1..=20 {
        put(&store, "one", expiring(1000), lifetime * 1000).unwrap();
    }
    assert_eq!(store.get(LIFETIMES).unwrap().unwrap(), "13 14 15 16 17 18 19 20");
}

#[test]
fn sweeping_removes_nothing_but_expired_records_and_their_slots() {
    let store = Memory::default();
    put(&store, "late", expiring(1000), LIFETIME).unwrap();
    put(&store, "fresh", expiring(9000), LIFETIME).unwrap();
    let foreign = [
        ("consentkey.tcf", "{}"),
        ("consentkey.tcf.0", "1 note"),
        ("consentkey.note", "1"),
        ("consentkey.", "nameless"),
        ("consentkey.900.2", "a slot of somebody's"),
        ("consentkey.900.3", "+1 note"),
        ("consentkey.900.4", "1"),
    ];
    for (key, value) in foreign {
        store.set(key, value).unwrap();
    }
    for (number, named) in ["note", "tcf", "lifetimes", "900", "fresh", ""].into_iter().enumerate() {
        store.set(&format!("consentkey.900.{}", number + 5), &format!("1 {named}")).unwrap();
    }
    store.set("consentkey.900.1", "1 fresh").unwrap();
    store.set("consentkey.900", "0 11").unwrap();
    store.set("consentkey.tcf", "0 1").unwrap();
    store.set(LIFETIMES, "tcf 900 0900 +900").unwrap();
    sweep(&store, 2000);
    for (key, value) in foreign.into_iter().skip(1) {
        assert_eq!(store.get(key).unwrap().as_deref(), Some(value), "{key}");
    }
    assert_eq!(store.get("consentkey.tcf").unwrap().as_deref(), Some("0 1"));
    assert!(store.get("consentkey.late").unwrap().is_none());
    assert!(awaits(&store, "fresh", SERVER, "client"));
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

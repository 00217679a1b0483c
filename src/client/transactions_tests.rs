use super::*;
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;

pub const SETTINGS: &str = "client_id=client&provider_id=https%3A%2F%2Fbroker.netid.de%2F";

#[derive(Default)]
pub struct Memory {
    pub entries: RefCell<BTreeMap<String, String>>,
    writes_left: Cell<Option<usize>>,
    calls: Cell<usize>,
    writes: Cell<usize>,
}

impl Store for Memory {
    fn get(&self, key: &str) -> Result<Option<String>, Unavailable> {
        self.calls.set(self.calls.get() + 1);
        Ok(self.entries.borrow().get(key).cloned())
    }
    fn set(&self, key: &str, value: &str) -> Result<(), Unavailable> {
        self.calls.set(self.calls.get() + 1);
        self.writes.set(self.writes.get() + 1);
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

/// A page that starts logins, one after the other.
struct Page<'a> {
    store: &'a Memory,
    random: u8,
    block: String,
}

fn page(store: &Memory, random: u8) -> Page<'_> {
    Page { store, random, block: String::new() }
}

impl Page<'_> {
    /// Starts a login and answers its `state`.
    fn start(&mut self, now: u64, expires_at: u64) -> String {
        self.try_start(now, expires_at).unwrap()
    }

    fn try_start(&mut self, now: u64, expires_at: u64) -> Result<String, Unavailable> {
        let slot = reserve(self.store, &self.block, &[self.random; 32], now, expires_at)?;
        let state = ["random.", &slot.name()].concat();
        slot.fill(&[SETTINGS, "&code_verifier=the-verifier&nonce=the-nonce&state=", &state].concat(), expires_at)?;
        self.block = slot.name();
        Ok(state)
    }
}

fn take_own(store: &Memory, state: &str, now: u64) -> Taken {
    take(store, state, SETTINGS, now).unwrap()
}

fn is_pending_own(store: &Memory, state: &str) -> bool {
    is_pending(store, state, SETTINGS)
}

#[test]
fn a_login_is_taken_once() {
    let store = Memory::default();
    let mut page = page(&store, 1);
    let (one, two) = (page.start(0, 1000), page.start(0, 1000));
    assert!(matches!(take_own(&store, &two, 10), Taken::Pending(record) if record.contains("the-verifier")));
    assert_eq!(take_own(&store, &two, 10), Taken::Used);
    assert!(matches!(take_own(&store, &one, 10), Taken::Pending(_)));
    assert_eq!(take_own(&store, "random.other.0", 10), Taken::Unknown);
}

#[test]
fn a_state_counts_whole() {
    let store = Memory::default();
    let state = page(&store, 1).start(0, 1000);
    for forged in [state.replace("random", "forged"), [&state, POPUP_MARK].concat(), state.replace("random.", ".")] {
        assert_eq!(take_own(&store, &forged, 10), Taken::Unknown, "{forged}");
        assert!(!is_pending_own(&store, &forged));
    }
    for other in ["", ".", "random", "random.blocks", "random.blocks.popup"] {
        assert_eq!(take_own(&store, other, 10), Taken::Unknown, "{other}");
    }
    assert!(is_pending_own(&store, &state));
    assert!(matches!(take_own(&store, &state, 10), Taken::Pending(_)));
    assert!(!is_pending_own(&store, &state));
}

#[test]
fn what_stays_after_an_answer_is_small_and_not_secret() {
    let store = Memory::default();
    let state = page(&store, 1).start(0, 1_800_000_000_000);
    take_own(&store, &state, 10);
    let left: String = store.entries.borrow().iter().map(|(key, value)| key.clone() + value).collect();
    assert!(left.len() < 200, "{left}");
    assert!(!left.contains("the-verifier") && !left.contains("the-nonce"));
}

#[test]
fn the_last_moment_is_too_late() {
    let store = Memory::default();
    let mut page = page(&store, 1);
    let (one, two) = (page.start(0, 1000), page.start(0, 1000));
    assert!(matches!(take_own(&store, &one, 999), Taken::Pending(_)));
    assert!(matches!(take_own(&store, &two, 1000), Taken::Expired(_)));
    assert_eq!(take_own(&store, &two, 1000), Taken::Unknown);
    assert_eq!(take_own(&store, &one, 999), Taken::Used);
    assert_eq!(take_own(&store, &one, 1000), Taken::Unknown);
}

#[test]
fn another_clients_login_is_left_for_it() {
    let store = Memory::default();
    let state = page(&store, 1).start(0, 1000);
    for other in [SETTINGS.replace("netid", "evil"), SETTINGS.replace("=client", "=other"), String::new()] {
        assert_eq!(take(&store, &state, &other, 10).unwrap(), Taken::Unknown);
        assert!(!is_pending(&store, &state, &other));
    }
    assert!(matches!(take_own(&store, &state, 10), Taken::Pending(_)));
}

#[test]
fn a_damaged_record_is_unknown() {
    let store = Memory::default();
    let mut page = page(&store, 1);
    let state = page.start(0, 1000);
    let key = key_of(&page.block);
    let whole = store.get(&key).unwrap().unwrap();
    for damaged in
        ["", "{}", &whole.replace("v=2", "v=1"), &whole.replace("1000", "soon"), &whole.replace("state=", "x=")]
    {
        store.set(&key, damaged).unwrap();
        assert_eq!(take_own(&store, &state, 10), Taken::Unknown, "{damaged}");
    }
}

#[test]
fn sweeping_removes_all_that_expired_and_nothing_else() {
    let store = Memory::default();
    let mut page = page(&store, 1);
    let states: Vec<_> = (0..5).map(|number| page.start(0, 1000 + number)).collect();
    take_own(&store, &states[1], 10);
    sweep(&store, 1003).unwrap();
    assert_eq!(store.entries.borrow().len(), 2);
    assert!(matches!(take_own(&store, &states[4], 10), Taken::Pending(_)));
    sweep(&store, 2000).unwrap();
    assert!(store.entries.borrow().is_empty());
}

#[test]
fn what_nobody_waits_for_is_forgotten() {
    let store = Memory::default();
    let mut page = page(&store, 1);
    let (one, two) = (page.start(0, 1000), page.start(0, 1000));
    abandon(&store, &one);
    assert_eq!(take_own(&store, &one, 10), Taken::Unknown);
    assert!(matches!(take_own(&store, &two, 10), Taken::Pending(_)));
}

#[test]
fn a_short_lifetime_is_swept_beside_a_long_one() {
    let store = Memory::default();
    let long = page(&store, 1).start(0, 900_000);
    let short = page(&store, 2).start(0, 1000);
    sweep(&store, 1000).unwrap();
    assert_eq!(take_own(&store, &short, 10), Taken::Unknown);
    assert!(matches!(take_own(&store, &long, 10), Taken::Pending(_)));
}

#[test]
fn a_block_that_another_page_swept_is_not_filled_further() {
    let store = Memory::default();
    let mut page = page(&store, 1);
    page.start(0, 1000);
    sweep(&store, 1000).unwrap();
    page.random = 2;
    page.start(1000, 2000);
    sweep(&store, 2000).unwrap();
    assert!(store.entries.borrow().is_empty());
}

#[test]
fn damaged_bookkeeping_neither_blocks_nor_loops() {
    let many = "x:0 ".repeat(5000);
    let few = "x:0 ".repeat(LONGEST_LIST / 4);
    for damage in ["", "x", "a:b c", ":", "x:99999999999999999999", "\u{e4}:1", &few, &many] {
        let store = Memory::default();
        store.set(BLOCKS, damage).unwrap();
        store.calls.set(0);
        let state = page(&store, 1).start(10, 2000);
        assert!(store.calls.get() < 3000, "{}", store.calls.get());
        assert!(matches!(take_own(&store, &state, 1000), Taken::Pending(_)), "{damage}");
    }
}

#[test]
fn what_is_no_record_of_a_login_is_never_removed() {
    let store = Memory::default();
    store.set(BLOCKS, "other:0").unwrap();
    for (slot, text) in ["someone else's", "v=2", "v=1&expires_at=0"].iter().enumerate() {
        store.set(&key_of(&slot_name("other", slot as u64)), text).unwrap();
    }
    sweep(&store, 1000).unwrap();
    assert_eq!(store.entries.borrow().len(), 3);
}

#[test]
fn a_full_store_keeps_nothing_of_a_login() {
    for writes in 0..2 {
        let store = Memory::default();
        store.writes_left.set(Some(writes));
        assert!(page(&store, 1).try_start(0, 1000).is_err());
        let left: Vec<_> = store.entries.borrow().keys().cloned().collect();
        assert!(left.is_empty() || left == [BLOCKS], "{left:?}");
    }
}

#[test]
fn most_logins_write_once_however_many_are_pending() {
    let store = Memory::default();
    let mut page = page(&store, 1);
    let cost = |page: &mut Page<'_>| {
        store.calls.set(0);
        store.writes.set(0);
        page.start(10, 1000);
        (store.calls.get(), store.writes.get())
    };
    assert_eq!(cost(&mut page).1, 2);
    let second = cost(&mut page);
    assert_eq!(second, (2, 1));
    for number in 0..1000 {
        page.random = (number / BLOCK) as u8;
        assert!(cost(&mut page).1 <= 2);
    }
    page.start(10, 1000);
    assert!((0..BLOCK).map(|_| cost(&mut page)).filter(|cost| *cost == second).count() >= BLOCK as usize - 1);
}

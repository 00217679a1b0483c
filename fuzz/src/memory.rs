//! The storage that the platform brings otherwise.

use consentkey::client::transactions::{Store, Unavailable};
use std::cell::RefCell;
use std::collections::BTreeMap;

/// Web storage in memory.
#[derive(Default)]
pub struct Memory(RefCell<BTreeMap<String, String>>);

impl Memory {
    /// Everything in it.
    pub fn entries(&self) -> BTreeMap<String, String> {
        self.0.borrow().clone()
    }
}

impl Store for Memory {
    fn get(&self, key: &str) -> Result<Option<String>, Unavailable> {
        Ok(self.0.borrow().get(key).cloned())
    }

    fn set(&self, key: &str, value: &str) -> Result<(), Unavailable> {
        self.0.borrow_mut().insert(key.to_owned(), value.to_owned());
        Ok(())
    }

    fn remove(&self, key: &str) -> Result<(), Unavailable> {
        self.0.borrow_mut().remove(key);
        Ok(())
    }
}

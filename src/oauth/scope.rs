//! Scopes (RFC 6749 section 3.3) as one text with single spaces, no value twice.

use super::repeated::repeated;
use super::text::{names, parts, push};

/// More than any provider takes in an address, and few enough to compare each with each.
const LONGEST: usize = 4096;

/// Scope values in the order in which they were first named.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scope(String);

impl Scope {
    /// The values of a text with spaces.
    pub fn of(text: &str) -> Self {
        let mut scope = Self::default();
        scope.add(text);
        scope
    }

    /// Adds the values of a text that are not there yet.
    pub fn add(&mut self, text: &str) {
        for name in parts(text, b' ') {
            if name.is_empty() || (self.0.len() < LONGEST && self.has(name)) {
                continue;
            }
            if !self.0.is_empty() {
                push(&mut self.0, " ");
            }
            push(&mut self.0, name);
        }
    }

    /// Whether a value is among them.
    pub fn has(&self, name: &str) -> bool {
        names(&self.0, name)
    }

    /// As the wire has it.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether a request may ask for it: something, in printable ASCII without quotes and backslashes, not too long.
    pub fn is_usable(&self) -> bool {
        let is_scope_character = |byte| matches!(byte, b' ' | 0x21 | 0x23..=0x5b | 0x5d..=0x7e);
        !self.0.is_empty() && self.0.len() <= LONGEST && self.0.bytes().all(is_scope_character)
    }
}

/// A scope as answers and callers write it, with spaces, as a list; repeated values are dropped.
pub fn scope_list(text: &str) -> Vec<String> {
    let names: Vec<&str> = parts(text, b' ').collect();
    let is_repeated = repeated(&names);
    let mut list = Vec::new();
    for (name, is_repeated) in names.into_iter().zip(is_repeated) {
        if !is_repeated && !name.is_empty() {
            list.push(name.to_owned());
        }
    }
    list
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_stand_once_in_the_order_given() {
        let mut scope = Scope::of(" openid  email openid");
        scope.add("email profile");
        assert_eq!(scope.as_str(), "openid email profile");
        assert!(scope.has("email") && !scope.has("mail"));
    }

    #[test]
    fn a_list_names_each_value_once() {
        assert_eq!(scope_list("openid  profile openid email"), ["openid", "profile", "email"]);
        assert!(scope_list(" ").is_empty());
    }

    #[test]
    fn only_what_a_scope_can_hold_is_usable() {
        assert!(Scope::of("openid signdoc/read_write").is_usable());
        for bad in ["", " ", "a\"b", "a\\b", "tür", "a\tb"] {
            assert!(!Scope::of(bad).is_usable(), "{bad}");
        }
        assert!(!Scope::of(&"x".repeat(LONGEST + 1)).is_usable());
    }

    #[test]
    fn a_long_scope_costs_no_more_than_its_length() {
        // Quadratic, this would take minutes.
        let text: String = (0..400_000).map(|number| format!("{number} ")).collect();
        assert!(!Scope::of(&text).is_usable());
    }
}

//! What can go wrong before a request is made, by name: the sentences for people are JavaScript's.

use crate::oauth::{Code, Error, form};

/// A failure as JavaScript reads it: form-encoded, `fault` (the code) first, then `detail` (which sentence tells
/// about it) and `name` (what that speaks of, such as an option), each empty where there is none.
#[derive(Debug, PartialEq, Eq)]
pub struct Fault(pub String);

impl Fault {
    /// A failure whose code says it all.
    pub fn new(code: Code) -> Self {
        Self::of(code, "", "")
    }

    /// A failure with a sentence of its own, and what that speaks of.
    #[cold]
    #[inline(never)]
    pub fn of(code: Code, detail: &str, name: &str) -> Self {
        let mut text = String::new();
        for (member, value) in [("fault", code.as_str()), ("detail", detail), ("name", name)] {
            form::append(&mut text, member, value);
        }
        Self(text)
    }

    /// `config_invalid` with a sentence of its own, and what that speaks of.
    pub fn config(detail: &str, name: &str) -> Self {
        Self::of(Code::ConfigInvalid, detail, name)
    }

    /// The `code`.
    pub fn code(&self) -> String {
        form::value(&self.0, "fault")
    }
}

impl From<Fault> for Error {
    /// The message is the fault itself, of which JavaScript makes the sentence.
    fn from(fault: Fault) -> Self {
        Self { message: fault.0.into(), ..Self::config("") }
    }
}

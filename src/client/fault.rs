//! What can go wrong before a request is made, by name: the sentences for people are JavaScript's.

use crate::oauth::{Code, Error, form, text};

/// A failure as JavaScript reads it: form-encoded, `fault` (the code) first, then `detail` (which sentence tells
/// about it) and `name` (what that speaks of, such as an option), each empty where there is none.
///
/// Boxed, so that the functions which only check answer a single word.
#[derive(Debug, PartialEq, Eq)]
pub struct Fault(Box<Text>);

#[derive(Debug, PartialEq, Eq)]
struct Text(String);

impl Fault {
    /// A failure whose code says it all.
    #[inline(always)]
    pub fn new(code: Code) -> Self {
        Self::of(code.as_str(), "", "")
    }

    /// A failure with a sentence of its own, and what that speaks of.
    #[cold]
    #[inline(never)]
    pub fn of(code: &str, detail: &str, name: &str) -> Self {
        // Codes and details are names of ours, which need no escapes.
        let mut text = text::joined!["fault=", code, "&detail=", detail];
        form::append(&mut text, "name", name);
        Self(Box::new(Text(text)))
    }

    /// `config_invalid` with a sentence of its own, and what that speaks of.
    pub fn config(detail: &str, name: &str) -> Self {
        Self::of(Code::ConfigInvalid.as_str(), detail, name)
    }

    /// The fault with further members, form-encoded.
    pub fn with(mut self, members: &str) -> Self {
        text::push(&mut self.0.0, members);
        self
    }

    /// All of it.
    pub fn text(&self) -> &str {
        &self.0.0
    }

    /// The same, given away.
    pub fn into_text(self) -> String {
        self.0.0
    }

    /// The `code`.
    pub fn code(&self) -> String {
        form::value(self.text(), "fault")
    }
}

impl From<Fault> for Error {
    /// The message is the fault itself, of which JavaScript makes the sentence.
    fn from(fault: Fault) -> Self {
        Self { message: fault.into_text().into(), ..Self::config("") }
    }
}

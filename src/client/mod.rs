//! A client from its options to a grant: what a page does by itself, in texts, up to the code that a response brings
//! (`settings`, `login`, `response`), and how a code becomes a grant (`relying_party`, `exchange`).
//!
//! Texts are form-encoded ([`crate::oauth::form`]). Time and randomness are arguments, storage is a trait.

#[cfg(any(test, feature = "server"))]
pub mod authentication;
pub mod code;
pub mod exchange;
pub mod fault;
pub mod login;
pub mod provider;
pub mod relying_party;
pub mod response;
pub mod session;
pub mod settings;
pub mod transactions;

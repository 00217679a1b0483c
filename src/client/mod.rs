//! A client from its options to the code that a response brings, in texts: what a page does by itself.
//!
//! Texts are form-encoded ([`crate::oauth::form`]). Time and randomness are arguments, storage is a trait.

pub mod code;
pub mod fault;
pub mod login;
pub mod provider;
pub mod response;
pub mod session;
pub mod settings;
pub mod transactions;

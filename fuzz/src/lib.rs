//! What each fuzz target checks. `../corpus.rs` gives the same functions the committed corpus, so
//! that a plain `cargo test` repeats every finding.

#![allow(clippy::indexing_slicing, clippy::panic, clippy::unwrap_used, reason = "a panic is how a check speaks")]

pub mod access_token;
mod address;
pub mod discovery;
pub mod exchange;
pub mod id_token;
mod input;
mod json;
mod jwt;
pub mod key_set;
mod memory;
pub mod permission_center;
pub mod permission_export;
pub mod redirect;
pub mod relay_cookie;
mod sign_in;
pub mod stored_record;
pub mod token_response;
pub mod userinfo;

/// Takes an input to pieces and checks what becomes of it.
pub type Check = fn(&[u8]);

/// Every target, by the name of its binary, dictionary and corpus.
pub const TARGETS: [(&str, Check); 12] = [
    ("redirect", redirect::check),
    ("id_token", id_token::check),
    ("token_response", token_response::check),
    ("access_token", access_token::check),
    ("userinfo", userinfo::check),
    ("permission_center", permission_center::check),
    ("permission_export", permission_export::check),
    ("discovery", discovery::check),
    ("key_set", key_set::check),
    ("stored_record", stored_record::check),
    ("relay_cookie", relay_cookie::check),
    ("exchange", exchange::check),
];

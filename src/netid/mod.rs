//! What is particular to netID: scopes, addresses, and where a Permission Center token is found.

pub mod endpoints;
pub mod flow;
pub mod grant;

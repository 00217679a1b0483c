//! What is particular to netID: scopes, addresses, where a Permission Center token is found, and
//! the Permission Center itself.

pub mod endpoints;
#[cfg(any(test, feature = "server"))]
pub mod export_splitter;
pub mod flow;
pub mod grant;
pub mod permission_center;
#[cfg(any(test, feature = "server"))]
pub mod permission_export;
pub mod provider;
#[cfg(any(test, feature = "server"))]
pub mod relay;
#[cfg(any(test, feature = "server"))]
pub mod relay_cookie;
pub mod tc_string;
pub mod timestamp;

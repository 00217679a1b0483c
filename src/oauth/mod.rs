//! OAuth 2.0 and OpenID Connect for a public client, as pure functions.
//!
//! Time (milliseconds since the epoch) and randomness are arguments, requests and responses are
//! values ([`http`]), and storage is a trait ([`store`]).
//!
//! What starts a login ([`authorize`], [`pkce`], [`store::put`]) does not use what only a response
//! needs ([`redirect::read`], [`token`], [`id_token`], [`key`], [`discovery`], [`userinfo`]), so that the
//! two can be downloaded apart.

pub mod address;
pub mod authorization_grant;
pub mod authorize;
pub mod client_authentication;
pub mod discovery;
pub mod end_session;
pub mod error;
pub mod form;
pub mod http;
pub mod id_token;
pub mod json;
pub mod jwt;
pub mod key;
pub mod pkce;
pub mod redaction;
pub mod redirect;
pub mod refresh;
mod repeated;
pub mod secret;
pub mod store;
pub mod token;
pub mod transaction;
pub mod userinfo;

pub use error::{Code, Error, Reason};
pub use secret::Secret;

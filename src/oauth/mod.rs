//! OAuth 2.0 and OpenID Connect for a public client, as pure functions.
//!
//! Time (milliseconds since the epoch) and randomness are arguments, requests and responses are values ([`http`]).
//!
//! [`address`], [`form`], [`pkce`], [`scope`] and [`text`] are what every page loads, to start a login; the rest is
//! for responses, which few page views have.

pub mod address;
pub mod authorization_code;
pub mod authorization_grant;
pub mod client_authentication;
#[cfg(any(test, feature = "server"))]
pub mod client_token;
pub mod discovery;
pub mod error;
pub mod form;
pub mod http;
pub mod id_token;
pub mod json;
pub mod jwt;
pub mod key;
pub mod key_set;
pub mod pkce;
pub mod redaction;
pub mod refresh;
mod repeated;
pub mod scope;
pub mod secret;
pub mod text;
pub mod token;
pub mod userinfo;

pub use error::{Code, Error, Reason};
pub use secret::Secret;

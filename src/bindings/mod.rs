//! Between the core and JavaScript: convert, call, convert back.
//!
//! [`response`] and [`exchange`] turn a code into a grant; beside them, [`permission_center`]. None sends anything: they hand requests to the wrapper
//! and take the answers, since `fetch`, timers and streams driven from here add a third to the
//! download.
//!
//! With the feature `server` this is the core of the package's server entry: also [`backend`], the token-based Permission Center and its export, [`signdoc`] and [`access_token`].

#[cfg(feature = "server")]
mod access_token;
#[cfg(feature = "server")]
mod backend;
mod error;
mod exchange;
mod freshness;
mod json;
#[cfg(feature = "server")]
mod options;
mod permission_center;
#[cfg(feature = "server")]
mod permission_export;
#[cfg(feature = "server")]
mod platform;
#[cfg(feature = "server")]
mod relay;
mod response;
mod results;
#[cfg(feature = "server")]
mod settings;
#[cfg(feature = "server")]
mod signdoc;

//! Between the core and JavaScript: convert, call, convert back.
//!
//! Two classes, so that a page can download them apart: [`request`] starts logins and tells
//! whether an address is a response; [`response`] reads responses, and [`exchange`] turns one into a
//! grant. Beside them, [`permission_center`]. None sends anything: they hand requests to the wrapper
//! and take the answers, since `fetch`, timers and streams driven from here add a third to the
//! download.
//!
//! With the feature `server` this is the core of the package's server entry: [`backend`] instead of
//! [`request`], the token-based Permission Center and its export, [`signdoc`] and [`access_token`].

#[cfg(feature = "server")]
mod access_token;
#[cfg(feature = "server")]
mod backend;
mod error;
mod exchange;
mod json;
mod options;
mod permission_center;
#[cfg(feature = "server")]
mod permission_export;
mod platform;
#[cfg(feature = "server")]
mod relay;
#[cfg(not(feature = "server"))]
mod request;
mod response;
mod results;
mod settings;
#[cfg(feature = "server")]
mod signdoc;
mod storage;

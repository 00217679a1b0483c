//! Between the core and JavaScript: convert, call, convert back.
//!
//! Two classes, so that a page can download them apart: [`request`] starts logins and tells
//! whether an address is a response; [`response`] reads responses, and [`exchange`] turns one into a
//! grant. Neither sends anything: they
//! hand requests to the wrapper and take the answers, since `fetch`, timers and streams driven
//! from here add a third to the download.

mod error;
mod exchange;
mod json;
mod options;
mod platform;
mod request;
mod response;
mod results;
mod settings;
mod storage;

//! The core of the npm package `consentkey`.
//!
//! [`oauth`] is the protocol, free of I/O, clocks and JavaScript: every network step is a function
//! that builds a request and one that reads the response. [`netid`] and [`bankid`] say what is
//! particular to these providers, and [`client`] is a client from its options to the code of a response.
//! `bindings`, which exists for WebAssembly only, converts between all of this and JavaScript; the start core
//! (`crates/start`) does without it.

pub mod bankid;
pub mod client;
pub mod netid;
pub mod oauth;

#[cfg(all(target_arch = "wasm32", feature = "bindings"))]
mod bindings;

#[cfg(test)]
mod protocol_cases;

#[cfg(all(target_arch = "wasm32", feature = "bindings"))]
#[global_allocator]
static ALLOCATOR: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();

//! The core of the npm package `consentkey`.
//!
//! [`oauth`] is the protocol, free of I/O, clocks and JavaScript: every network step is a function
//! that builds a request and one that reads the response. [`netid`] and [`bankid`] say what is
//! particular to these providers. `bindings`, which exists for WebAssembly only, converts between all
//! of this and JavaScript.

pub mod bankid;
pub mod netid;
pub mod oauth;

#[cfg(target_arch = "wasm32")]
mod bindings;

#[cfg(test)]
mod protocol_cases;

#[cfg(target_arch = "wasm32")]
#[global_allocator]
static ALLOCATOR: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();

//! What is particular to BankID in Norway: addresses, scopes, the tokens of its realm, and the
//! resource server SignDoc.

#[cfg(any(test, feature = "server"))]
pub mod access_token;
pub mod endpoints;
pub mod provider;
#[cfg(any(test, feature = "server"))]
pub mod signdoc;

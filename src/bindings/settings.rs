//! Addresses among the options of what is no client: an export, a check of access tokens.

use super::options::Reader;
use crate::client::relying_party::LONGEST_TIMER;
use crate::netid::endpoints::Environment;
use crate::oauth::address::Endpoint;

impl Reader {
    /// The option `timeout` in milliseconds, with its default in seconds.
    pub fn timeout_or(&mut self, default: u32) -> u64 {
        self.milliseconds("timeout", default).min(LONGEST_TIMER)
    }

    /// The option `environment` of netID.
    pub fn environment(&mut self) -> Environment {
        let wanted = "\"live\" or \"qa\"";
        self.read("environment", wanted, Environment::parse).unwrap_or_default()
    }
}

/// The addresses that are of use there.
pub struct Endpoints {
    pub jwks: Option<Endpoint>,
    pub permission_export: Option<Endpoint>,
}

impl Endpoints {
    /// What the option `endpoints` says. Every address is checked, of use here or not.
    pub fn read(reader: &mut Reader) -> Self {
        let mut given = reader.inner("endpoints", "endpoints.");
        for name in ["issuer", "authorization", "token", "userinfo", "endSession"] {
            given.endpoint(name);
        }
        for name in ["permissionRead", "permissionWrite", "signdoc"] {
            given.prefix(name);
        }
        let endpoints = Self { jwks: given.endpoint("jwks"), permission_export: given.prefix("permissionExport") };
        if let Err(fault) = given.finish() {
            reader.note(fault);
        }
        endpoints
    }
}

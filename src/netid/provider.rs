//! netID as a [`Provider`].

use super::flow::Flow;
use crate::client::fault::Fault;
use crate::client::provider::{Asked, Provider};
use crate::oauth::scope::Scope;

/// The netID Broker: fixed addresses, three flows.
pub struct Netid;

impl Provider for Netid {
    fn environments(&self) -> &'static str {
        "live qa"
    }

    fn addresses(&self, _: &str) -> &'static str {
        "issuer=https%3A%2F%2Fbroker.netid.de%2F\
         &authorization=https%3A%2F%2Fbroker.netid.de%2Fauthorize\
         &token=https%3A%2F%2Fbroker.netid.de%2Ftoken"
    }

    fn scope(&self, asked: Asked<'_>) -> Result<Scope, Fault> {
        let flow = asked.flow.map_or(Some(Flow::default()), Flow::parse).ok_or_else(|| Fault::config("flow", ""))?;
        flow.scope_with(&asked.scope)
    }
}

#[cfg(test)]
mod tests {
    use super::super::endpoints::{AUTHORIZATION, ISSUER, TOKEN};
    use super::*;
    use crate::oauth::form;

    #[test]
    fn the_addresses_are_the_brokers() {
        let addresses = Netid.addresses("");
        for (name, address) in [("issuer", ISSUER), ("authorization", AUTHORIZATION), ("token", TOKEN)] {
            assert_eq!(form::value(addresses, name), address);
        }
    }
}

//! netID as a [`Provider`].

use super::endpoints::{AUTHORIZATION, ISSUER, TOKEN};
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

    fn address(&self, name: &str, _: &str) -> Option<&'static str> {
        Some(match name {
            "issuer" => ISSUER,
            "authorization" => AUTHORIZATION,
            "token" => TOKEN,
            _ => return None,
        })
    }

    fn scope(&self, asked: Asked<'_>) -> Result<Scope, Fault> {
        let flow = asked.flow.map_or(Some(Flow::default()), Flow::parse).ok_or_else(|| Fault::config("flow", ""))?;
        flow.scope_with(&asked.scope)
    }
}

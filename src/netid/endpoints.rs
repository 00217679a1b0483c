//! Where netID is. The Broker's addresses are fixed, so a login starts without any request.

/// `iss` of the Broker, with its slash.
pub const ISSUER: &str = "https://broker.netid.de/";
/// The authorization endpoint.
pub const AUTHORIZATION: &str = "https://broker.netid.de/authorize";
/// The token endpoint.
pub const TOKEN: &str = "https://broker.netid.de/token";
/// The userinfo endpoint.
pub const USERINFO: &str = "https://broker.netid.de/userinfo";

/// Which hosts the Permission Center has. The Broker is the same in both.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Environment {
    /// The real one.
    #[default]
    Live,
    /// netID's own test environment.
    Qa,
}

impl Environment {
    /// Reads `"live"` or `"qa"`; `None` for any other.
    pub fn parse(name: &str) -> Option<Self> {
        match name {
            "live" => Some(Self::Live),
            "qa" => Some(Self::Qa),
            _ => None,
        }
    }

    /// Where a privacy status is read.
    pub const fn permission_read(self) -> &'static str {
        match self {
            Self::Live => "https://einwilligungsspeicher.netid.de",
            Self::Qa => "https://einwilligungsspeicher.qa.netid.de",
        }
    }

    /// Where consents are exported.
    #[cfg(any(test, feature = "server"))]
    pub const fn permission_export(self) -> &'static str {
        match self {
            Self::Live => "https://einwilligungsuebersicht.netid.de",
            Self::Qa => "https://einwilligungsuebersicht.qa.netid.de",
        }
    }

    /// Where a consent is written.
    pub const fn permission_write(self) -> &'static str {
        match self {
            Self::Live => "https://einwilligen.netid.de",
            Self::Qa => "https://einwilligen.qa.netid.de",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_environment_moves_the_permission_centers_hosts() {
        let live = Environment::parse("live").unwrap();
        let qa = Environment::parse("qa").unwrap();
        assert_eq!(live, Environment::default());
        assert_eq!(live.permission_read(), "https://einwilligungsspeicher.netid.de");
        assert_eq!(live.permission_write(), "https://einwilligen.netid.de");
        assert_eq!(qa.permission_read(), "https://einwilligungsspeicher.qa.netid.de");
        assert_eq!(qa.permission_write(), "https://einwilligen.qa.netid.de");
        assert_eq!(live.permission_export(), "https://einwilligungsuebersicht.netid.de");
        assert_eq!(qa.permission_export(), "https://einwilligungsuebersicht.qa.netid.de");
        assert_eq!(Environment::parse("prod"), None);
    }
}

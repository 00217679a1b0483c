//! The three ways to ask the netID Broker, and the scope of each.

use crate::client::fault::Fault;
use crate::oauth::scope::Scope;

/// What a visitor is asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Flow {
    /// A token for the Permission Center alone: plain OAuth 2.0, no personal data, no ID token.
    #[default]
    Permission,
    /// Single sign-on alone.
    Login,
    /// Single sign-on and a token for the Permission Center.
    LoginPermission,
}

impl Flow {
    /// All of them.
    pub const ALL: [Flow; 3] = [Flow::Permission, Flow::Login, Flow::LoginPermission];

    /// The name that JavaScript uses, and that a transaction keeps as its profile.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Permission => "permission",
            Self::Login => "login",
            Self::LoginPermission => "loginPermission",
        }
    }

    /// Reads such a name; `None` for any other.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|flow| flow.as_str() == name)
    }

    /// The flow that a grant with these tokens comes of.
    pub const fn of_grant(has_permission_token: bool, has_access_token: bool) -> Self {
        match (has_permission_token, has_access_token) {
            (_, false) => Self::Permission,
            (false, true) => Self::Login,
            (true, true) => Self::LoginPermission,
        }
    }

    /// The flow that asks for this scope; `None` where it is none of theirs.
    pub fn of_scope(scope: &Scope) -> Option<Self> {
        match (scope.has("openid"), scope.has("permission_management")) {
            (true, true) => Some(Self::LoginPermission),
            (true, false) => Some(Self::Login),
            (false, true) => Some(Self::Permission),
            (false, false) => None,
        }
    }

    /// The scope of this flow.
    pub const fn scope(self) -> &'static str {
        match self {
            Self::Permission => "permission_management",
            Self::Login => "openid",
            Self::LoginPermission => "openid permission_management",
        }
    }

    /// Whether the answer holds an ID token.
    pub const fn signs_in(self) -> bool {
        !matches!(self, Self::Permission)
    }

    /// This flow's scope with further values, such as `profile` or `email`.
    ///
    /// # Errors
    /// `config_invalid` when they would turn this flow into another.
    pub fn scope_with(self, further: &Scope) -> Result<Scope, Fault> {
        let mut scope = Scope::of(self.scope());
        let chooses_flow = |name: &str| further.has(name) && !scope.has(name);
        if chooses_flow("openid") || chooses_flow("permission_management") {
            return Err(Fault::config("scope_of_other_flow", ""));
        }
        let own = scope.as_str().len();
        scope.add(further.as_str());
        if !self.signs_in() && scope.as_str().len() > own {
            return Err(Fault::config("scope_needs_login", ""));
        }
        Ok(scope)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_scopes_are_the_documented_ones() {
        let table: Vec<_> = Flow::ALL.into_iter().map(|flow| (flow.as_str(), flow.scope())).collect();
        assert_eq!(
            table,
            [
                ("permission", "permission_management"),
                ("login", "openid"),
                ("loginPermission", "openid permission_management"),
            ]
        );
        for flow in Flow::ALL {
            assert_eq!(Flow::parse(flow.as_str()), Some(flow));
        }
        for bad in ["", "Permission", "loginpermission", "signin"] {
            assert_eq!(Flow::parse(bad), None);
        }
    }

    #[test]
    fn the_tokens_of_a_grant_tell_its_flow() {
        assert_eq!(Flow::of_grant(true, false), Flow::Permission);
        assert_eq!(Flow::of_grant(false, true), Flow::Login);
        assert_eq!(Flow::of_grant(true, true), Flow::LoginPermission);
    }

    #[test]
    fn the_scope_of_a_request_tells_its_flow() {
        for flow in Flow::ALL {
            assert_eq!(Flow::of_scope(&Scope::of(&[flow.scope(), " email"].concat())), Some(flow));
        }
        assert_eq!(Flow::of_scope(&Scope::of("email")), None);
    }

    #[test]
    fn further_scopes_never_change_the_flow() {
        let with = |flow: Flow, scope: &str| flow.scope_with(&Scope::of(scope)).map(|scope| scope.as_str().to_owned());
        assert_eq!(with(Flow::Login, "email openid").unwrap(), "openid email");
        assert_eq!(with(Flow::LoginPermission, "profile").unwrap(), "openid permission_management profile");
        assert_eq!(with(Flow::Permission, "permission_management").unwrap(), "permission_management");
        for (flow, scope) in
            [(Flow::Permission, "openid"), (Flow::Permission, "email"), (Flow::Login, "permission_management")]
        {
            assert_eq!(with(flow, scope).unwrap_err().code(), "config_invalid", "{scope}");
        }
    }
}

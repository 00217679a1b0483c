//! What a response brought, and what belongs to the login that it answers.

use super::Secret;

/// A code (RFC 6749 section 4.1.2) whose response was matched with its login by the page that it came to.
#[derive(Debug)]
pub struct AuthorizationCode {
    /// `code`, bit for bit.
    pub code: Secret,
    /// `redirect_uri`, which the token request must repeat (RFC 6749 section 4.1.3).
    pub redirect_uri: String,
    /// What the provider's own module needs to read the grant; free of secrets. Empty where there are no flows.
    pub flow: String,
    /// The scope asked for, space-separated.
    pub scope: String,
    /// `code_verifier`; empty where a confidential client asked without.
    pub code_verifier: Secret,
    /// `nonce`; only where an ID token was asked for.
    pub nonce: Option<Secret>,
    /// `max_age` in seconds.
    pub max_age: Option<u32>,
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    pub fn authorization_code() -> AuthorizationCode {
        AuthorizationCode {
            code: Secret::new("the+code/=".into()),
            redirect_uri: "https://publisher.example/".into(),
            flow: "loginPermission".into(),
            scope: "openid permission_management".into(),
            code_verifier: Secret::new("the-verifier".into()),
            nonce: Some(Secret::new("the-nonce".into())),
            max_age: Some(0),
        }
    }
}

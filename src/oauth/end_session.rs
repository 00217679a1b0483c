//! Ending the session at the provider (OpenID Connect RP-Initiated Logout 1.0 section 2).

use super::address::Endpoint;
use super::authorize::Hints;
use super::{Error, form};

/// The address to send the user to, with `hints` such as `id_token_hint`. `client_id` is always named,
/// since without it a provider can't tell whose redirect URI it is when there is no hint.
///
/// # Errors
/// `config_invalid` when the provider has no such endpoint, as far as is known.
pub fn url(endpoint: Option<&Endpoint>, client_id: &str, hints: &Hints) -> Result<String, Error> {
    let endpoint = endpoint.ok_or_else(|| {
        Error::config("The provider is not known to end sessions; `endpoints.endSession` can name where it does.")
    })?;
    let mut url = endpoint.as_str().to_owned();
    if !url.contains('?') {
        url.push('?');
    }
    form::append(&mut url, "client_id", client_id);
    for (name, value) in hints {
        form::append(&mut url, name, value);
    }
    Ok(url)
}

#[cfg(test)]
mod tests {
    use super::super::Code;
    use super::*;

    #[test]
    fn the_address_holds_what_was_given_and_the_client() {
        let endpoint = Endpoint::parse("https://idp.example/logout").unwrap();
        let hints = vec![
            ("id_token_hint", "a.b.c".to_owned()),
            ("post_logout_redirect_uri", "https://publisher.example/?bye=1".to_owned()),
            ("state", "x y".to_owned()),
        ];
        assert_eq!(
            url(Some(&endpoint), "client", &hints).unwrap(),
            "https://idp.example/logout?client_id=client&id_token_hint=a.b.c\
             &post_logout_redirect_uri=https%3A%2F%2Fpublisher.example%2F%3Fbye%3D1&state=x%20y"
        );
    }

    #[test]
    fn the_endpoints_own_query_stays() {
        let endpoint = Endpoint::parse("https://idp.example/logout?realm=a").unwrap();
        assert_eq!(
            url(Some(&endpoint), "client", &Vec::new()).unwrap(),
            "https://idp.example/logout?realm=a&client_id=client"
        );
    }

    #[test]
    fn not_every_provider_ends_sessions() {
        assert_eq!(url(None, "client", &Vec::new()).unwrap_err().code, Code::ConfigInvalid);
    }
}

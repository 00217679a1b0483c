//! How a server's client proves who it is, as its options say it.

use crate::oauth::client_authentication::ClientAuthentication;
use crate::oauth::{Error, Secret, form};

/// Reads `client_secret` and `client_auth` of settings.
///
/// # Errors
/// `config_invalid`.
pub fn read(settings: &str) -> Result<ClientAuthentication, Error> {
    let secret = Secret::new(form::value(settings, "client_secret"));
    let method = form::value(settings, "client_auth");
    // A public client, which PKCE alone protects (RFC 7636).
    if method == "none" {
        return if form::raw(settings, "client_secret").is_none() {
            Ok(ClientAuthentication::Public)
        } else {
            Err(Error::config("`clientSecret` must be left out with `clientAuth: \"none\"`."))
        };
    }
    if secret.expose().is_empty() {
        return Err(Error::config("`clientSecret` must be given."));
    }
    if secret.expose().chars().any(char::is_control) {
        return Err(Error::config("`clientSecret` must be without line breaks and other control characters."));
    }
    match method.as_str() {
        "" | "client_secret_basic" => Ok(ClientAuthentication::Basic(secret)),
        "client_secret_post" => Ok(ClientAuthentication::Post(secret)),
        _ => Err(Error::config("`clientAuth` must be \"client_secret_basic\", \"client_secret_post\" or \"none\".")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_secret_goes_where_the_options_say() {
        assert!(matches!(read("client_secret=s"), Ok(ClientAuthentication::Basic(_))));
        assert!(matches!(read("client_secret=s&client_auth=client_secret_basic"), Ok(ClientAuthentication::Basic(_))));
        assert!(matches!(read("client_auth=client_secret_post&client_secret=s"), Ok(ClientAuthentication::Post(_))));
        assert!(matches!(read("client_auth=none"), Ok(ClientAuthentication::Public)));
    }

    #[test]
    fn nothing_else_is_taken() {
        for wrong in [
            "",
            "client_secret=",
            "client_auth=none&client_secret=s",
            "client_auth=None&client_secret=s",
            "client_secret=a%0A",
        ] {
            assert_eq!(read(wrong).unwrap_err().code.as_str(), "config_invalid", "{wrong}");
        }
    }
}

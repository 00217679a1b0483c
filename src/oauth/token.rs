//! The token endpoint (RFC 6749 sections 4.1.3, 4.1.4, 5).

use super::address::Endpoint;
use super::authorization_grant::AuthorizationGrant;
use super::client_authentication::ClientAuthentication;
use super::error::ProviderError;
use super::http::{self, Request, Response};
use super::json::{Member, Object, Parser, WrongType};
use super::{Code, Error, Secret};

/// Asks for a token.
pub fn request(
    endpoint: &Endpoint,
    client_id: &str,
    grant: AuthorizationGrant<'_>,
    authentication: &ClientAuthentication,
) -> Request {
    let mut headers = vec![http::header(http::CONTENT_FORM), http::header(http::ACCEPT_JSON)];
    let mut body = String::new();
    grant.append_to(&mut body);
    headers.extend(authentication.apply(client_id, &mut body));
    Request { method: "POST", url: endpoint.as_str().to_owned(), headers, body: Some(Secret::new(body)) }
}

/// What the token endpoint granted.
#[derive(Debug)]
pub struct TokenResponse {
    /// `access_token`; its type is bearer, nothing else is accepted.
    pub access_token: AccessToken,
    /// `refresh_token`.
    pub refresh_token: Option<Secret>,
    /// `id_token`, not validated.
    pub id_token: Option<Secret>,
    /// `scope`; `None` where the response is silent, which means as asked for.
    pub scope: Option<Vec<String>>,
}

/// A bearer token (RFC 6750).
#[derive(Debug)]
pub struct AccessToken {
    /// The token.
    pub value: Secret,
    /// Milliseconds since the epoch; `None` where the provider does not say.
    pub expires_at: Option<u64>,
}

/// Reads the answer. `received_at`, in milliseconds since the epoch, is what lifetimes count from.
///
/// # Errors
/// `token_request_failed` for a refusal, a redirect or any status but 2xx; `token_response_invalid`
/// when the answer is no token response. What the provider says is passed on without our secrets.
pub fn read(
    response: &Response,
    parse: Parser,
    grant: AuthorizationGrant<'_>,
    authentication: &ClientAuthentication,
    received_at: u64,
) -> Result<TokenResponse, Error> {
    let [one, two, three] = grant.secrets();
    let secrets = [one, two, three, authentication.secret()];
    let object = parse(response.body.expose());
    if !response.is_success() || object.as_ref().is_some_and(|object| object.has("error")) {
        return Err(refusal(response, object.as_ref(), grant, &secrets));
    }
    object
        .ok_or("The token endpoint did not answer with a JSON object.")
        .and_then(|object| granted(&object, received_at))
        .map_err(|message| Error::new(Code::TokenResponseInvalid, message).with_status(response.status))
}

fn granted(object: &Object, received_at: u64) -> Result<TokenResponse, &'static str> {
    let access_token = access_token(object, received_at)?;
    let text = |name| object.text(name).map_err(|WrongType| "The token response has a member of the wrong type.");
    Ok(TokenResponse {
        access_token,
        // An empty one can't be used, and must not replace one that can.
        refresh_token: text("refresh_token")?.filter(|token| token.bytes().any(|byte| byte > b' ')).map(Secret::new),
        id_token: text("id_token")?.map(Secret::new),
        scope: text("scope")?.map(|scope| super::scope::scope_list(&scope)),
    })
}

/// Reads `access_token`, `token_type` and `expires_in` of a token response, or of a claim that is
/// built like one. The message says what is wrong.
pub fn access_token(object: &Object, received_at: u64) -> Result<AccessToken, &'static str> {
    let value = match object.text("access_token") {
        Ok(Some(value)) if !value.is_empty() => value,
        _ => return Err("The token response has no `access_token`."),
    };
    match object.text("token_type") {
        Ok(Some(kind)) if kind.eq_ignore_ascii_case("bearer") => {}
        _ => return Err("The token response's `token_type` is missing or not Bearer."),
    }
    let lifetime =
        lifetime(object).map_err(|WrongType| "The token response's `expires_in` is no number of seconds.")?;
    Ok(AccessToken {
        value: Secret::new(value),
        // A float becomes the nearest integer there is, so even an absurd lifetime can't overflow.
        expires_at: lifetime.map(|seconds| received_at.saturating_add((seconds * 1000.0) as u64).min(LAST_INSTANT)),
    })
}

/// `expires_in` in seconds, which some providers write as a text of digits.
fn lifetime(object: &Object) -> Result<Option<f64>, WrongType> {
    let seconds = match object.get("expires_in") {
        Member::Text(text) if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) => {
            // Digits beyond its type are a very long time.
            Some(text.parse().unwrap_or(u64::MAX) as f64)
        }
        _ => object.number("expires_in")?,
    };
    if seconds.is_none_or(|seconds| seconds >= 0.0) { Ok(seconds) } else { Err(WrongType) }
}

/// What a sign-in answered without an ID token ends with (OpenID Connect Core section 3.1.3.3).
pub fn no_id_token() -> Error {
    Error::new(Code::TokenResponseInvalid, "The token response of a sign-in has no `id_token`.")
}

/// The last instant a JavaScript `Date` can hold.
const LAST_INSTANT: u64 = 8_640_000_000_000_000;

fn refusal(response: &Response, object: Option<&Object>, grant: AuthorizationGrant<'_>, secrets: &[&str]) -> Error {
    let message = if response.is_redirect() {
        "The token endpoint redirects elsewhere, which is not followed: correct its address."
    } else {
        grant.refused()
    };
    with_said(Error::new(Code::TokenRequestFailed, message).with_status(response.status), object, secrets)
}

/// Adds `error`, `error_description` and `error_uri` of an error response (RFC 6749 section 5.2).
pub fn with_said(error: Error, object: Option<&Object>, secrets: &[&str]) -> Error {
    let said = object.and_then(|object| {
        let text = |name| object.text(name).ok().flatten();
        Some(ProviderError { error: text("error")?, description: text("error_description"), uri: text("error_uri") })
    });
    match said {
        Some(said) => error.with_provider(said.without(secrets)),
        None => error,
    }
}

#[cfg(test)]
mod tests {
    use super::super::authorization_code::{AuthorizationCode, tests::authorization_code};
    use super::super::json::tests::parse;
    use super::*;

    const RECEIVED: u64 = 1_700_000_000_000;

    fn authorized() -> AuthorizationCode {
        authorization_code()
    }

    fn answer(status: u16, body: &str) -> Result<TokenResponse, Error> {
        let response = Response { status, content_type: String::new(), body: Secret::new(body.into()) };
        read(&response, parse, AuthorizationGrant::Code(&authorized()), &ClientAuthentication::Public, RECEIVED)
    }

    fn code_of(status: u16, body: &str) -> Code {
        answer(status, body).unwrap_err().code
    }

    #[test]
    fn the_request_is_the_documented_form() {
        let endpoint = Endpoint::parse("https://broker.netid.de/token").unwrap();
        let grant = authorized();
        let request = request(&endpoint, "client", AuthorizationGrant::Code(&grant), &ClientAuthentication::Public);
        assert_eq!((request.method, request.url.as_str()), ("POST", "https://broker.netid.de/token"));
        assert_eq!(
            request.headers,
            [("Content-Type", "application/x-www-form-urlencoded".into()), ("Accept", "application/json".into())]
        );
        assert_eq!(
            request.body.unwrap().expose(),
            "grant_type=authorization_code&code=the%2Bcode%2F%3D\
             &redirect_uri=https%3A%2F%2Fpublisher.example%2F&code_verifier=the-verifier&client_id=client"
        );
    }

    #[test]
    fn the_documented_permission_response_is_read() {
        let body = r#"{"access_token":"eyJ…","scope":"permission_management","token_type":"Bearer","expires_in":499}"#;
        let response = answer(200, body).unwrap();
        assert_eq!(response.access_token.value.expose(), "eyJ…");
        assert_eq!(response.access_token.expires_at, Some(RECEIVED + 499_000));
        assert_eq!(response.scope.unwrap(), ["permission_management"]);
        assert!(response.id_token.is_none() && response.refresh_token.is_none());
    }

    #[test]
    fn token_type_is_bearer_in_any_case() {
        for kind in ["bearer", "Bearer", "BEARER"] {
            assert!(answer(200, &format!(r#"{{"access_token":"a","token_type":"{kind}"}}"#)).is_ok());
        }
        for kind in [r#""DPoP""#, r#""mac""#, "1", "null", r#""""#] {
            let body = format!(r#"{{"access_token":"a","token_type":{kind}}}"#);
            assert_eq!(code_of(200, &body), Code::TokenResponseInvalid, "{kind}");
        }
        assert_eq!(code_of(200, r#"{"access_token":"a"}"#), Code::TokenResponseInvalid);
    }

    #[test]
    fn a_lifetime_is_a_number_of_seconds_or_absent() {
        let lifetime =
            |text: &str| answer(200, &format!(r#"{{"access_token":"a","token_type":"bearer","expires_in":{text}}}"#));
        assert_eq!(lifetime("null").unwrap().access_token.expires_at, None);
        assert_eq!(lifetime("0").unwrap().access_token.expires_at, Some(RECEIVED));
        assert_eq!(lifetime("1.5").unwrap().access_token.expires_at, Some(RECEIVED + 1500));
        assert_eq!(lifetime("1e300").unwrap().access_token.expires_at, Some(LAST_INSTANT));
        assert_eq!(lifetime("\"499\"").unwrap().access_token.expires_at, Some(RECEIVED + 499_000));
        let endless = format!("\"{}\"", "9".repeat(400));
        assert_eq!(lifetime(&endless).unwrap().access_token.expires_at, Some(LAST_INSTANT));
        for bad in ["-1", "\"-1\"", "\"\"", "\" 1\"", "\"1e3\"", "\"1.5\"", "\"٣\"", "true", "{}", "[1]"] {
            assert_eq!(lifetime(bad).unwrap_err().code, Code::TokenResponseInvalid, "{bad}");
        }
    }

    #[test]
    fn a_refresh_token_that_says_nothing_is_none() {
        let refresh_token = |text: &str| {
            let body = format!(r#"{{"access_token":"a","token_type":"bearer","refresh_token":{text}}}"#);
            answer(200, &body).unwrap().refresh_token.map(Secret::into_exposed)
        };
        for nothing in [r#""""#, r#""  ""#, r#""\t\n""#, "null"] {
            assert_eq!(refresh_token(nothing), None, "{nothing}");
        }
        assert_eq!(refresh_token(r#"" a ""#).as_deref(), Some(" a "));
    }

    #[test]
    fn what_is_no_token_response_is_refused() {
        for body in [
            "",
            "<html>",
            "[]",
            "{}",
            r#"{"access_token":"","token_type":"bearer"}"#,
            r#"{"access_token":1,"token_type":"bearer"}"#,
            r#"{"access_token":"a","token_type":"bearer","scope":["a"]}"#,
            r#"{"access_token":"a","token_type":"bearer","id_token":{}}"#,
            r#"{"access_token":"a","token_type":"bearer","refresh_token":1}"#,
        ] {
            assert_eq!(code_of(200, body), Code::TokenResponseInvalid, "{body}");
        }
    }

    #[test]
    fn refusals_and_redirects_are_told_from_bad_answers() {
        for (status, body) in [(400, "{}"), (500, "<html>"), (302, ""), (0, ""), (200, r#"{"error":"invalid_grant"}"#)]
        {
            let error = answer(status, body).unwrap_err();
            assert_eq!((error.code, error.status), (Code::TokenRequestFailed, Some(status)));
        }
        let long = format!(r#"{{"error":"invalid_grant","error_description":"{}"}}"#, "a".repeat(100_000));
        let said = answer(400, &long).unwrap_err().provider.unwrap();
        assert_eq!(
            (said.error.as_str(), said.description.map(|text| text.len() < 2048)),
            ("invalid_grant", Some(true))
        );
        let body = r#"{"error":"invalid_grant","error_description":"code the+code/= or the-verifier or the-nonce","error_uri":"https://x/"}"#;
        let error = answer(400, body).unwrap_err();
        let said = error.provider.clone().unwrap();
        assert_eq!((said.error.as_str(), said.uri.as_deref()), ("invalid_grant", Some("https://x/")));
        assert_eq!(said.description.as_deref(), Some("code [redacted] or [redacted] or [redacted]"));
    }
}

//! The userinfo endpoint (OpenID Connect Core section 5.3).

use super::address::Endpoint;
use super::http::{self, Request, Response};
use super::json::Parser;
use super::{Code, Error, Secret};

/// How the media type of a signed answer begins.
const SIGNED: &str = "application/jwt";

/// Asks for the claims that `access_token` grants (RFC 6750 section 2.1).
pub fn request(endpoint: &Endpoint, access_token: &str) -> Request {
    Request {
        method: "GET",
        url: endpoint.as_str().to_owned(),
        headers: vec![http::bearer(access_token), http::header(http::ACCEPT_JSON)],
        body: None,
    }
}

/// Checks the answer and gives its JSON text. `subject` is the validated ID token's `sub`.
///
/// # Errors
/// `userinfo_failed`: any status but 2xx, no JSON object (a signed answer is refused, since its
/// signature would not be checked), or another `sub` (OpenID Connect Core section 5.3.2).
pub fn read(response: Response, parse: Parser, subject: &str) -> Result<Secret, Error> {
    match check(&response, parse, subject) {
        Ok(()) => Ok(response.body),
        Err(message) => Err(Error::new(Code::UserinfoFailed, message).with_status(response.status)),
    }
}

fn check(response: &Response, parse: Parser, subject: &str) -> Result<(), &'static str> {
    if !response.is_success() {
        return Err("The userinfo endpoint refused the token: it may have expired. Start a new sign-in.");
    }
    let is_signed = response.content_type.get(..SIGNED.len()).is_some_and(|start| start.eq_ignore_ascii_case(SIGNED));
    let object = parse(response.body.expose())
        .filter(|_| !is_signed)
        .ok_or("The userinfo endpoint did not answer with a JSON object.")?;
    if object.text("sub").ok().flatten().as_deref() != Some(subject) {
        return Err("The userinfo endpoint answered for another user than the one who signed in.");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::json::tests::parse;
    use super::*;

    fn answer(status: u16, content_type: &str, body: &str) -> Result<String, Code> {
        let response = Response { status, content_type: content_type.into(), body: Secret::new(body.into()) };
        read(response, parse, "user").map(Secret::into_exposed).map_err(|error| error.code)
    }

    #[test]
    fn the_request_bears_the_token() {
        let request = request(&Endpoint::parse("https://broker.netid.de/userinfo").unwrap(), "the-token");
        assert_eq!(
            request.headers,
            [("Authorization", "Bearer the-token".into()), ("Accept", "application/json".into())]
        );
        assert!(request.body.is_none());
    }

    #[test]
    fn the_same_users_claims_are_passed_on() {
        let body = r#"{"sub":"user","email":"a@example.org"}"#;
        assert_eq!(answer(200, "application/json; charset=utf-8", body).as_deref(), Ok(body));
    }

    #[test]
    fn every_other_answer_is_refused() {
        for (status, content_type, body) in [
            (401, "application/json", r#"{"sub":"user"}"#),
            (0, "", ""),
            (200, "application/json", r#"{"sub":"other"}"#),
            (200, "application/json", r#"{"sub":1}"#),
            (200, "application/json", "{}"),
            (200, "text/html", "<html>"),
            (200, "application/jwt", r#"{"sub":"user"}"#),
        ] {
            assert_eq!(answer(status, content_type, body), Err(Code::UserinfoFailed), "{status} {content_type} {body}");
        }
    }
}

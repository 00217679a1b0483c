//! Userinfo answers: digits for the status and the media type, then the body.

use super::input::Input;
use super::json;
use consentkey::oauth::http::Response;
use consentkey::oauth::userinfo;
use consentkey::oauth::{Code, Secret};

const SUBJECT: &str = "user";

/// Claims are passed on, letter by letter, where they are about the user who signed in.
pub fn check(data: &[u8]) {
    let mut input = Input::new(data);
    let status = input.choose([200, 201, 0, 302, 401, 500]);
    let content_type = input.choose(["application/json", "", "Application/JWT; charset=utf-8", "text/html"]);
    let body = input.text();
    let response = Response { status, content_type: content_type.to_owned(), body: Secret::new(body.clone()) };
    let is_signed = content_type.starts_with("Application/JWT");
    let is_ours = response.is_success() && !is_signed && json::read(&body)["sub"] == SUBJECT;
    match userinfo::read(response, json::parse, SUBJECT) {
        Ok(claims) => assert!(is_ours && claims.expose() == body),
        Err(error) => {
            assert_eq!((error.code, error.status), (Code::UserinfoFailed, Some(status)));
            assert!(!is_ours, "{body}");
        }
    }
}

//! Answers of the Permission Center: digits for the status and for who asked, then the body, which is
//! read as a status and as what a consent was stored for.

use super::input::Input;
use super::json::{self, is_text_or_null};
use consentkey::netid::permission_center::{self, Caller, PrivacyStatus, SubjectIdentifiers};
use consentkey::netid::timestamp;
use consentkey::oauth::http::Response;
use consentkey::oauth::{Code, Error, Secret};
use serde_json::Value;

const TOKEN: &str = "the-token";

/// An answer says what it says or is refused, and a refusal shows their word and nothing of ours.
pub fn check(data: &[u8]) {
    let mut input = Input::new(data);
    let status = input.choose([200, 201, 0, 302, 400, 403, 500]);
    let is_server = input.choose([false, true]);
    let body = input.text();
    let said = json::read(&body);
    let response = Response { status, content_type: String::new(), body: Secret::new(body) };
    let token = Secret::new(TOKEN.to_owned());
    let caller = if is_server { Caller::Server { token: &token } } else { Caller::Page { tapp_id: "tapp" } };
    match permission_center::read_status(&response, json::parse, caller) {
        Ok(read) => {
            assert!(response.is_success() && is_status(&said), "{said}");
            says(&said, &read);
        }
        Err(error) => {
            assert!(!(response.is_success() && is_status(&said)), "{said}");
            refuses(&said, &response, is_server, &error);
        }
    }
    match permission_center::read_identifiers(&response, json::parse, caller) {
        Ok(read) => {
            assert!(response.is_success());
            names(&said["subject_identifiers"], &read);
        }
        Err(error) => {
            let is_usable = said["subject_identifiers"].is_object() && are_identifiers(&said["subject_identifiers"]);
            assert!(!(response.is_success() && is_usable), "{said}");
            refuses(&said, &response, is_server, &error);
        }
    }
}

fn refuses(said: &Value, response: &Response, is_server: bool, error: &Error) {
    let word = said["status_code"].as_str().filter(|word| {
        let may_be_theirs = (1..=64).contains(&word.len()) && word.chars().all(|letter| letter.is_ascii_graphic());
        may_be_theirs && !(is_server && word.contains(TOKEN))
    });
    let word = word.filter(|_| !response.is_success());
    let code = if word.is_some() { Code::PermissionDenied } else { Code::PermissionFailed };
    assert_eq!((error.code, error.status, error.status_code.as_deref()), (code, Some(response.status), word));
}

fn is_status(said: &Value) -> bool {
    let settings = &said["netid_privacy_settings"];
    let is_setting = |name: &str, is_value: fn(&Value) -> bool, member: &str| {
        let setting = &settings[name];
        let is_time = |time: &Value| time.as_str().is_some_and(|time| timestamp::parse(time).is_some());
        setting.is_null() || (setting.is_object() && is_value(&setting[member]) && is_time(&setting["changed_at"]))
    };
    (said["status_code"] == "PERMISSIONS_FOUND" || said["status_code"] == "PERMISSIONS_NOT_FOUND")
        && are_identifiers(&said["subject_identifiers"])
        && (settings.is_null() || settings.is_object())
        && is_setting("idconsent", |word| word == "VALID" || word == "INVALID", "status")
        && is_setting("iab_tcstring", Value::is_string, "value")
}

fn are_identifiers(said: &Value) -> bool {
    let all_texts = ["tpid", "sync_id", "etpid"].iter().all(|name| is_text_or_null(&said[*name]));
    said.is_null() || (said.is_object() && all_texts)
}

fn says(said: &Value, read: &PrivacyStatus) {
    assert_eq!(said["status_code"] == "PERMISSIONS_FOUND", read.found);
    names(&said["subject_identifiers"], &read.subject_identifiers);
    let settings = &said["netid_privacy_settings"];
    let idconsent = read.idconsent.as_ref().map(|setting| (setting.value.as_str(), setting.changed_at));
    let tc_string = read.iab_tc_string.as_ref().map(|setting| (setting.value.as_str(), setting.changed_at));
    for (setting, member, read) in
        [(&settings["idconsent"], "status", idconsent), (&settings["iab_tcstring"], "value", tc_string)]
    {
        assert_eq!(setting[member].as_str(), read.map(|(value, _)| value));
        assert_eq!(setting["changed_at"].as_str().and_then(timestamp::parse), read.map(|(_, changed_at)| changed_at));
    }
}

fn names(said: &Value, read: &SubjectIdentifiers) {
    let SubjectIdentifiers { tpid, sync_id, etpid } = read;
    for (name, identifier) in [("tpid", tpid), ("sync_id", sync_id), ("etpid", etpid)] {
        assert_eq!(said[name].as_str(), identifier.as_deref(), "{name}");
    }
}

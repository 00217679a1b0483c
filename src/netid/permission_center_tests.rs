use super::*;
use crate::oauth::json::tests::parse;

const TC_STRING: &str = "COvFyGBOvFyGBAbAAAENAPCAAOAAAAAAAAAAAEEUACCKAAA";
const PAGE: Caller<'_> = Caller::Page { tapp_id: "a b&c" };

fn service(address: &str) -> Endpoint {
    Endpoint::parse(address).unwrap()
}

fn answer(status: u16, body: &str) -> Response {
    Response { status, content_type: String::new(), body: Secret::new(body.into()) }
}

fn status_of(body: &str) -> Result<PrivacyStatus, Code> {
    read_status(&answer(200, body), parse, PAGE).map_err(|error| error.code)
}

#[test]
fn a_page_reads_with_its_tapp_id_and_commas_stay_literal() {
    let request = read_request(&service("https://read.example"), &Identifiers::default(), PAGE);
    assert_eq!(
        request.url,
        "https://read.example/netid-user-status?q.identifier.in=TPID,SYNC_ID,ETPID&q.tapp_id.eq=a%20b%26c"
    );
    assert_eq!(
        request.headers,
        [("Accept", "application/vnd.netid.permission-center.netid-user-status-v2+json".to_owned())]
    );
    assert!(request.body.is_none());
}

#[test]
fn a_server_reads_with_its_token_and_no_tapp_id() {
    let token = Secret::new("eyJ".into());
    let caller = Caller::Server { token: &token };
    let request = read_request(
        &service("https://read.example/base/"),
        &Identifiers::parse(&["SYNC_ID".to_owned()]).unwrap(),
        caller,
    );
    assert_eq!(request.url, "https://read.example/base/netid-user-status?q.identifier.in=SYNC_ID");
    assert_eq!(request.headers[1], ("Authorization", "Bearer eyJ".to_owned()));
}

#[test]
fn a_write_is_the_documented_request() {
    let write = |idconsent, text| {
        write_request(&service("https://write.example"), idconsent, text, &Identifiers::default(), PAGE).unwrap()
    };
    let request = write(Some(Idconsent::Valid), Some(TC_STRING));
    assert!(request.url.starts_with("https://write.example/netid-permissions?q.identifier.in=TPID,SYNC_ID,ETPID&"));
    assert_eq!(
        request.headers,
        [
            ("Accept", "application/vnd.netid.permission-center.netid-subject-status-v2+json".to_owned()),
            ("Content-Type", "application/vnd.netid.permission-center.netid-permissions-v2+json".to_owned()),
        ]
    );
    let body = |request: Request| request.body.unwrap().into_exposed();
    assert_eq!(body(request), format!(r#"{{"idconsent":"VALID","iab_tc_string":"{TC_STRING}"}}"#));
    assert_eq!(body(write(Some(Idconsent::Invalid), None)), r#"{"idconsent":"INVALID"}"#);
    assert_eq!(body(write(None, Some(TC_STRING))), format!(r#"{{"iab_tc_string":"{TC_STRING}"}}"#));
}

#[test]
fn nothing_to_store_and_no_tc_string_make_no_request() {
    let code = |idconsent, text| {
        write_request(&service("https://write.example"), idconsent, text, &Identifiers::default(), PAGE)
            .unwrap_err()
            .code
    };
    assert_eq!(code(None, None), Code::ConfigInvalid);
    assert_eq!(code(None, Some("")), Code::TcStringInvalid);
    assert_eq!(code(Some(Idconsent::Valid), Some("no TC string")), Code::TcStringInvalid);
}

#[test]
fn the_documented_status_is_read() {
    let status = status_of(&format!(
        r#"{{"status_code":"PERMISSIONS_FOUND",
            "subject_identifiers":{{"tpid":"t","sync_id":"s","etpid":null}},
            "netid_privacy_settings":{{
                "idconsent":{{"changed_at":"2020-02-29T12:30:15.5Z","status":"VALID"}},
                "iab_tcstring":{{"changed_at":"2020-02-29T14:30:15+02:00","value":"{TC_STRING}"}}}}}}"#
    ));
    assert_eq!(
        status,
        Ok(PrivacyStatus {
            found: true,
            subject_identifiers: SubjectIdentifiers { tpid: Some("t".into()), sync_id: Some("s".into()), etpid: None },
            idconsent: Some(Setting { value: Idconsent::Valid, changed_at: 1_582_979_415_500 }),
            iab_tc_string: Some(Setting { value: TC_STRING.into(), changed_at: 1_582_979_415_000 }),
        })
    );
}

#[test]
fn what_was_never_stored_is_none_whether_null_absent_or_empty() {
    let none = |found| PrivacyStatus {
        found,
        subject_identifiers: SubjectIdentifiers::default(),
        idconsent: None,
        iab_tc_string: None,
    };
    for body in [
        r#"{"status_code":"PERMISSIONS_FOUND"}"#,
        r#"{"status_code":"PERMISSIONS_FOUND","subject_identifiers":null,"netid_privacy_settings":null}"#,
        r#"{"status_code":"PERMISSIONS_FOUND","subject_identifiers":{},"netid_privacy_settings":{}}"#,
        r#"{"status_code":"PERMISSIONS_FOUND","netid_privacy_settings":{"idconsent":null,"iab_tcstring":null}}"#,
    ] {
        assert_eq!(status_of(body), Ok(none(true)), "{body}");
    }
    assert_eq!(
        status_of(
            r#"{"status_code":"PERMISSIONS_NOT_FOUND","subject_identifiers":{"tpid":null,"sync_id":null,"etpid":null},
                "netid_privacy_settings":{}}"#
        ),
        Ok(none(false))
    );
}

#[test]
fn an_empty_tc_string_is_stored_all_the_same() {
    let body = r#"{"status_code":"PERMISSIONS_FOUND",
        "netid_privacy_settings":{"iab_tcstring":{"changed_at":"1970-01-01T00:00:01Z","value":""}}}"#;
    let stored = status_of(body).unwrap().iab_tc_string;
    assert_eq!(stored, Some(Setting { value: String::new(), changed_at: 1000 }));
}

#[test]
fn an_answer_that_is_no_status_is_permission_failed() {
    let setting = |text: &str| format!(r#"{{"status_code":"PERMISSIONS_FOUND","netid_privacy_settings":{text}}}"#);
    let at = r#""changed_at":"1970-01-01T00:00:01Z""#;
    for body in [
        "".to_owned(),
        "<html>".to_owned(),
        "[]".to_owned(),
        "{}".to_owned(),
        r#"{"status_code":"SOMETHING_ELSE"}"#.to_owned(),
        r#"{"status_code":1}"#.to_owned(),
        r#"{"status_code":"PERMISSIONS_FOUND","subject_identifiers":"t"}"#.to_owned(),
        r#"{"status_code":"PERMISSIONS_FOUND","subject_identifiers":{"tpid":1}}"#.to_owned(),
        r#"{"status_code":"PERMISSIONS_FOUND","subject_identifiers":{"sync_id":{}}}"#.to_owned(),
        r#"{"status_code":"PERMISSIONS_FOUND","subject_identifiers":{"etpid":[]}}"#.to_owned(),
        setting("7"),
        setting(r#"{"idconsent":"VALID"}"#),
        setting(r#"{"idconsent":{}}"#),
        setting(&format!(r#"{{"idconsent":{{{at}}}}}"#)),
        setting(&format!(r#"{{"idconsent":{{{at},"status":"valid"}}}}"#)),
        setting(r#"{"idconsent":{"status":"VALID"}}"#),
        setting(r#"{"idconsent":{"status":"VALID","changed_at":"yesterday"}}"#),
        setting(r#"{"idconsent":{"status":"VALID","changed_at":1}}"#),
        setting(&format!(r#"{{"iab_tcstring":{{{at}}}}}"#)),
        setting(&format!(r#"{{"iab_tcstring":{{{at},"value":1}}}}"#)),
        setting(r#"{"iab_tcstring":{"value":"C"}}"#),
    ] {
        assert_eq!(status_of(&body), Err(Code::PermissionFailed), "{body}");
    }
}

#[test]
fn a_write_answers_identifiers() {
    let read = |status, body| read_identifiers(&answer(status, body), parse, PAGE).map_err(|error| error.code);
    let identifiers = SubjectIdentifiers { tpid: Some("t".into()), ..SubjectIdentifiers::default() };
    assert_eq!(read(201, r#"{"subject_identifiers":{"tpid":"t","sync_id":null}}"#), Ok(identifiers));
    for body in ["", "{}", r#"{"subject_identifiers":null}"#, r#"{"subject_identifiers":{"tpid":1}}"#] {
        assert_eq!(read(201, body), Err(Code::PermissionFailed), "{body}");
    }
}

#[test]
fn every_refusal_has_its_status_code_and_words_of_its_own_kind() {
    let general = advice("SOMETHING_NEW");
    for (status, status_code) in [
        (400, "NO_TPID"),
        (400, "NO_TAPP_ID"),
        (400, "TAPP_ERROR"),
        (400, "NO_TOKEN"),
        (400, "TOKEN_ERROR"),
        (400, "NO_PERMISSIONS"),
        (400, "NO_REQUEST_BODY"),
        (400, "JSON_PARSE_ERROR"),
        (400, "PERMISSION_PARAMETERS_ERROR"),
        (403, "TAPP_NOT_ALLOWED"),
        (410, "TPID_EXISTENCE_ERROR"),
        (429, "SOMETHING_NEW"),
    ] {
        let body = format!(r#"{{"status_code":"{status_code}"}}"#);
        for error in [
            read_status(&answer(status, &body), parse, PAGE).unwrap_err(),
            read_identifiers(&answer(status, &body), parse, PAGE).unwrap_err(),
        ] {
            assert_eq!(error.code, Code::PermissionDenied);
            assert_eq!((error.status, error.status_code.as_deref()), (Some(status), Some(status_code)));
            assert_eq!(error.message == general, status_code == "SOMETHING_NEW", "{status_code}");
        }
    }
}

#[test]
fn a_refusal_without_a_status_code_is_permission_failed() {
    let long = format!(r#"{{"status_code":"{}"}}"#, "A".repeat(65));
    for body in ["", "<html>", "{}", r#"{"status_code":1}"#, r#"{"status_code":""}"#, r#"{"status_code":"A B"}"#, &long]
    {
        let error = read_status(&answer(500, body), parse, PAGE).unwrap_err();
        assert_eq!((error.code, error.status), (Code::PermissionFailed, Some(500)), "{body}");
    }
}

#[test]
fn a_server_that_echoes_the_token_is_not_quoted() {
    let token = Secret::new("marker".into());
    let error = read_status(&answer(400, r#"{"status_code":"A_marker"}"#), parse, Caller::Server { token: &token });
    assert_eq!(error.unwrap_err(), unusable(&answer(400, "")));
}

#[test]
fn identifiers_are_the_three_known_ones() {
    let parse = |names: &[&str]| Identifiers::parse(&names.iter().map(|name| name.to_string()).collect::<Vec<_>>());
    assert_eq!(parse(&["TPID", "SYNC_ID", "ETPID"]), Some(Identifiers::default()));
    assert_eq!(parse(&["ETPID", "TPID"]), Some(Identifiers("ETPID,TPID".into())));
    for wrong in [&[] as &[&str], &["tpid"], &["TPID", "OTHER"], &[""]] {
        assert_eq!(parse(wrong), None, "{wrong:?}");
    }
}

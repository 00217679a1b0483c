use super::*;

#[test]
fn one_partners_request_is_the_documented_one() {
    let service = Endpoint::parse("https://export.example/").unwrap();
    let query = Query::Tapp { tapp_id: "a b".into() };
    let request = request(&service, &query, "2026-01-01T00:00:00+01:00", &authorization("mia", "pä:ss").unwrap());
    assert_eq!(
        request.url,
        "https://export.example/netid-permissions/?q.tapp_id.eq=a%20b&q.date.ge=2026-01-01T00%3A00%3A00%2B01%3A00"
    );
    assert_eq!(
        request.headers,
        [
            ("Accept", "application/vnd.netid.permission-center.netid-permission-export-audit.list-v1+json".to_owned()),
            ("Authorization", "Basic bWlhOnDDpDpzcw==".to_owned()),
        ]
    );
}

#[test]
fn several_partners_are_a_list_with_literal_commas() {
    let service = Endpoint::parse("https://export.example").unwrap();
    let query = Query::Cmp { cmp_id: "7".into(), tapp_ids: vec!["a,b".into(), "c".into()] };
    let request = request(&service, &query, "2026-01-01", "Basic x");
    assert_eq!(
        request.url,
        "https://export.example/netid-permissions/?q.cmp_id.eq=7&q.tapp_id.in=a%2Cb,c&q.date.ge=2026-01-01"
    );
    let accept = "application/vnd.netid.permission-center.tapp-netid-permissions-export-audit.list-v1+json";
    assert_eq!(request.headers[0], ("Accept", accept.to_owned()));
}

#[test]
fn credentials_that_basic_can_not_carry_are_refused() {
    for (username, password) in [("", "p"), ("u", ""), ("u:v", "p"), ("u\n", "p"), ("u", "p\u{7f}")] {
        assert_eq!(authorization(username, password).unwrap_err().code, Code::ConfigInvalid);
    }
}

#[test]
fn refusals_have_their_codes() {
    for (status, code) in [
        (400, Code::PermissionDenied),
        (401, Code::PermissionDenied),
        (403, Code::PermissionDenied),
        (404, Code::PermissionFailed),
        (429, Code::PermissionFailed),
        (500, Code::PermissionFailed),
    ] {
        assert_eq!((refusal(status).code, refusal(status).status), (code, Some(status)));
    }
}

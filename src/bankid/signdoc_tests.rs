use super::*;
use crate::oauth::json::tests::parse;
use proptest::prelude::*;
use serde_json::{Value, json};

fn api() -> Api {
    let base = Endpoint::parse("https://signdoc.example/base/").unwrap();
    Api { base, sign_id_in_path: false, result_member: RESULT.into() }
}

fn order(documents: Vec<Document>) -> Order {
    Order {
        name: "My order".into(),
        display_mode: None,
        show_confirmation: None,
        show_understanding: None,
        timeout: None,
        documents,
        result: Vec::new(),
    }
}

fn document(content: Content) -> Document {
    Document { description: None, content }
}

fn sent(order: &Order) -> Value {
    sent_to(&api(), order)
}

fn sent_to(api: &Api, order: &Order) -> Value {
    serde_json::from_str(api.create_request(order, "the-token").body.unwrap().expose()).unwrap()
}

fn content(text: Option<&str>, pdf: Option<&str>, xml: Option<&str>, xsl: Option<&str>) -> Option<Content> {
    let [text, pdf, xml, xsl] = [text, pdf, xml, xsl].map(|member| member.map(str::to_owned));
    Content::of(text, pdf, xml, xsl).ok()
}

#[test]
fn an_order_is_posted_with_the_token() {
    let request = api().create_request(&order(vec![document(Content::Text("a".into()))]), "the-token");
    assert_eq!((request.method, request.url.as_str()), ("POST", "https://signdoc.example/base/signdoc"));
    assert_eq!(
        request.headers,
        [
            ("Authorization", "Bearer the-token".to_owned()),
            ("Accept", "application/json".to_owned()),
            ("Content-Type", "application/json".to_owned())
        ]
    );
}

#[test]
fn what_is_not_said_is_left_to_signdoc() {
    let plain = order(vec![document(Content::Text("a".into()))]);
    assert_eq!(sent(&plain), json!({ "signProperties": { "orderName": "My order" }, "documents": [{ "text": "a" }] }));
}

#[test]
fn all_that_is_said_is_sent_under_the_documented_names() {
    let documents = vec![
        Document { description: Some("Terms".into()), content: Content::Text("a\n\"b\"".into()) },
        document(Content::Pdf("JVBERg==".into())),
        document(Content::Xml { xml: "<a/>".into(), xsl: "<b/>".into() }),
    ];
    let full = Order {
        display_mode: Some("window".into()),
        show_confirmation: Some(false),
        show_understanding: Some(true),
        timeout: Some(600),
        result: RESULTS.map(str::to_owned).to_vec(),
        ..order(documents)
    };
    assert_eq!(
        sent(&full),
        json!({
            "signProperties": {
                "orderName": "My order", "documentDisplayMode": "window", "showConfirmation": false,
                "showUnderstanding": true, "timeoutSeconds": 600,
            },
            "documents": [
                { "description": "Terms", "text": "a\n\"b\"" }, { "pdf": "JVBERg==" }, { "xml": "<a/>", "xsl": "<b/>" },
            ],
            "result": ["documentHash", "sdo", "basicSignature"],
        })
    );
}

#[test]
fn a_document_is_of_exactly_one_kind() {
    assert!(matches!(content(Some("a"), None, None, None), Some(Content::Text(_))));
    assert!(matches!(content(None, Some("JVBERg=="), None, None), Some(Content::Pdf(_))));
    assert!(matches!(content(None, None, Some("<a/>"), Some("<b/>")), Some(Content::Xml { .. })));
    let (text, pdf, xml) = (Some("a"), Some("JVBERg=="), Some("<a/>"));
    assert!(content(None, None, None, None).is_none());
    assert!(content(text, pdf, None, None).is_none());
    assert!(content(text, None, xml, xml).is_none());
    assert!(content(None, pdf, None, xml).is_none());
    assert!(content(None, None, xml, None).is_none());
    assert!(content(None, None, None, xml).is_none());
}

#[test]
fn a_document_holds_something_and_a_pdf_is_base64() {
    assert!(content(Some(""), None, None, None).is_none());
    assert!(content(None, None, Some(""), Some("<b/>")).is_none());
    assert!(content(None, None, Some("<a/>"), Some("")).is_none());
    for bad in ["", "JVBERg", "JVBERg=", "JVBE\nRg==", "JVBE Rg==", "_-8=", "data:application/pdf;base64,JVBERg=="] {
        assert!(content(None, Some(bad), None, None).is_none(), "{bad}");
    }
}

#[test]
fn the_wanted_results_can_stand_under_another_name() {
    let order = Order { result: vec!["sdo".into()], ..order(vec![document(Content::Text("a".into()))]) };
    let sent = sent_to(&Api { result_member: "resultSpecifiers".into(), ..api() }, &order);
    assert_eq!((&sent["resultSpecifiers"], &sent["result"]), (&json!(["sdo"]), &Value::Null));
}

#[test]
fn an_order_is_named_in_the_query_or_in_the_path() {
    let sign_id = |text| SignId::parse(text).unwrap();
    let request = api().status_request(&sign_id("a/b?c&d ä"), "the-token");
    assert_eq!(
        (request.method, request.url.as_str()),
        ("GET", "https://signdoc.example/base/signdoc?sign_id=a%2Fb%3Fc%26d%20%C3%A4")
    );
    let in_path = Api { sign_id_in_path: true, ..api() };
    let request = in_path.status_request(&sign_id("a/b?c ä"), "the-token");
    assert_eq!(request.url, "https://signdoc.example/base/signdoc/a%2Fb%3Fc%20%C3%A4");
    assert_eq!(in_path.result_request(&sign_id("1-2"), "").url, "https://signdoc.example/base/signdoc/1-2");
    let request = api().result_request(&sign_id("1-2"), "the-token");
    assert_eq!((request.method, request.url.as_str()), ("DELETE", "https://signdoc.example/base/signdoc?sign_id=1-2"));
    assert!(request.headers.contains(&("Authorization", "Bearer the-token".to_owned())) && request.body.is_none());
    for bad in ["", ".", ".."] {
        assert_eq!(SignId::parse(bad).unwrap_err().code, Code::ConfigInvalid, "{bad}");
    }
}

#[test]
fn a_token_that_no_header_can_hold_is_not_sent() {
    assert!(check_token("eyJ.a.b").is_ok());
    for token in ["", "a\nb", "ü"] {
        assert_eq!(check_token(token).unwrap_err().code, Code::TokenResponseInvalid);
    }
}

fn response(status: u16, body: &str) -> Response {
    Response { status, content_type: String::new(), body: Secret::new(body.into()) }
}

#[test]
fn answers_are_read() {
    assert_eq!(read_created(&response(201, r#"{"sign_id":"1-2"}"#), parse, "").unwrap(), "1-2");
    assert_eq!(read_status(&response(200, r#"{"orderState":"SIGN_COMPLETED"}"#), parse, "").unwrap(), "SIGN_COMPLETED");
    assert!(check_result(&response(200, r#"{"sdos":[]}"#), parse, "").is_ok());
}

#[test]
fn what_can_t_be_used_is_signdoc_failed() {
    for body in ["", "[]", "<html>", "{}", r#"{"sign_id":1,"orderState":1}"#, r#"{"sign_id":""}"#] {
        let created = read_created(&response(200, body), parse, "").unwrap_err();
        assert_eq!((created.code, created.status), (Code::SigndocFailed, Some(200)), "{body}");
        assert_eq!(read_status(&response(200, body), parse, "").unwrap_err().code, Code::SigndocFailed, "{body}");
    }
    assert_eq!(check_result(&response(200, "[]"), parse, "").unwrap_err().code, Code::SigndocFailed);
}

#[test]
fn a_refusal_has_its_status_and_the_servers_words_without_the_token() {
    for status in [0, 302, 400, 401, 403, 404, 500] {
        let error = check_result(&response(status, "{}"), parse, "").unwrap_err();
        assert_eq!((error.code, error.status), (Code::SigndocFailed, Some(status)));
    }
    let body = r#"{"error":"invalid_token","error_description":"the-token has expired"}"#;
    let error = read_status(&response(401, body), parse, "the-token").unwrap_err();
    let said = error.provider.unwrap();
    assert_eq!((said.error.as_str(), said.description.as_deref()), ("invalid_token", Some("[redacted] has expired")));
}

proptest! {
    #[test]
    fn any_text_arrives_as_it_was(name in "\\PC+|[\\x00-\\x1f\"\\\\]+", text in "(?s).+") {
        let order = Order { name: name.clone(), ..order(vec![document(Content::Text(text.clone()))]) };
        let sent = sent(&order);
        prop_assert_eq!(sent["signProperties"]["orderName"].as_str(), Some(name.as_str()));
        prop_assert_eq!(sent["documents"][0]["text"].as_str(), Some(text.as_str()));
    }
}

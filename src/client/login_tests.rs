use super::super::settings::configure;
use super::super::transactions::tests::Memory;
use super::*;
use proptest::prelude::*;

const ENTROPY: Entropy = [[1; 32], [2; 32], [3; 32]];
const PAGE: &str = "https://publisher.example/?edition=evening";

fn form_of(members: &[(&str, &str)]) -> String {
    let mut text = String::new();
    members.iter().for_each(|(name, value)| form::append(&mut text, name, value));
    text
}

/// A client of any provider, with this authorization endpoint.
pub fn settings(authorization: &str) -> String {
    let options = [
        ("provider", "plain"),
        ("client_id", "client"),
        ("redirect_uri", PAGE),
        ("page", PAGE),
        ("scope", "openid"),
        ("issuer", "https://broker.netid.de/"),
        ("authorization", authorization),
        ("token", "https://broker.netid.de/token"),
    ];
    configure(&form_of(&options)).unwrap()
}

fn netid() -> String {
    configure(&form_of(&[("provider", "netid"), ("client_id", "client"), ("redirect_uri", PAGE), ("page", PAGE)]))
        .unwrap()
}

fn started(settings: &str, options: &[(&str, &str)], store: &Memory) -> Result<String, String> {
    authorize(settings, &form_of(options), &ENTROPY, 5, store).map_err(|fault| form::value(fault.text(), "detail"))
}

fn url_of(settings: &str, options: &[(&str, &str)]) -> Result<String, String> {
    started(settings, options, &Memory::default()).map(|answer| answer.lines().next().unwrap().to_owned())
}

fn query(url: &str) -> Vec<(String, String)> {
    let query = url.split_once('?').unwrap().1;
    form::pairs(query).iter().map(|(n, v)| (form::decode(n).unwrap(), form::decode(v).unwrap())).collect()
}

fn value(url: &str, name: &str) -> Option<String> {
    query(url).into_iter().find(|(key, _)| key == name).map(|(_, value)| value)
}

fn record(store: &Memory) -> String {
    store.entries.borrow().values().find(|value| value.contains("code_verifier")).unwrap().clone()
}

#[test]
fn the_request_says_all_that_pkce_and_openid_need() {
    let store = Memory::default();
    let answer = started(&settings("https://broker.netid.de/authorize"), &[("max_age", "60")], &store).unwrap();
    let lines: Vec<_> = answer.lines().collect();
    let slot = format!("{}.0", &base64url(&[1; 32])[..8]);
    let state = format!("{}.{slot}", base64url(&[1; 32]));
    let challenge = Pkce::from_random(&[3; 32]).challenge;
    let nonce = base64url(&[2; 32]);
    let url = format!(
        "https://broker.netid.de/authorize?response_type=code&client_id=client\
         &redirect_uri=https%3A%2F%2Fpublisher.example%2F%3Fedition%3Devening&scope=openid\
         &state={state}&nonce={nonce}&code_challenge={challenge}&code_challenge_method=S256&max_age=60",
    );
    assert_eq!(lines, [&url, &state, "900005", &slot]);
    let record = record(&store);
    for (name, expected) in [
        ("provider_id", "https://broker.netid.de/"),
        ("client_id", "client"),
        ("redirect_uri", PAGE),
        ("scope", "openid"),
        ("state", &state),
        ("nonce", &nonce),
        ("code_verifier", &base64url(&[3; 32])),
        ("max_age", "60"),
        ("expires_at", "900005"),
        ("app_state", ""),
        ("flow", ""),
    ] {
        assert_eq!(form::value(&record, name), expected, "{name}");
    }
}

#[test]
fn a_flow_chooses_the_scope_and_is_remembered() {
    for (flow, scope) in [
        ("permission", "permission_management"),
        ("login", "openid"),
        ("loginPermission", "openid permission_management"),
    ] {
        let store = Memory::default();
        let answer = started(&netid(), &[("flow", flow)], &store).unwrap();
        assert_eq!(value(answer.lines().next().unwrap(), "scope").unwrap(), scope);
        assert_eq!(form::value(&record(&store), "flow"), flow);
    }
    assert_eq!(value(&url_of(&netid(), &[]).unwrap(), "scope").unwrap(), "permission_management");
    assert_eq!(url_of(&netid(), &[("scope", "email")]), Err("scope_needs_login".into()));
    assert_eq!(
        url_of(&netid(), &[("flow", "login"), ("scope", "permission_management")]),
        Err("scope_of_other_flow".into())
    );
}

#[test]
fn an_order_is_signed_with_its_own_scope() {
    let bankid = settings("https://a.example/a").replace("provider=plain", "provider=bankid");
    let url = url_of(&bankid, &[("sign_id", "1 2")]).unwrap();
    assert_eq!(value(&url, "scope").unwrap(), "openid sign");
    assert_eq!(value(&url, "sign_id").unwrap(), "1 2");
    let of_the_client = [&bankid, "&sign_id=3"].concat();
    assert_eq!(value(&url_of(&of_the_client, &[]).unwrap(), "sign_id").unwrap(), "3");
    assert_eq!(value(&url_of(&bankid, &[("scope", "profile")]).unwrap(), "scope").unwrap(), "openid profile");
    assert_eq!(url_of(&bankid, &[("scope", "sign")]), Err("sign_needs_order".into()));
    assert_eq!(url_of(&bankid, &[("flow", "login")]), Err("flow_is_netids".into()));
}

#[test]
fn the_state_of_a_popup_says_so() {
    let state = |options: &[(&str, &str)]| value(&url_of(&netid(), options).unwrap(), "state").unwrap();
    assert!(state(&[("popup", "1")]).ends_with(POPUP_MARK));
    assert!(!state(&[]).ends_with(POPUP_MARK));
}

#[test]
fn nonce_and_claims_travel_with_openid_only() {
    let claims = r#"{"userinfo":{"email":null}}"#;
    let url = url_of(&netid(), &[("claims", claims), ("flow", "loginPermission")]).unwrap();
    assert_eq!(value(&url, "claims").as_deref(), Some(claims));
    assert!(value(&url, "nonce").is_some());
    let store = Memory::default();
    let answer = started(&netid(), &[("claims", claims)], &store).unwrap();
    let url = answer.lines().next().unwrap();
    assert_eq!((value(url, "claims"), value(url, "nonce")), (None, None));
    assert!(!record(&store).contains("nonce"));
}

#[test]
fn the_endpoints_own_query_is_kept() {
    for (endpoint, beginning) in [
        ("https://a.example/a?tenant=%C3%A4+b", "https://a.example/a?tenant=%C3%A4+b&response_type=code&"),
        ("https://a.example/a?", "https://a.example/a?response_type=code&"),
        ("https://a.example/a?a=1&", "https://a.example/a?a=1&response_type=code&"),
    ] {
        let url = url_of(&settings(endpoint), &[]).unwrap();
        assert!(url.starts_with(beginning), "{url}");
    }
}

#[test]
fn no_parameter_is_sent_twice() {
    let refused =
        |endpoint: &str, extra: &[(&str, &str)]| url_of(&settings(endpoint), &[("extra", &form_of(extra))]).err();
    let endpoint = "https://a.example/authorize";
    for name in PARAMETERS.split(' ') {
        assert_eq!(refused(endpoint, &[(name, "x")]).as_deref(), Some("extra"), "{name}");
        assert_eq!(refused(&format!("{endpoint}?{name}=x"), &[]).as_deref(), Some("query"), "{name}");
    }
    assert_eq!(refused("https://a.example/authorize?st%61te=x", &[]).as_deref(), Some("query"));
    assert_eq!(refused("https://a.example/authorize?tenant=x", &[("tenant", "y")]).as_deref(), Some("extra"));
    assert_eq!(refused(endpoint, &[("", "x")]).as_deref(), Some("extra"));
    assert_eq!(refused(endpoint, &[("kc_idp_hint", "x"), ("display", "page")]), None);
}

#[test]
fn what_is_nested_too_deeply_is_not_taken_in() {
    let deep = ["[".repeat(101), "]".repeat(101)].concat();
    for name in ["app_state", "claims"] {
        assert_eq!(url_of(&netid(), &[(name, &deep)]), Err("json".into()));
        assert!(url_of(&netid(), &[(name, &deep[1..201])]).is_ok());
    }
}

#[test]
fn a_refused_login_leaves_nothing_behind() {
    let store = Memory::default();
    assert!(started(&settings("https://a.example/?state=x"), &[], &store).is_err());
    assert!(started(&netid(), &[("scope", "email")], &store).is_err());
    let left = store.entries.borrow();
    assert!(!left.values().any(|value| value.contains("verifier")), "{left:?}");
}

proptest! {
    #[test]
    fn any_text_round_trips_through_the_url(hint in ".+", name in "[a-z]{1,8}_x", text in ".*", app_state in ".*") {
        let store = Memory::default();
        let extra = form_of(&[(&name, &text)]);
        let options = [("login_hint", hint.as_str()), ("extra", &extra), ("app_state", &app_state)];
        let answer = started(&settings("https://a.example/a?own=1"), &options, &store).unwrap();
        let query = query(answer.lines().next().unwrap());
        prop_assert!(query.contains(&("own".into(), "1".into())));
        prop_assert!(query.contains(&("login_hint".into(), hint)));
        prop_assert_eq!(query.last(), Some(&(name, text)));
        prop_assert_eq!(form::value(&record(&store), "app_state"), app_state);
    }

    #[test]
    fn starting_never_panics(settings in "\\PC*", options in "\\PC*") {
        let _ = authorize(&settings, &options, &ENTROPY, u64::MAX, &Memory::default());
        let _ = authorize(&netid(), &options, &ENTROPY, 0, &Memory::default());
    }
}

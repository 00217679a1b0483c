use super::*;
use proptest::prelude::*;

const PAGE: &str = "https://publisher.example/?edition=evening";

/// A form of `options`, with what every client has.
pub fn options(options: &[(&str, &str)]) -> String {
    let mut text = String::new();
    for (name, value) in [("client_id", "client"), ("redirect_uri", PAGE), ("page", PAGE)].iter().chain(options) {
        form::append(&mut text, name, value);
    }
    text
}

fn netid(further: &[(&str, &str)]) -> Result<String, (String, String)> {
    configured(&[&[("provider", "netid")], further].concat())
}

fn plain(further: &[(&str, &str)]) -> Result<String, (String, String)> {
    configured(&[&[("provider", "plain"), ("scope", "email")], further].concat())
}

/// The settings, or the fault's sentence and what it speaks of.
fn configured(further: &[(&str, &str)]) -> Result<String, (String, String)> {
    configure(&options(further)).map_err(|fault| {
        assert_eq!(fault.code(), "config_invalid");
        (form::value(fault.text(), "detail"), form::value(fault.text(), "name"))
    })
}

fn fault(detail: &str, name: &str) -> (String, String) {
    (detail.into(), name.into())
}

#[test]
fn netids_addresses_are_known() {
    let settings = netid(&[]).unwrap();
    for (name, expected) in [
        ("issuer", "https://broker.netid.de/"),
        ("provider_id", "https://broker.netid.de/"),
        ("authorization", "https://broker.netid.de/authorize"),
        ("token", "https://broker.netid.de/token"),
        ("client_id", "client"),
        ("redirect_uri", PAGE),
        ("transaction_lifetime", "900000"),
        ("undiscovered", ""),
    ] {
        assert_eq!(form::value(&settings, name), expected, "{name}");
    }
}

#[test]
fn the_options_override_any_address() {
    let settings = netid(&[("token", "http://localhost:4400/token")]).unwrap();
    assert_eq!(form::value(&settings, "token"), "http://localhost:4400/token");
    assert_eq!(form::value(&settings, "authorization"), "https://broker.netid.de/authorize");
}

#[test]
fn what_can_not_be_used_is_refused_by_name() {
    let form = |options: &[(&str, &str)]| {
        let mut text = String::new();
        options.iter().for_each(|(name, value)| form::append(&mut text, name, value));
        configure(&text).map_err(|fault| (form::value(fault.text(), "detail"), form::value(fault.text(), "name")))
    };
    assert_eq!(
        form(&[("provider", "netid"), ("redirect_uri", PAGE), ("page", PAGE)]),
        Err(fault("given", "client_id"))
    );
    assert_eq!(form(&[("provider", "netid"), ("client_id", "c")]), Err(fault("given", "redirect_uri")));
    let unparsed = [("provider", "netid"), ("client_id", "c"), ("redirect_uri", "https://[/")];
    assert_eq!(form(&unparsed), Err(fault("redirect_uri", "redirect_uri")));
    assert_eq!(form(&[("provider", "netID")]), Err(fault("provider", "netID")));
    assert_eq!(netid(&[("tapp_id", "")]), Err(fault("given", "tapp_id")));
    for (option, value, detail) in [
        ("token", "http://broker.netid.de/", "endpoint"),
        ("jwks", "nowhere", "endpoint"),
        ("userinfo", "", "endpoint"),
        ("end_session", "https://a.example/#x", "endpoint"),
        ("issuer", "javascript:alert(1)", "issuer_address"),
        ("permission_read", "http://a.example", "prefix"),
        ("permission_write", "https://a.example/?a=1", "prefix"),
    ] {
        assert_eq!(netid(&[(option, value)]), Err(fault(detail, option)), "{option}");
    }
    assert_eq!(netid(&[("environment", "prod")]), Err(fault("environment", "live qa")));
    assert!(netid(&[("environment", "qa")]).is_ok());
    for flow in ["signin", ""] {
        assert_eq!(netid(&[("flow", flow)]), Err(fault("flow", "")));
    }
}

#[test]
fn a_client_without_addresses_has_to_ask_its_issuer() {
    let undiscovered = |settings: Result<String, _>| form::value(&settings.unwrap(), "undiscovered") == "1";
    let issuer = ("issuer", "https://a.example");
    let found = [issuer, ("authorization", "https://a.example/a"), ("token", "https://a.example/t")];
    assert!(undiscovered(plain(&[issuer])));
    assert!(undiscovered(plain(&[issuer, ("token", "https://a.example/t")])));
    assert!(!undiscovered(plain(&found)));
    assert!(undiscovered(configured(&[("provider", "bankid")])));
    assert_eq!(plain(&[]), Err(fault("endpoints", "")));
    assert_eq!(plain(&[("token", "https://a.example/t")]), Err(fault("endpoints", "")));
}

#[test]
fn bankids_issuer_is_its_environments() {
    for (environment, issuer) in [
        ("prod", "https://auth.bankid.no/auth/realms/prod"),
        ("current", "https://auth.current.bankid.no/auth/realms/current"),
    ] {
        let settings = configured(&[("provider", "bankid"), ("environment", environment)]).unwrap();
        assert_eq!(form::value(&settings, "issuer"), issuer);
    }
}

#[test]
fn options_come_before_what_discovery_found() {
    let settings = plain(&[
        ("issuer", "https://a.example"),
        ("authorization", "https://b.example/a"),
        // What discovery found.
        ("authorization", "https://a.example/a"),
        ("token", "https://a.example/t"),
        ("iss_required", "1"),
    ])
    .unwrap();
    assert_eq!(form::value(&settings, "authorization"), "https://b.example/a");
    assert_eq!(form::value(&settings, "iss_required"), "1");
    // The issuer is the caller's to name.
    let addresses = [("authorization", "https://a.example/a"), ("token", "https://a.example/t")];
    let settings = plain(&addresses).unwrap();
    assert_eq!(form::value(&settings, "provider_id"), "https://a.example/t");
}

#[test]
fn a_login_that_names_nothing_can_start() {
    let issuer = ("issuer", "https://a.example");
    assert_eq!(configured(&[("provider", "plain"), issuer]), Err(fault("scope", "")));
    assert_eq!(configured(&[("provider", "plain"), issuer, ("scope", "t\u{fc}r")]), Err(fault("scope", "")));
    assert_eq!(
        configured(&[("provider", "plain"), issuer, ("scope", "a"), ("flow", "login")]),
        Err(fault("flow_is_netids", ""))
    );
    assert!(configured(&[("provider", "bankid"), ("scope", "sign")]).is_ok());
    let addresses = [("authorization", "https://a.example/a"), ("token", "https://a.example/t")];
    let openid = [("provider", "plain"), ("scope", "openid"), addresses[0], addresses[1]];
    assert_eq!(configured(&openid), Err(fault("issuer_needed", "")));
}

proptest! {
    #[test]
    fn configuring_never_panics(text in "\\PC*", value in "\\PC*") {
        let _ = configure(&text);
        let _ = netid(&[("token", &value), ("scope", &value)]);
    }
}

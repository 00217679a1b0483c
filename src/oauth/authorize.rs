//! The authorization request (RFC 6749 section 4.1.1, OpenID Connect Core section 3.1.2.1).

use super::address::{Endpoint, RedirectUri};
use super::pkce::{self, Pkce, base64url};
use super::repeated::repeated;
use super::secret::opaque;
use super::transaction::Transaction;
use super::{Error, Secret, form};

/// What every authorization request of a client has in common.
#[derive(Clone, Debug)]
pub struct Client {
    /// `client_id`.
    pub client_id: String,
    /// `redirect_uri`.
    pub redirect_uri: RedirectUri,
    /// The authorization endpoint; may have a query of its own, which is kept.
    pub authorization: Endpoint,
    /// The issuer, or the token endpoint where no issuer is known; see [`Transaction::server`].
    pub server: String,
    /// How long a response is waited for, in milliseconds.
    pub transaction_lifetime: u64,
}

opaque!(Parameters, Started);

/// What one request asks for.
#[derive(Default)]
pub struct Parameters {
    /// `scope`, in the order given.
    pub scope: Vec<String>,
    /// `claims` as JSON (OpenID Connect Core section 5.5); left out unless `openid` is asked for.
    pub claims: Option<String>,
    /// `max_age` in seconds.
    pub max_age: Option<u32>,
    /// Parameters that travel as they are, such as `prompt`; each of the names that are set here.
    pub hints: Hints,
    /// Anything else; none of the names that this library sets or might set.
    pub extra: Vec<(String, String)>,
    /// The caller's own state as JSON; never sent.
    pub app_state: Option<String>,
    /// See [`Transaction::profile`].
    pub profile: &'static str,
    /// Whether the user signs in in a window of its own, which then brings the response to the
    /// page that opened it.
    pub popup: bool,
}

/// Names and values of parameters.
pub type Hints = Vec<(&'static str, String)>;

/// How the `state` of a sign-in in a popup ends. The page that the response comes to may have
/// nothing else to tell by: no opener, and another storage.
pub const POPUP_MARK: &str = ".popup";

/// The randomness of one request: 32 bytes each, straight from the platform.
pub struct Entropy {
    /// Becomes `state`.
    pub state: [u8; 32],
    /// Becomes `nonce`.
    pub nonce: [u8; 32],
    /// Becomes `code_verifier`.
    pub verifier: [u8; 32],
}

/// A request that is ready to go.
pub struct Started {
    /// Where to send the user.
    pub url: String,
    /// `state`.
    pub state: String,
    /// What to remember until the response.
    pub transaction: Transaction,
}

/// Every parameter that this library sets, or might set with other options.
const OWN: [&str; 15] = [
    "response_type",
    "client_id",
    "redirect_uri",
    "scope",
    "state",
    "nonce",
    "code_challenge",
    "code_challenge_method",
    "claims",
    "prompt",
    "max_age",
    "login_hint",
    "ui_locales",
    "acr_values",
    "sign_id",
];

/// Builds the URL and the transaction. `now` is in milliseconds since the epoch.
///
/// # Errors
/// `config_invalid` when there is no scope, or when a parameter would be sent twice.
pub fn start(client: &Client, parameters: &Parameters, entropy: &Entropy, now: u64) -> Result<Started, Error> {
    let scope = joined_scope(&parameters.scope)?;
    let openid = parameters.scope.iter().any(|name| name == "openid");
    let nonce = openid.then(|| base64url(&entropy.nonce));
    let mark = if parameters.popup { POPUP_MARK } else { "" };
    let state = [&base64url(&entropy.state), mark].concat();
    let pkce = Pkce::from_random(&entropy.verifier);

    let mut url = endpoint_with_query(&client.authorization, &parameters.extra)?;
    for (name, value) in [
        ("response_type", "code"),
        ("client_id", &client.client_id),
        ("redirect_uri", client.redirect_uri.as_str()),
        ("scope", &scope),
        ("state", &state),
        ("code_challenge", &pkce.challenge),
        ("code_challenge_method", pkce::METHOD),
    ] {
        form::append(&mut url, name, value);
    }
    if let Some(nonce) = &nonce {
        form::append(&mut url, "nonce", nonce);
    }
    if let Some(claims) = parameters.claims.as_deref().filter(|_| openid) {
        form::append(&mut url, "claims", claims);
    }
    if let Some(max_age) = parameters.max_age {
        form::append(&mut url, "max_age", &form::decimal(max_age.into()));
    }
    for (name, value) in &parameters.hints {
        form::append(&mut url, name, value);
    }
    for (name, value) in &parameters.extra {
        form::append(&mut url, name, value);
    }

    let transaction = Transaction {
        server: client.server.clone(),
        client_id: client.client_id.clone(),
        redirect_uri: client.redirect_uri.as_str().to_owned(),
        profile: parameters.profile.to_owned(),
        scope,
        code_verifier: pkce.verifier,
        nonce: nonce.map(Secret::new),
        max_age: parameters.max_age,
        app_state: parameters.app_state.clone(),
        expires_at: now.saturating_add(client.transaction_lifetime),
    };
    Ok(Started { url, state, transaction })
}

/// The endpoint up to where parameters may be appended, once no parameter would stand there twice.
fn endpoint_with_query(endpoint: &Endpoint, extra: &[(String, String)]) -> Result<String, Error> {
    let (address, query) = endpoint.as_str().split_once('?').unwrap_or((endpoint.as_str(), ""));
    let own: Vec<String> = form::pairs(query).iter().filter_map(|(name, _)| form::decode(name)).collect();
    if let Some(name) = own.iter().find(|name| OWN.contains(&name.as_str())) {
        return Err(Error::config_of(&[
            "The authorization endpoint's query may not hold `",
            name,
            "`: it is set here.",
        ]));
    }
    let names: Vec<&str> = own.iter().chain(extra.iter().map(|(name, _)| name)).map(String::as_str).collect();
    for (name, is_repeated) in names.iter().zip(repeated(&names)).skip(own.len()) {
        if name.is_empty() || OWN.contains(name) || is_repeated {
            return Err(Error::config_of(&[
                "`extra` may not hold `",
                name,
                "`: it has an option of its own, or is there already.",
            ]));
        }
    }
    Ok([address, "?", query].concat())
}

/// A scope as the wire has it (RFC 6749 section 3.3).
///
/// # Errors
/// `config_invalid` when it is empty, or holds what no scope can.
pub fn joined_scope(scope: &[String]) -> Result<String, Error> {
    let is_token =
        |name: &String| !name.is_empty() && name.bytes().all(|b| matches!(b, 0x21 | 0x23..=0x5b | 0x5d..=0x7e));
    if scope.is_empty() || !scope.iter().all(is_token) {
        return Err(Error::config("`scope` must name at least one scope, in printable ASCII."));
    }
    Ok(scope.join(" "))
}

/// A scope as callers write it: one text with spaces or a list; repeated values are dropped.
pub fn scope_list(texts: &[impl AsRef<str>]) -> Vec<String> {
    let mut joined = String::new();
    for text in texts {
        joined.push_str(text.as_ref());
        joined.push(' ');
    }
    distinct(&joined)
}

fn distinct(names: &str) -> Vec<String> {
    let names: Vec<&str> = names.split(' ').collect();
    let is_repeated = repeated(&names);
    let mut list = Vec::new();
    for (name, is_repeated) in names.into_iter().zip(is_repeated) {
        if !is_repeated && !name.is_empty() {
            list.push(name.to_owned());
        }
    }
    list
}

#[cfg(test)]
mod tests {
    use super::super::{Code, redirect};
    use super::*;
    use proptest::prelude::*;

    const ENTROPY: Entropy = Entropy { state: [1; 32], nonce: [2; 32], verifier: [3; 32] };

    fn client(authorization: &str) -> Client {
        let redirect_uri = "https://publisher.example/?edition=evening";
        Client {
            client_id: "client".into(),
            redirect_uri: RedirectUri::parse(redirect_uri, redirect_uri).unwrap(),
            authorization: Endpoint::parse(authorization).unwrap(),
            server: "https://broker.netid.de/".into(),
            transaction_lifetime: 900_000,
        }
    }

    fn scope(text: &str) -> Parameters {
        Parameters { scope: scope_list(&[text]), ..Parameters::default() }
    }

    fn query(url: &str) -> Vec<(String, String)> {
        let query = url.split_once('?').unwrap().1;
        form::pairs(query).iter().map(|(n, v)| (form::decode(n).unwrap(), form::decode(v).unwrap())).collect()
    }

    fn value(url: &str, name: &str) -> Option<String> {
        query(url).into_iter().find(|(key, _)| key == name).map(|(_, value)| value)
    }

    #[test]
    fn the_request_says_all_that_pkce_and_openid_need() {
        let started = start(&client("https://broker.netid.de/authorize"), &scope("openid"), &ENTROPY, 5).unwrap();
        let state = base64url(&[1; 32]);
        let challenge = Pkce::from_random(&[3; 32]).challenge;
        assert_eq!(
            started.url,
            format!(
                "https://broker.netid.de/authorize?response_type=code&client_id=client\
                 &redirect_uri=https%3A%2F%2Fpublisher.example%2F%3Fedition%3Devening&scope=openid\
                 &state={state}&code_challenge={challenge}&code_challenge_method=S256&nonce={}",
                base64url(&[2; 32])
            )
        );
        assert_eq!(started.state, state);
        assert_eq!(started.transaction.expires_at, 900_005);
        assert_eq!(started.transaction.code_verifier.expose(), base64url(&[3; 32]));
        assert_eq!(started.transaction.nonce.unwrap().expose(), base64url(&[2; 32]));
    }

    #[test]
    fn the_state_of_a_popup_says_so_wherever_the_response_comes_to() {
        let client = client("https://broker.netid.de/authorize");
        for (popup, marked) in [(true, true), (false, false)] {
            let state = start(&client, &Parameters { popup, ..scope("openid") }, &ENTROPY, 0).unwrap().state;
            assert!(state.starts_with(&base64url(&[1; 32])));
            let response = format!("https://publisher.example/?code=1&state={state}");
            let found = redirect::find(&response, &client.redirect_uri).unwrap();
            assert_eq!(found.popup_state(), marked.then_some(state));
        }
    }

    #[test]
    fn nonce_and_claims_travel_with_openid_only() {
        let claims = Some(r#"{"userinfo":{"email":null}}"#.to_owned());
        let with = Parameters { claims: claims.clone(), ..scope("openid permission_management") };
        let without = Parameters { claims: claims.clone(), ..scope("permission_management") };
        let client = client("https://broker.netid.de/authorize");
        let url = start(&client, &with, &ENTROPY, 0).unwrap().url;
        assert_eq!(value(&url, "claims"), claims);
        assert!(value(&url, "nonce").is_some());
        let started = start(&client, &without, &ENTROPY, 0).unwrap();
        assert_eq!(value(&started.url, "claims"), None);
        assert_eq!(value(&started.url, "nonce"), None);
        assert!(started.transaction.nonce.is_none());
    }

    #[test]
    fn the_endpoints_own_query_is_kept() {
        for (endpoint, beginning) in [
            (
                "https://a.example/authorize?tenant=%C3%A4+b",
                "https://a.example/authorize?tenant=%C3%A4+b&response_type=code&",
            ),
            ("https://a.example/authorize?", "https://a.example/authorize?response_type=code&"),
            ("https://a.example/authorize?a=1&", "https://a.example/authorize?a=1&response_type=code&"),
        ] {
            let url = start(&client(endpoint), &scope("openid"), &ENTROPY, 0).unwrap().url;
            assert!(url.starts_with(beginning), "{url}");
        }
    }

    #[test]
    fn no_parameter_is_sent_twice() {
        let refused = |endpoint: &str, extra: &[(&str, &str)]| {
            let extra = extra.iter().map(|(n, v)| (n.to_string(), v.to_string())).collect();
            let parameters = Parameters { extra, ..scope("openid") };
            start(&client(endpoint), &parameters, &ENTROPY, 0).err().map(|error| error.code)
        };
        let endpoint = "https://a.example/authorize";
        for name in OWN {
            assert_eq!(refused(endpoint, &[(name, "x")]), Some(Code::ConfigInvalid), "{name}");
        }
        assert_eq!(refused("https://a.example/authorize?st%61te=x", &[]), Some(Code::ConfigInvalid));
        assert_eq!(refused("https://a.example/authorize?tenant=x", &[("tenant", "y")]), Some(Code::ConfigInvalid));
        assert_eq!(refused(endpoint, &[("", "x")]), Some(Code::ConfigInvalid));
        assert_eq!(refused(endpoint, &[("kc_idp_hint", "x"), ("display", "page")]), None);
    }

    #[test]
    fn a_scope_is_needed_and_must_be_printable() {
        for bad in [vec![], vec!["a\"b".to_owned()], vec!["ä".to_owned()], vec![String::new()]] {
            let parameters = Parameters { scope: bad, ..Parameters::default() };
            let error = start(&client("https://a.example/"), &parameters, &ENTROPY, 0).unwrap_err();
            assert_eq!(error.code, Code::ConfigInvalid);
        }
        assert_eq!(scope_list(&["openid  profile", "openid email"]), ["openid", "profile", "email"]);
    }

    #[test]
    fn debug_output_shows_neither_state_nor_nonce() {
        let started = start(&client("https://a.example/"), &scope("openid"), &ENTROPY, 0).unwrap();
        let shown = format!("{started:?}");
        let nonce = started.transaction.nonce.as_ref().unwrap().expose();
        assert!(!shown.contains(&started.state) && !shown.contains(nonce), "{shown}");
    }

    proptest! {
        #[test]
        fn a_scopes_names_keep_their_order_and_stand_once(text in "[ab ]{0,12}( [abc]{1,2}){0,8}") {
            let mut known: Vec<&str> = Vec::new();
            for name in text.split(' ').filter(|name| !name.is_empty()) {
                if !known.contains(&name) {
                    known.push(name);
                }
            }
            prop_assert_eq!(scope_list(&[&text]), known);
        }

        #[test]
        fn any_text_round_trips_through_the_url(hint in ".+", name in "[a-z]{1,8}_x", value in ".*", client_id in ".+") {
            let parameters = Parameters {
                hints: vec![("login_hint", hint.clone())],
                extra: vec![(name.clone(), value.clone())],
                ..scope("openid")
            };
            let client = Client { client_id: client_id.clone(), ..client("https://a.example/authorize?own=1") };
            let url = start(&client, &parameters, &ENTROPY, 0).unwrap().url;
            let query = query(&url);
            prop_assert!(query.contains(&("own".into(), "1".into())));
            prop_assert!(query.contains(&("client_id".into(), client_id)));
            prop_assert!(query.contains(&("login_hint".into(), hint)));
            prop_assert_eq!(query.last(), Some(&(name, value)));
        }
    }
}

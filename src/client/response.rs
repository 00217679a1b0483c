//! The authorization response (RFC 6749 section 4.1.2, RFC 9207).

use super::fault::Fault;
use super::login::POPUP_MARK;
use super::transactions::{self, Store, Taken};
use crate::oauth::json::is_shallow;
use crate::oauth::pkce::{base64url, digest};
use crate::oauth::{Code, address, form, text};

/// Parameters whose meaning the response depends on: none may be repeated.
const OWN: [&str; 4] = ["code", "state", "iss", "error"];
/// The provider's explanations: what can't be decoded, or stands twice, is left out.
const EXPLANATIONS: [&str; 2] = ["error_description", "error_uri"];

/// What is taken out of the address bar, that of session management (OpenID Connect Session Management 1.0) with it.
const STRIPPED: &str = "code state iss error error_description error_uri session_state";

/// How often what a provider says is decoded to see whether it repeats a secret.
const LAYERS: u32 = 3;

/// An address that is an authorization response, unread.
#[derive(Clone, Copy, Debug)]
pub struct ReturnAddress<'a> {
    page: &'a str,
    query: Option<&'a str>,
    fragment: Option<&'a str>,
    in_fragment: bool,
}

/// Recognises what may be a response: `state` with `code` or `error` in the query or, failing that, in the fragment,
/// in the redirect URI's origin. `url` is as the platform's URL parser writes it.
fn find<'a>(settings: &str, url: &'a str) -> Option<ReturnAddress<'a>> {
    let found = ReturnAddress::at(url);
    let is_near = address::origin_of(&form::value(settings, "page")) == address::origin_of(found.page);
    (is_near && holds_response(found.part())).then_some(found)
}

/// Whether it is a response of this client: at the redirect URI's own path, or elsewhere in its origin where a login
/// of this client waits for it, since hosts rewrite paths.
fn is_ours(found: &ReturnAddress<'_>, settings: &str, store: &dyn Store) -> bool {
    is_at_page(found, settings) || found.state().is_some_and(|state| transactions::is_pending(store, &state, settings))
}

fn is_at_page(found: &ReturnAddress<'_>, settings: &str) -> bool {
    address::page_of(&form::value(settings, "page")) == found.page
}

fn holds_response(part: &str) -> bool {
    form::has(part, "state") && (form::has(part, "code") || form::has(part, "error"))
}

impl<'a> ReturnAddress<'a> {
    fn at(url: &'a str) -> Self {
        let (rest, fragment) = text::split(url, b'#');
        let (page, query) = text::split(rest, b'?');
        Self { page, query, fragment, in_fragment: !holds_response(query.unwrap_or_default()) }
    }

    fn part(&self) -> &'a str {
        let part = if self.in_fragment { self.fragment } else { self.query };
        part.unwrap_or_default()
    }

    /// The decoded value of a parameter.
    ///
    /// # Errors
    /// When it is repeated or can't be decoded.
    fn value(&self, wanted: &str) -> Result<Option<String>, Malformed> {
        let mut found = None;
        for (name, value) in form::members(self.part()) {
            if form::is_named(name, wanted) && found.replace(value).is_some() {
                return Err(Malformed);
            }
        }
        found.map(|value| form::decode(value).ok_or(Malformed)).transpose()
    }

    /// `state`, where there is one and only one.
    pub fn state(&self) -> Option<String> {
        self.value("state").ok().flatten()
    }

    /// The address without the response, the page's own query and fragment as they were.
    pub fn stripped(&self) -> String {
        let is_own = |part: &str| text::names(STRIPPED, &form::decode(text::split(part, b'=').0).unwrap_or_default());
        let mut kept = String::new();
        for part in text::parts(self.part(), b'&').filter(|part| !is_own(part)) {
            text::push(&mut kept, "&");
            text::push(&mut kept, part);
        }
        let kept = kept.get(1..).filter(|kept| !kept.is_empty());
        let (query, fragment) = if self.in_fragment { (self.query, kept) } else { (kept, self.fragment) };
        let mut url = text::owned(self.page);
        for (mark, part) in [("?", query), ("#", fragment)] {
            if let Some(part) = part {
                text::push(&mut url, mark);
                text::push(&mut url, part);
            }
        }
        url
    }
}

/// A parameter is repeated, empty or can't be decoded.
struct Malformed;

/// What an address is to this client, a line each: `response`, `elsewhere` (one may be asked for by another window, or
/// was answered here), or `stateless` (a provider refused and did not repeat `state`, so nobody can tell whom);
/// `popup` where it answers a login in a popup; its `state`, where that can be told; and a digest that names the
/// response to this client and tells nothing of what it holds. Empty when it is no response.
pub fn recognise(settings: &str, url: &str, store: &dyn Store) -> String {
    let Some(found) = find(settings, url) else {
        let found = ReturnAddress::at(url);
        let parts = [found.query, found.fragment].map(Option::unwrap_or_default);
        let is_refused = |part: &&str| form::has(part, "error") && !form::has(part, "state");
        let is_stateless = is_at_page(&found, settings) && parts.iter().any(is_refused);
        return text::owned(if is_stateless { "stateless" } else { "" });
    };
    let state = found.state().unwrap_or_default();
    let kind = if is_ours(&found, settings, store) { "response" } else { "elsewhere" };
    let mark = if state.ends_with(POPUP_MARK) { "popup" } else { "" };
    let [provider, client] = ["provider_id", "client_id"].map(|name| form::raw(settings, name).unwrap_or_default());
    text::joined![kind, "\n", mark, "\n", &state, "\n", &digest(&text::joined![provider, " ", client, " ", url])]
}

/// The address without the response to `state`; empty when it holds no such one.
pub fn without(state: &str, url: &str) -> String {
    let found = ReturnAddress::at(url);
    if found.state().as_deref() == Some(state) { found.stripped() } else { String::new() }
}

/// Reads a response, uses up its login, and only then believes what it says.
///
/// Answers the login's record with `code` before it, form-encoded, or a [`Fault`] with `ours` where it answers a
/// login of this client (then it is used up and may be taken out of the address bar), `app_state`, and the
/// provider's `error`, `error_description` and `error_uri`.
///
/// Faults: `response_invalid` when a parameter is repeated, not decodable or empty, or when `code` stands beside
/// `error`; `state_unknown`, `transaction_used`, `transaction_expired`, `storage_unavailable`; `issuer_mismatch`;
/// `access_denied` and `authorization_failed`.
#[inline(never)]
pub fn receive(settings: &str, url: &str, store: &dyn Store, now: u64) -> Result<String, Fault> {
    let Some(found) = find(settings, url).filter(|found| is_ours(found, settings, store)) else {
        return Err(Fault::new(Code::ResponseInvalid));
    };
    let read = read(&found);
    let state = found.state().unwrap_or_default();
    let taken = transactions::take(store, &state, settings, now)?;
    let fail = |code, detail: &str, record: &str, said: &str| Err(refusal(code, detail, &state, record, said));
    let record = match (taken, &read) {
        (Taken::Pending(record), _) => shallow(record),
        (Taken::Expired(record), Ok(_)) => return fail(Code::TransactionExpired.as_str(), "", &shallow(record), ""),
        (Taken::Used, Ok(_)) => return fail(Code::TransactionUsed.as_str(), "", "", ""),
        (_, Ok(_)) => return Err(Fault::new(Code::StateUnknown)),
        (_, Err(Malformed)) => return Err(Fault::new(Code::ResponseInvalid)),
    };
    let Ok(response) = read else { return fail(Code::ResponseInvalid.as_str(), "", &record, "") };
    let said = match &response.answer {
        Ok(_) => String::new(),
        Err(error) => words_of(&found, error, &record),
    };
    if let Some(detail) = wrong_issuer(settings, response.iss.as_deref()) {
        let believed = if detail == "issuer_missing" { &said } else { "" };
        return fail(Code::IssuerMismatch.as_str(), detail, &record, believed);
    }
    match response.answer {
        Ok(code) => {
            let mut answer = String::new();
            form::append(&mut answer, "code", &code);
            text::push(&mut answer, "&");
            text::push(&mut answer, &record);
            Ok(answer)
        }
        Err(error) if error == "access_denied" => fail(Code::AccessDenied.as_str(), "", &record, &said),
        Err(_) => fail(Code::AuthorizationFailed.as_str(), "", &record, &said),
    }
}

/// A well-formed response.
struct Response {
    iss: Option<String>,
    /// `code`, or `error`.
    answer: Result<String, String>,
}

fn read(found: &ReturnAddress<'_>) -> Result<Response, Malformed> {
    let [code, state, iss, error] = OWN.map(|name| found.value(name));
    let (code, iss, error) = (code?, iss?, error?);
    state?;
    let answer = match (code, error) {
        (Some(code), None) if !code.is_empty() => Ok(code),
        (None, Some(error)) if !error.is_empty() => Err(error),
        _ => return Err(Malformed),
    };
    Ok(Response { iss, answer })
}

/// What the provider says, as far as it does not repeat what only this page may know.
fn words_of(found: &ReturnAddress<'_>, error: &str, record: &str) -> String {
    let mut secrets = Vec::new();
    for name in ["code_verifier", "nonce", "state"] {
        let secret = form::value(record, name);
        // What base64 makes of it has three shapes, by what stands before it.
        for start in 0..3 {
            let inner = secret.as_bytes().get(start..).unwrap_or_default();
            secrets.push(base64url(inner.as_chunks::<3>().0.as_flattened()));
        }
        secrets.push(secret);
    }
    let mentions = |words: &str, secret: &String| {
        // In either alphabet of base64.
        let is_same = |(said, own): (&u8, u8)| *said == own || matches!((*said, own), (b'+', b'-') | (b'/', b'_'));
        !secret.is_empty()
            && words.as_bytes().windows(secret.len()).any(|part| part.iter().zip(secret.bytes()).all(is_same))
    };
    let mut said = String::new();
    let mut add = |name, words: &str| {
        // Some echo what is encoded once more, or twice.
        let mut read = text::owned(words);
        for _ in 0..LAYERS {
            if secrets.iter().any(|secret| mentions(&read, secret)) {
                return;
            }
            read = form::decode(&read).unwrap_or_default();
        }
        form::append(&mut said, name, words);
    };
    add("error", error);
    for name in EXPLANATIONS {
        if let Ok(Some(words)) = found.value(name) {
            add(name, &words);
        }
    }
    said
}

/// RFC 9207 section 2.4: `iss` is the issuer's, where it is there or was promised. Where none is known to compare it
/// with, it has to be where the code would go.
fn wrong_issuer(settings: &str, iss: Option<&str>) -> Option<&'static str> {
    match iss {
        Some(iss) if form::raw(settings, "issuer").is_some() => {
            (form::value(settings, "issuer") != iss).then_some("issuer")
        }
        Some(iss) => {
            let is_near = address::origin_of(iss) == address::origin_of(&form::value(settings, "provider_id"));
            (!is_near).then_some("issuer_elsewhere")
        }
        None => form::raw(settings, "iss_required").map(|_| "issuer_missing"),
    }
}

/// A fault with the `record` of the login that it ends, empty where there is none any more.
fn refusal(code: &str, detail: &str, state: &str, record: &str, said: &str) -> Fault {
    let mut text = text::owned("&ours=1");
    form::append(&mut text, "state", state);
    form::pick(&mut text, record, "app_state expires_at");
    if !said.is_empty() {
        text::push(&mut text, "&");
        text::push(&mut text, said);
    }
    Fault::of(code, detail, "").with(&text)
}

/// A record whose `app_state` is no deeper than what was taken in: storage is in others' reach too.
fn shallow(record: String) -> String {
    if is_shallow(&form::value(&record, "app_state")) { record } else { text::joined!["app_state=null&", &record] }
}

#[cfg(test)]
#[path = "response_tests.rs"]
mod tests;

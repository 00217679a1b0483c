//! The authorization response (RFC 6749 section 4.1.2, RFC 9207).
//!
//! Finding out whether an address is a response at all ([`find`]) is needed on every page view
//! and stays apart from reading one ([`receive`]).

use super::address::{RedirectUri, are_of_one_origin};
use super::authorize::POPUP_MARK;
use super::error::ProviderError;
use super::secret::opaque;
use super::store::{self, Store, Untaken};
use super::transaction::{Matched, Transaction};
use super::{Code, Error, Secret, form};

opaque!(Found<'_>, Response);

/// An address that is an authorization response, unread.
#[derive(Clone, Copy)]
pub struct Found<'a> {
    at_page: bool,
    page: &'a str,
    query: Option<&'a str>,
    fragment: Option<&'a str>,
    in_fragment: bool,
}

/// Parameters whose meaning the response depends on: none may be repeated.
const OWN: [&str; 4] = ["code", "state", "iss", "error"];

/// What stands beside them: explanations, and what providers add for clients of other protocols.
const BESIDE: [&str; 3] = ["error_description", "error_uri", "session_state"];

/// Recognises what may be a response: the origin of the redirect URI, and `state` with `code` or
/// `error` in the query or, failing that, in the fragment. Whether it is one, [`Found::answers`] tells.
///
/// `url` is as the platform's URL parser writes it.
pub fn find<'a>(url: &'a str, redirect_uri: &RedirectUri) -> Option<Found<'a>> {
    if !redirect_uri.is_origin_of(url) {
        return None;
    }
    let (rest, fragment) = split(url, '#');
    let (page, query) = split(rest, '?');
    let holds_response = |part| has(part, "state") && (has(part, "code") || has(part, "error"));
    let in_fragment = !holds_response(query);
    (!in_fragment || holds_response(fragment)).then_some(Found {
        at_page: redirect_uri.is_page_of(url),
        page,
        query,
        fragment,
        in_fragment,
    })
}

/// Whether a provider refused without repeating `state`, so that nobody can tell whom.
pub fn lacks_state(url: &str, redirect_uri: &RedirectUri) -> bool {
    let (rest, fragment) = split(url, '#');
    let parts = [split(rest, '?').1, fragment];
    redirect_uri.is_page_of(url) && parts.into_iter().any(|part| has(part, "error") && !has(part, "state"))
}

fn has(part: Option<&str>, wanted: &str) -> bool {
    form::pairs(part.unwrap_or_default()).iter().any(|(name, _)| is_named(name, wanted))
}

fn split(text: &str, at: char) -> (&str, Option<&str>) {
    text.split_once(at).map_or((text, None), |(head, tail)| (head, Some(tail)))
}

fn is_named(raw: &str, wanted: &str) -> bool {
    raw == wanted || (raw.contains('%') && form::decode(raw).as_deref() == Some(wanted))
}

impl Found<'_> {
    fn part(&self) -> &str {
        let part = if self.in_fragment { self.fragment } else { self.query };
        part.unwrap_or_default()
    }

    /// The raw values of a parameter, one for each time it stands there.
    fn values(&self, wanted: &str) -> Vec<&str> {
        form::pairs(self.part()).iter().filter(|(name, _)| is_named(name, wanted)).map(|(_, value)| *value).collect()
    }

    /// `state`, where there is one and only one.
    pub fn state(&self) -> Option<String> {
        match self.values("state")[..] {
            [state] => form::decode(state),
            _ => None,
        }
    }

    /// Whether it is a response of this client: on the redirect URI's page whoever made it, and on any
    /// other page, as hosts rewrite paths, where a sign-in of this client waits for its `state`.
    pub fn answers(&self, store: &dyn Store, server: &str, client_id: &str) -> bool {
        self.at_page || self.state().is_some_and(|state| store::awaits(store, &state, server, client_id))
    }

    /// `state` of a response to a sign-in in a popup.
    pub fn popup_state(&self) -> Option<String> {
        self.state().filter(|state| state.ends_with(POPUP_MARK))
    }

    /// The address without the response, the page's own query and fragment as they were.
    pub fn stripped(&self) -> String {
        let own = |name| OWN.iter().chain(&BESIDE).any(|own| is_named(name, own));
        let kept: Vec<&str> = self.part().split('&').filter(|segment| !own(split(segment, '=').0)).collect();
        let kept = Some(kept.join("&")).filter(|kept| !kept.is_empty());
        let (query, fragment) = match self.in_fragment {
            true => (self.query, kept.as_deref()),
            false => (kept.as_deref(), self.fragment),
        };
        let mut url = self.page.to_owned();
        for (mark, part) in [("?", query), ("#", fragment)] {
            if let Some(part) = part {
                url.push_str(mark);
                url.push_str(part);
            }
        }
        url
    }
}

/// A well-formed response that has not been matched to a transaction.
struct Response {
    state: String,
    iss: Option<String>,
    answer: Result<Secret, ProviderError>,
}

/// A code that belongs to a transaction of ours. Only [`receive`] makes one, and only with one can
/// a token be asked for.
#[derive(Debug)]
pub struct Authorized {
    code: Secret,
    transaction: Transaction,
}

impl Authorized {
    /// A code whose response was checked by the page that sent it here.
    #[cfg(any(test, all(feature = "server", target_arch = "wasm32")))]
    pub(crate) fn by_page(code: Secret, transaction: Transaction) -> Self {
        Self { code, transaction }
    }

    /// `code`, bit for bit.
    pub fn code(&self) -> &Secret {
        &self.code
    }

    /// The transaction it answers.
    pub fn transaction(&self) -> &Transaction {
        &self.transaction
    }
}

/// Whose responses these are.
#[derive(Clone, Copy, Debug)]
pub struct Recipient<'a> {
    /// See [`Transaction::server`].
    pub server: &'a str,
    /// `client_id`.
    pub client_id: &'a str,
    /// The provider's issuer, where known.
    pub issuer: Option<&'a str>,
    /// Whether its discovery document promises `iss` in every response (RFC 9207 section 2.4).
    pub iss_required: bool,
}

/// A response that leads to no code.
#[derive(Debug)]
pub struct Refusal {
    /// Why.
    pub error: Error,
    /// Whether it answers a login of this recipient. If so it is used up and may be taken out of
    /// the address bar; if not it may be someone else's and is to be left alone.
    pub ours: bool,
    /// What the login was, where its transaction was still there.
    pub matched: Option<Matched>,
}

/// Reads a response, uses up its transaction, and only then believes what it says.
///
/// # Errors
/// `response_invalid` when `code`, `state`, `iss` or `error` is repeated, not decodable or empty, or
/// when `code` stands beside `error`; what [`store::take`] gives; `issuer_mismatch`; `access_denied`
/// and `authorization_failed` with the provider's words.
pub fn receive(
    found: Found<'_>,
    store: &dyn Store,
    recipient: &Recipient<'_>,
    now: u64,
) -> Result<Authorized, Refusal> {
    let take = |state: &str| store::take(store, state, recipient.server, recipient.client_id, now);
    let response = read(found).map_err(|error| {
        let transaction = found.state().and_then(|state| take(&state).ok());
        Refusal { error, ours: transaction.is_some(), matched: transaction.as_ref().map(Matched::from) }
    })?;
    let transaction = take(&response.state).map_err(|Untaken { error, late }| {
        let ours = matches!(error.code, Code::TransactionUsed | Code::TransactionExpired);
        Refusal { error, ours, matched: late }
    })?;
    let matched = Some(Matched::from(&transaction));
    check(response, transaction, recipient).map_err(|error| Refusal { error, ours: true, matched })
}

/// `response_invalid`.
pub fn invalid() -> Error {
    Error::new(
        Code::ResponseInvalid,
        "The address of this page holds a malformed answer: a parameter is repeated, empty or not decodable. \
         Start a new sign-in.",
    )
}

fn read(found: Found<'_>) -> Result<Response, Error> {
    let parameter = |wanted: &str| match found.values(wanted)[..] {
        [] => Ok(None),
        [value] => form::decode(value).map(Some).ok_or_else(invalid),
        _ => Err(invalid()),
    };
    let [code, state, iss, error] = OWN.map(parameter);
    let iss = iss?;
    let answer = match (code?, error?) {
        (Some(code), None) if !code.is_empty() => Ok(Secret::new(code)),
        (None, Some(error)) if !error.is_empty() => Err(explained(found, error)),
        _ => return Err(invalid()),
    };
    Ok(Response { state: state?.ok_or_else(invalid)?, iss, answer })
}

/// Explanations are for people: one that can't be read, or stands twice, takes nothing from the error.
fn explained(found: Found<'_>, error: String) -> ProviderError {
    let text = |wanted: &str| match found.values(wanted)[..] {
        [value] => form::decode(value),
        _ => None,
    };
    ProviderError { error, description: text("error_description"), uri: text("error_uri") }
}

fn check(response: Response, transaction: Transaction, recipient: &Recipient<'_>) -> Result<Authorized, Error> {
    let nonce = transaction.nonce.as_ref().map_or("", Secret::expose);
    let secrets = [transaction.code_verifier.expose(), nonce, &response.state];
    let answer = response.answer.map_err(|said| said.without(&secrets));
    if let Some(message) = wrong_issuer(response.iss.as_deref(), recipient) {
        let error = Error::new(Code::IssuerMismatch, message);
        // Whoever names another issuer is not believed; whoever names none may only be careless.
        return Err(match answer {
            Err(said) if response.iss.is_none() => error.with_provider(said),
            _ => error,
        });
    }
    match answer {
        Ok(code) => Ok(Authorized { code, transaction }),
        Err(said) => Err(refusal(said)),
    }
}

/// What is wrong with the issuer that a response names (RFC 9207 section 2.4).
fn wrong_issuer(named: Option<&str>, recipient: &Recipient<'_>) -> Option<&'static str> {
    match (named, recipient.issuer) {
        (Some(named), Some(issuer)) if named == issuer => None,
        (Some(_), Some(_)) => {
            Some("The answer names another issuer than the one that was asked. Nothing was sent to it.")
        }
        // Without one to compare with, it has to be where the code would go.
        (Some(named), None) if are_of_one_origin(named, recipient.server) => None,
        (Some(_), None) => Some(
            "The answer names an issuer elsewhere than at the token endpoint, and this client knows none to compare \
             it with. If it is the provider's, set `issuer`, or `endpoints.issuer`, to it.",
        ),
        (None, _) if recipient.iss_required => Some(
            "The answer names no issuer, which the provider's discovery document promises for every answer. \
             If the provider made it, the provider has to mend that.",
        ),
        (None, _) => None,
    }
}

fn refusal(said: ProviderError) -> Error {
    let error = if said.error == "access_denied" {
        Error::new(Code::AccessDenied, "The sign-in was refused or cancelled. Nothing was granted.")
    } else {
        Error::new(Code::AuthorizationFailed, "The provider did not carry out the sign-in; `error` says why.")
    };
    error.with_provider(said)
}

#[cfg(test)]
#[path = "redirect_tests.rs"]
mod tests;

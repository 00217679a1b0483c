//! From a code or a refresh token to a grant, step by step (OpenID Connect Core sections 3.1.3 and 12). Whoever calls
//! sends what has to be sent and checks signatures; each step is taken once.

use super::code::asked_for;
use super::fault::Fault;
use super::relying_party::RelyingParty;
use crate::netid::flow::Flow;
use crate::netid::grant::{self, Tokens};
use crate::oauth::authorization_code::AuthorizationCode;
use crate::oauth::authorization_grant::AuthorizationGrant;
use crate::oauth::http::{Request, Response};
use crate::oauth::id_token::{self, Claims, Expected, IdToken};
use crate::oauth::json::{Object, Parser};
use crate::oauth::jwt::{Algorithm, Signature};
use crate::oauth::refresh::Renewal;
use crate::oauth::scope::{Scope, scope_list};
use crate::oauth::token::{self, AccessToken, TokenResponse};
use crate::oauth::{Error, Secret, form, key, text};
use std::rc::Rc;

/// One code, or one refresh token, on its way to a grant.
#[derive(Debug)]
pub struct Exchange {
    party: Rc<RelyingParty>,
    asked: Option<Asked>,
    answered: Option<Answered>,
}

/// What the tokens are asked for with.
#[derive(Debug)]
enum Asked {
    Code(AuthorizationCode),
    Refresh(Renewal),
}

/// The token endpoint's answer, and the ID token where one was asked for.
#[derive(Debug)]
struct Answered {
    response: TokenResponse,
    id_token: Option<(IdToken, Algorithm)>,
    received_at: u64,
}

/// What an ID token's signature is over, and what it is to be checked with.
#[derive(Debug)]
pub struct Signed<'a> {
    /// `alg`.
    pub algorithm: Algorithm,
    /// `kid`.
    pub key_id: Option<&'a str>,
    /// What was signed.
    pub input: &'a str,
    /// The signature, in base64url.
    pub signature: &'a str,
    /// What `at_hash` is the hash of.
    pub access_token: &'a str,
    /// Whether it may stay unchecked where the platform can't.
    pub may_be_unverified: bool,
}

/// A token with the scope that it is for.
pub type ScopedToken = (AccessToken, Vec<String>);

/// What an exchange ends with.
#[derive(Debug)]
pub struct Grant {
    /// For the Permission Center.
    pub permission_token: Option<ScopedToken>,
    /// For userinfo.
    pub access_token: Option<ScopedToken>,
    /// For the next grant.
    pub refresh_token: Option<Secret>,
    /// The ID token, which was checked.
    pub id_token: Option<Secret>,
    /// Its claims.
    pub claims: Option<Claims>,
    /// The scope that was granted.
    pub scope: Vec<String>,
}

impl Exchange {
    /// A code that a page has matched with its login, form-encoded: `code` and what belongs to it, under the names
    /// of [`receive`](super::response::receive).
    ///
    /// # Errors
    /// `config_invalid`.
    pub fn of_code(party: &Rc<RelyingParty>, code: &str) -> Result<Self, Error> {
        Ok(Self { party: Rc::clone(party), asked: Some(Asked::Code(read_code(party, code)?)), answered: None })
    }

    /// A grant that is to be renewed, form-encoded: `refresh_token`, `scope` (what to ask for, if not all),
    /// `granted`, `claims` of the ID token in JSON, and `permission_token` and `access_token` where it has them.
    ///
    /// # Errors
    /// `config_invalid`.
    pub fn of_grant(party: &Rc<RelyingParty>, grant: &str, parse: Parser) -> Result<Self, Error> {
        Ok(Self {
            party: Rc::clone(party),
            asked: Some(Asked::Refresh(read_grant(party, grant, parse)?)),
            answered: None,
        })
    }

    /// The token request.
    ///
    /// # Errors
    /// `config_invalid` once its answer was read.
    pub fn token_request(&self) -> Result<Request, Error> {
        let RelyingParty { token, client_id, authentication, .. } = &*self.party;
        let asked = self.asked.as_ref().ok_or_else(out_of_turn)?;
        Ok(token::request(token, client_id, asked.grant(), authentication))
    }

    /// For how long it may take, in milliseconds.
    pub fn timeout(&self) -> u64 {
        self.party.timeout
    }

    /// Whether there will be a signature to check, so that the key set can be fetched meanwhile.
    pub fn needs_keys(&self) -> bool {
        self.party.algorithm != Some(Algorithm::None) && self.asked.as_ref().is_some_and(Asked::wants_id_token)
    }

    /// Reads the token endpoint's answer, which began to arrive at `received_at`. Answers what the signature is over,
    /// `None` where none is to be checked.
    ///
    /// # Errors
    /// `token_request_failed`, `token_response_invalid`, `id_token_invalid`; `config_invalid` where it was read before.
    pub fn read_tokens(
        &mut self,
        answer: &Response,
        parse: Parser,
        received_at: u64,
    ) -> Result<Option<Signed<'_>>, Error> {
        let asked = self.asked.as_ref().filter(|_| self.answered.is_none()).ok_or_else(out_of_turn)?;
        let RelyingParty { client_id, authentication, algorithm, .. } = &*self.party;
        let read = token::read(answer, parse, asked.grant(), authentication, received_at)
            .map_err(|error| authentication.advise(client_id, error))
            .and_then(|response| Ok((id_token_of(asked, &response, *algorithm, parse)?, response)));
        // A code that failed is used up.
        let (id_token, response) = read.inspect_err(|_| self.asked = None)?;
        let answered = self.answered.insert(Answered { response, id_token, received_at });
        Ok(signed(answered, self.party.allow_unverified))
    }

    /// Whether a key of the provider's set may have made the signature.
    pub fn may_be_signed_by(&self, jwk: &Object) -> bool {
        let id_token = self.answered.as_ref().and_then(|answered| answered.id_token.as_ref());
        id_token.is_some_and(|(token, algorithm)| key::fits(jwk, &token.0, *algorithm))
    }

    /// The grant, once it is known what became of the signature. `access_token_hash` is what the claim `at_hash` has
    /// to be, by another hash than SHA-256.
    ///
    /// # Errors
    /// `id_token_invalid`, `token_response_invalid`; `config_invalid` where it was asked for before.
    pub fn grant(&mut self, signature: Signature, access_token_hash: Option<String>) -> Result<Grant, Error> {
        let (asked, answered) = self.asked.take().zip(self.answered.take()).ok_or_else(out_of_turn)?;
        let Answered { response, id_token, received_at } = answered;
        let claims = match id_token {
            Some((token, algorithm)) => {
                let may_be_unchecked = algorithm == Algorithm::None || self.party.allow_unverified;
                let hashes = id_token::access_token_hashes(algorithm, &response.access_token, access_token_hash);
                let expected = expected(&self.party, &asked, &hashes, received_at);
                Some(token.verified(signature, may_be_unchecked)?.check(&expected)?)
            }
            None => None,
        };
        granted(&self.party, &asked, response, claims, received_at)
    }
}

impl Asked {
    fn grant(&self) -> AuthorizationGrant<'_> {
        match self {
            Self::Code(code) => AuthorizationGrant::Code(code),
            Self::Refresh(renewal) => AuthorizationGrant::RefreshToken(renewal),
        }
    }

    fn scopes(&self) -> Vec<String> {
        match self {
            Self::Code(code) => scope_list(&code.scope),
            Self::Refresh(renewal) => renewal.scopes().to_vec(),
        }
    }

    /// See `AuthorizationCode::flow`.
    fn flow(&self) -> &str {
        match self {
            Self::Code(code) => &code.flow,
            Self::Refresh(renewal) => renewal.flow,
        }
    }

    fn wants_id_token(&self) -> bool {
        self.scopes().iter().any(|name| name == "openid")
    }
}

/// A step that was taken already, or before the one that it builds on.
fn out_of_turn() -> Error {
    Error::config("The steps of an exchange follow each other, and each is taken once: start a new sign-in.")
}

fn read_code(party: &RelyingParty, code: &str) -> Result<AuthorizationCode, Fault> {
    let value = |name| form::value(code, name);
    let given = |name| form::raw(code, name).is_some();
    if value("code").is_empty() {
        return Err(Fault::config("given", "code"));
    }
    let redirect_uri = if given("redirect_uri") { value("redirect_uri") } else { party.redirect_uri.clone() };
    if redirect_uri.is_empty() {
        return Err(Fault::config("given", "redirect_uri"));
    }
    let flow = value("flow");
    if !flow.is_empty() && Flow::parse(&flow).is_none() {
        return Err(Fault::config("flow", ""));
    }
    let scope = given("scope").then(|| Scope::of(&value("scope")));
    let (flow, scope) = asked_for(&party.provider, &flow, scope, party.scope.clone(), given("nonce"))?;
    Ok(AuthorizationCode {
        code: Secret::new(value("code")),
        redirect_uri,
        flow: flow.to_owned(),
        scope: scope.as_str().to_owned(),
        code_verifier: Secret::new(value("code_verifier")),
        nonce: given("nonce").then(|| Secret::new(value("nonce"))),
        max_age: form::raw(code, "max_age").and_then(text::number).map(|seconds| seconds as u32),
    })
}

fn read_grant(party: &RelyingParty, grant: &str, parse: Parser) -> Result<Renewal, Error> {
    let value = |name| form::value(grant, name);
    let has = |name| form::raw(grant, name).is_some();
    let refresh_token = Secret::new(value("refresh_token"));
    if refresh_token.expose().is_empty() {
        let message = "This grant has no refresh token: the provider issued none. Start a new sign-in.";
        return Err(Error::config(message));
    }
    // Those of a new ID token must not contradict them, so they have to be readable.
    let unreadable = || Error::config("`grant.claims` must be an object that is nested at most 100 deep.");
    let claims = has("claims").then(|| parse(&value("claims")).ok_or_else(unreadable)).transpose()?;
    let flow = match party.provider.as_str() {
        "netid" => Flow::of_grant(has("permission_token"), has("access_token")).as_str(),
        _ => "",
    };
    Ok(Renewal {
        refresh_token,
        scope: has("scope").then(|| scope_list(&value("scope"))),
        granted: scope_list(&value("granted")),
        claims,
        flow,
    })
}

/// The ID token of an answer, and what it says it is signed with; `None` where there is none to be read.
fn id_token_of(
    asked: &Asked,
    response: &TokenResponse,
    expected: Option<Algorithm>,
    parse: Parser,
) -> Result<Option<(IdToken, Algorithm)>, Error> {
    match &response.id_token {
        _ if !asked.wants_id_token() => Ok(None),
        Some(jwt) => {
            let token = IdToken::parse(jwt.expose(), parse)?;
            let algorithm = token.algorithm(expected)?;
            Ok(Some((token, algorithm)))
        }
        // A renewed grant keeps the one it has (OpenID Connect Core section 12.2).
        None if matches!(asked, Asked::Refresh(_)) => Ok(None),
        None => Err(token::no_id_token()),
    }
}

fn signed(answered: &Answered, may_be_unverified: bool) -> Option<Signed<'_>> {
    let (token, algorithm) = answered.id_token.as_ref()?;
    (*algorithm != Algorithm::None).then(|| Signed {
        algorithm: *algorithm,
        key_id: token.0.key_id.as_deref(),
        input: token.0.signing_input(),
        signature: token.0.signature(),
        access_token: answered.response.access_token.value.expose(),
        may_be_unverified,
    })
}

fn expected<'a>(
    party: &'a RelyingParty,
    asked: &'a Asked,
    access_token_hashes: &'a [String],
    now: u64,
) -> Expected<'a> {
    let (nonce, max_age, renews) = match asked {
        Asked::Code(code) => (code.nonce.as_ref().map(Secret::expose), code.max_age, None),
        Asked::Refresh(renewal) => (None, None, renewal.claims.as_ref()),
    };
    Expected {
        issuer: &party.issuer,
        client_id: &party.client_id,
        trusted_audiences: &party.trusted_audiences,
        nonce,
        max_age,
        access_token_hashes,
        now,
        clock_tolerance: party.clock_tolerance,
        renews,
    }
}

fn granted(
    party: &RelyingParty,
    asked: &Asked,
    answer: TokenResponse,
    claims: Option<Claims>,
    received_at: u64,
) -> Result<Grant, Error> {
    let scope = answer.scope.unwrap_or_else(|| asked.scopes());
    let (permission_token, access_token) = if party.provider == "netid" {
        let flow = Flow::parse(asked.flow()).unwrap_or_default();
        let Tokens { permission, access } = grant::tokens(flow, answer.access_token, claims.as_ref(), received_at)?;
        (
            permission.map(|token| (token, grant::permission_scope(&scope))),
            access.map(|token| (token, grant::access_scope(&scope))),
        )
    } else {
        (None, Some((answer.access_token, scope.clone())))
    };
    Ok(Grant {
        permission_token,
        access_token,
        refresh_token: answer.refresh_token,
        id_token: answer.id_token.filter(|_| claims.is_some()),
        claims,
        scope,
    })
}

#[cfg(test)]
#[path = "exchange_tests.rs"]
mod tests;

//! What can go wrong, as stable codes.

use super::redaction::redacted;
use std::borrow::Cow;

macro_rules! names {
    ($(#[$meta:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident = $text:literal,)+ }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum $name { $($(#[$doc])* $variant,)+ }

        impl $name {
            /// The name that JavaScript sees.
            pub const fn as_str(self) -> &'static str {
                match self { $($name::$variant => $text,)+ }
            }
        }
    };
}

names! {
    /// The `code` of an [`Error`]: the only source of the codes that the package documents.
    Code {
        /// The caller's options or arguments can't be used.
        ConfigInvalid = "config_invalid",
        /// A synchronous function was called before `init`.
        NotInitialized = "not_initialized",
        /// The `.wasm` file could not be loaded or compiled.
        WasmUnavailable = "wasm_unavailable",
        /// The browser refuses storage, or it is full.
        StorageUnavailable = "storage_unavailable",
        /// No pending transaction has the response's `state`.
        StateUnknown = "state_unknown",
        /// The response came after the transaction's lifetime.
        TransactionExpired = "transaction_expired",
        /// The response was answered before.
        TransactionUsed = "transaction_used",
        /// The response, or the discovery document, is another issuer's (RFC 9207 section 2.4).
        IssuerMismatch = "issuer_mismatch",
        /// The authorization response is malformed: a repeated parameter, `code` beside `error`.
        ResponseInvalid = "response_invalid",
        /// The user or the provider said no (RFC 6749 section 4.1.2.1).
        AccessDenied = "access_denied",
        /// Any other `error` of the authorization endpoint.
        AuthorizationFailed = "authorization_failed",
        /// The browser refused to open a window.
        PopupBlocked = "popup_blocked",
        /// The user closed the window.
        PopupClosed = "popup_closed",
        /// The caller's `AbortSignal` fired.
        Aborted = "aborted",
        /// No complete answer within the timeout.
        Timeout = "timeout",
        /// The request did not reach the provider, or the page may not read the answer.
        Network = "network",
        /// The token endpoint refused (RFC 6749 section 5.2).
        TokenRequestFailed = "token_request_failed",
        /// The token endpoint's answer is not a token response (RFC 6749 section 5.1).
        TokenResponseInvalid = "token_response_invalid",
        /// The ID token is not acceptable (OpenID Connect Core section 3.1.3.7); see [`Reason`].
        IdTokenInvalid = "id_token_invalid",
        /// An access token that a resource server was shown is not acceptable; see [`Reason`].
        AccessTokenInvalid = "access_token_invalid",
        /// The userinfo answer is missing or someone else's (OpenID Connect Core section 5.3).
        UserinfoFailed = "userinfo_failed",
        /// The Permission Center said no, with a `statusCode`.
        PermissionDenied = "permission_denied",
        /// The Permission Center's answer can't be used.
        PermissionFailed = "permission_failed",
        /// Not a TCF v2 consent string.
        TcStringInvalid = "tc_string_invalid",
        /// The SignDoc resource server refused, or its answer can't be used.
        SigndocFailed = "signdoc_failed",
        /// The discovery document is missing or can't be used.
        DiscoveryFailed = "discovery_failed",
        /// The key set is missing or can't be used.
        JwksFailed = "jwks_failed",
        /// A relay could not read the request.
        RequestInvalid = "request_invalid",
        /// A relay holds no grant for this visitor.
        GrantMissing = "grant_missing",
        /// The grant that a relay holds has lapsed.
        GrantExpired = "grant_expired",
        /// A relay does not serve this origin.
        OriginRefused = "origin_refused",
        /// A relay has no such address.
        NotFound = "not_found",
        /// A relay's address does not take this method.
        MethodRefused = "method_refused",
        /// A request to a relay is too large.
        BodyTooLarge = "body_too_large",
        /// A request to a relay has another media type than JSON.
        TypeRefused = "type_refused",
    }
}

names! {
    /// Which check a token failed.
    Reason {
        /// No JWT, or a claim of the wrong type, or an unknown `crit` header.
        Malformed = "malformed",
        /// Signed with an algorithm that this client does not accept.
        Alg = "alg",
        /// The signature does not match.
        Signature = "signature",
        /// No key of the provider fits.
        KeyUnknown = "key_unknown",
        /// Another issuer.
        Iss = "iss",
        /// Another audience, or one more than is trusted.
        Aud = "aud",
        /// Issued to another client, or to nobody named, though there are further audiences.
        Azp = "azp",
        /// Expired.
        Exp = "exp",
        /// Issued in the future.
        Iat = "iat",
        /// Not the answer to this request.
        Nonce = "nonce",
        /// No subject.
        Sub = "sub",
        /// The user signed in longer ago than `maxAge`, or the claim is missing.
        AuthTime = "auth_time",
        /// Not issued along with this access token.
        AtHash = "at_hash",
        /// Not the kind of token that is asked for.
        Typ = "typ",
        /// Not valid yet.
        Nbf = "nbf",
    }
}

/// A failure: a [`Code`] to test for and a message for people.
///
/// A message never holds a token, code, verifier, nonce, state or secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    /// What failed.
    pub code: Code,
    /// What happened and what to do.
    pub message: Cow<'static, str>,
    /// Which check of the token failed; only with [`Code::IdTokenInvalid`] and [`Code::AccessTokenInvalid`].
    pub reason: Option<Reason>,
    /// The HTTP status, where there was an answer.
    pub status: Option<u16>,
    /// What the provider said, where it did; boxed because it is rare.
    pub provider: Option<Box<ProviderError>>,
    /// `status_code` of netID's Permission Center.
    pub status_code: Option<Box<str>>,
}

/// A provider's own words (RFC 6749 sections 4.1.2.1 and 5.2).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ProviderError {
    /// `error`.
    pub error: String,
    /// `error_description`.
    pub description: Option<String>,
    /// `error_uri`.
    pub uri: Option<String>,
}

impl ProviderError {
    /// Blanks out every form of every value in `secrets`, since providers are known to echo what they
    /// were sent, and keeps no more than the beginning of a long text.
    pub fn without(self, secrets: &[&str]) -> Self {
        let clean = |text: String| redacted(&text, secrets);
        Self { error: clean(self.error), description: self.description.map(clean), uri: self.uri.map(clean) }
    }
}

impl Error {
    // The constructors are never inlined: there are dozens of calls, and none is on a hot path.

    /// A failure with nothing but a code and a message.
    #[cold]
    #[inline(never)]
    pub fn new(code: Code, message: &'static str) -> Self {
        Self { code, message: Cow::Borrowed(message), reason: None, status: None, provider: None, status_code: None }
    }

    /// [`Code::ConfigInvalid`].
    #[cold]
    #[inline(never)]
    pub fn config(message: &'static str) -> Self {
        Self::new(Code::ConfigInvalid, message)
    }

    /// [`Code::ConfigInvalid`] with a message that names what is wrong.
    #[cold]
    #[inline(never)]
    pub fn config_of(message: &[&str]) -> Self {
        Self { message: Cow::Owned(message.concat()), ..Self::config("") }
    }

    /// [`Code::IdTokenInvalid`] with its reason.
    #[cold]
    #[inline(never)]
    pub fn id_token(reason: Reason, message: &'static str) -> Self {
        Self { reason: Some(reason), ..Self::new(Code::IdTokenInvalid, message) }
    }

    /// [`Code::AccessTokenInvalid`] with its reason.
    #[cfg(any(test, feature = "server"))]
    pub fn access_token(reason: Reason, message: &'static str) -> Self {
        Self { reason: Some(reason), ..Self::new(Code::AccessTokenInvalid, message) }
    }

    /// Adds the HTTP status.
    pub fn with_status(self, status: u16) -> Self {
        Self { status: Some(status), ..self }
    }

    /// Adds what the provider said.
    pub fn with_provider(self, provider: ProviderError) -> Self {
        Self { provider: Some(Box::new(provider)), ..self }
    }
}

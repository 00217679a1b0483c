//! Requests and responses as values. Whoever calls this core does the I/O.

use std::fmt;

/// A request to send, with every header that matters. Its `Debug` shows none of their values.
pub struct Request {
    /// The HTTP method.
    pub method: &'static str,
    /// Where to.
    pub url: String,
    /// Names and values, complete.
    pub headers: Vec<(&'static str, String)>,
    /// Of the `Content-Type` that the headers say; may hold secrets.
    pub body: Option<super::Secret>,
}

impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = self.headers.iter().map(|(name, _)| *name);
        let address = self.url.split('?').next().unwrap_or_default();
        f.debug_struct("Request")
            .field("method", &self.method)
            // Without its query, which may name people.
            .field("url", &address)
            .field("headers", &names.collect::<Vec<_>>())
            .field("body", &self.body)
            .finish()
    }
}

/// An answer, read to its end.
#[derive(Debug)]
pub struct Response {
    /// The HTTP status; 0 for a redirect that a browser hides.
    pub status: u16,
    /// The `Content-Type` header, empty when there is none.
    pub content_type: String,
    /// The whole body.
    pub body: super::Secret,
}

impl Response {
    /// Whether the status is 2xx.
    pub fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }

    /// Whether the answer sends the client elsewhere, which no endpoint of ours may do.
    pub fn is_redirect(&self) -> bool {
        self.status == 0 || (300..400).contains(&self.status)
    }
}

/// `Accept` of every request that wants JSON.
pub const ACCEPT_JSON: (&str, &str) = ("Accept", "application/json");
/// `Content-Type` of a token request, exactly, without charset.
pub const CONTENT_FORM: (&str, &str) = ("Content-Type", "application/x-www-form-urlencoded");

/// A header as [`Request::headers`] holds it.
pub fn header((name, value): (&'static str, &str)) -> (&'static str, String) {
    (name, value.to_owned())
}

/// The header that shows an access token (RFC 6750 section 2.1).
pub fn bearer(access_token: &str) -> (&'static str, String) {
    ("Authorization", ["Bearer ", access_token].concat())
}

/// Whether that header can hold an access token: visible ASCII (RFC 6750 section 2.1 allows less). A line
/// break, as a file has at its end, is none.
pub fn is_bearer(access_token: &str) -> bool {
    !access_token.is_empty() && access_token.bytes().all(|byte| byte.is_ascii_graphic())
}

#[cfg(test)]
mod tests {
    use super::super::Secret;
    use super::*;

    #[test]
    fn a_header_holds_tokens_of_visible_ascii_only() {
        for token in ["a", "eyJ.a-b_c~/+==", "!#$%&'*\"\\"] {
            assert!(is_bearer(token), "{token}");
        }
        for token in ["", "a\n", "a\r\nX-A: b", " a", "a b", "a\t", "a\0", "\u{7f}", "eyJ…", "é", "\u{feff}a"] {
            assert!(!is_bearer(token), "{token:?}");
        }
    }

    #[test]
    fn debug_output_shows_neither_headers_nor_bodies() {
        let request = Request {
            method: "POST",
            url: "https://a.example/token?who=marker".into(),
            headers: vec![bearer("marker"), header(("X-Key", "marker"))],
            body: Some(Secret::new("client_secret=marker".into())),
        };
        let shown = format!("{request:?}");
        assert!(!shown.contains("marker") && shown.contains("https://a.example/token"), "{shown}");
        let response = Response { status: 200, content_type: String::new(), body: Secret::new("marker".into()) };
        assert!(!format!("{response:?}").contains("marker"));
    }
}

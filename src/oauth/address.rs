//! Addresses from the caller or from discovery, kept exactly as given.

use super::text::{lowercase, names, number, parts, split};

/// An address that requests and browsers are sent to: `https`, or `http` on loopback, no fragment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Endpoint(String);

impl Endpoint {
    /// Takes an address that may be used; `None` for every other text.
    pub fn parse(text: &str) -> Option<Self> {
        is_endpoint(text).then(|| Self(text.to_owned()))
    }

    /// Whether it is `http` rather than `https`.
    pub fn is_http(&self) -> bool {
        scheme_and_host(&lowercase(&self.0)).is_some_and(|(scheme, _)| scheme == "http")
    }

    /// Whether it is this very machine's.
    pub fn is_on_loopback(&self) -> bool {
        scheme_and_host(&lowercase(&self.0)).is_some_and(|(_, host)| is_loopback(host))
    }

    /// An address of this crate's own, which needs no check.
    pub fn known(address: &'static str) -> Self {
        Self(address.to_owned())
    }

    /// The address, character for character as it was given.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The address with a path behind it, whether or not it ends in a slash.
    pub fn with_path(&self, path: &str) -> String {
        [self.0.strip_suffix('/').unwrap_or(&self.0), path].concat()
    }

    /// The same, given away.
    pub fn into_string(self) -> String {
        self.0
    }
}

/// Whether requests and browsers may be sent to an address: `https`, or `http` on loopback, no fragment, and in ASCII
/// as RFC 3986 has it, since platforms make other hosts of other characters.
pub fn is_endpoint(text: &str) -> bool {
    text.is_ascii()
        && scheme_and_host(&lowercase(text))
            .is_some_and(|(scheme, host)| scheme == "https" || (scheme == "http" && is_loopback(host)))
}

/// Scheme and host of an address with an authority.
fn scheme_and_host(text: &str) -> Option<(&str, &str)> {
    let (scheme, rest) = split_scheme(text)?;
    Some((scheme, host_of(authority_of(rest)?)?))
}

/// Whether paths may be appended to an address: one that requests may be sent to, without a query.
pub fn is_prefix(text: &str) -> bool {
    is_endpoint(text) && split(text, b'?').1.is_none()
}

/// Whether a provider may send users back to an address: a page, or the scheme of an application with a path.
pub fn is_redirect_uri(text: &str) -> bool {
    let text = lowercase(text);
    let Some((scheme, rest)) = split_scheme(&text) else { return false };
    if names("https http", scheme) {
        return rest.len() > 2 && rest.starts_with("//");
    }
    // Schemes that run or show what stands in the address itself.
    let shows_itself = names("javascript data vbscript blob file about filesystem", scheme);
    !shows_itself && rest.starts_with('/')
}

/// Origin and path: everything before the query and the fragment.
pub fn page_of(url: &str) -> &str {
    split(split(url, b'#').0, b'?').0
}

/// Scheme, host and port of a web address as the platform writes it, the scheme of any other: all of those are the
/// application's that has it.
pub fn origin_of(url: &str) -> &str {
    let (scheme, rest) = split(url, b':');
    let is_web = matches!(scheme, "https" | "http");
    let authority = rest.filter(|_| is_web).and_then(authority_of);
    let length = authority.map_or(scheme.len(), |authority| scheme.len() + 3 + authority.len());
    url.get(..length).unwrap_or(url)
}

fn authority_of(rest: &str) -> Option<&str> {
    let rest = rest.strip_prefix("//")?;
    Some(split(split(split(rest, b'/').0, b'?').0, b'#').0)
}

/// The scheme, and what follows its colon.
///
/// Refuses a fragment, and what a browser's parser would silently change (spaces, control characters,
/// backslashes), since a check of one text would then let another address through.
fn split_scheme(text: &str) -> Option<(&str, &str)> {
    if text.bytes().any(|byte| byte <= b' ' || matches!(byte, 0x7f | b'\\' | b'#')) {
        return None;
    }
    let (scheme, rest) = split(text, b':');
    let starts_with_letter = scheme.bytes().next().is_some_and(|byte| byte.is_ascii_alphabetic());
    let rest_is_plain = scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.'));
    Some((scheme, rest?)).filter(|_| starts_with_letter && rest_is_plain)
}

/// The host of `host[:port]`; user names and passwords are refused.
fn host_of(authority: &str) -> Option<&str> {
    // What is in brackets has colons of its own.
    let bracket = if authority.starts_with('[') { split(authority, b']').0.len() } else { 0 };
    let (_, port) = split(authority.get(bracket..)?, b':');
    let host = authority.get(..authority.len() - port.map_or(0, |port| port.len() + 1))?;
    let is_port = |port| number(port).is_some_and(|port| port <= u16::MAX.into());
    let is_whole = bracket == 0 || host.len() == bracket + 1;
    (!host.is_empty() && is_whole && split(host, b'@').1.is_none() && port.is_none_or(is_port)).then_some(host)
}

/// Of a host in lowercase.
fn is_loopback(host: &str) -> bool {
    // With fewer parts, or one that is no number, a browser may read another address than 127.*.
    let is_octet = |part: &str| number(part).is_some_and(|octet| octet < 256);
    host == "localhost"
        || host == "[::1]"
        || host.ends_with(".localhost")
        || (host.starts_with("127.") && parts(host, b'.').all(is_octet) && parts(host, b'.').count() == 4)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn endpoints_are_https_or_loopback() {
        for good in [
            "https://broker.netid.de/authorize",
            "https://broker.netid.de",
            "HTTPS://example.org/a?b=c",
            "https://example.org:8443/a",
            "https://[2001:db8::1]/a",
            "http://localhost:4400/authorize",
            "http://broker.localhost/",
            "http://127.0.0.1:4400/",
            "http://127.9.9.9/",
            "http://[::1]:4400/",
        ] {
            assert_eq!(Endpoint::parse(good).as_ref().map(Endpoint::as_str), Some(good));
        }
    }

    #[test]
    fn other_endpoints_are_refused() {
        for bad in [
            "",
            "broker.netid.de/authorize",
            "//broker.netid.de/authorize",
            "http://broker.netid.de/authorize",
            "http://localhost.example.org/",
            "http://127.0.0.1.example.org/",
            "http://127./",
            "http://127../",
            "http://127.1/",
            "http://127.0.0.1./",
            "http://127.0.0.1@example.org/",
            "http://localhost\\@example.org/",
            "https://user:secret@example.org/",
            "https://user@example.org/",
            "https://example.org\\authorize",
            "https:///authorize",
            "https:/broker.netid.de/",
            "https://example.org:port/",
            "https://[::1/",
            "https://example.org/#part",
            "https://example.org/a b",
            "https://exam\nple.org/",
            "https://exam\u{a0}ple.org/",
            "https://broker\u{3002}netid.de/",
            "https://m\u{fc}nchen.example/",
            "javascript://example.org/%0aalert(1)",
            "ftp://example.org/",
        ] {
            assert_eq!(Endpoint::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn redirect_uris_may_be_pages_intranets_and_custom_schemes() {
        for good in [
            "https://publisher.example/",
            "http://intranet/banner",
            "http://localhost:5173/?edition=evening",
            "example.app:/oauth2redirect/x",
            "example.app://callback",
        ] {
            assert!(is_redirect_uri(good), "{good}");
        }
        for bad in [
            "",
            "/relative",
            "https:",
            "https://",
            "https://publisher.example/#part",
            "javascript:/alert(1)",
            "JavaScript:/alert(1)",
            "data:/text/html,x",
            "mailto:someone@example.org",
            "1app:/x",
            "https://publisher.example/a b",
        ] {
            assert!(!is_redirect_uri(bad), "{bad}");
        }
    }

    #[test]
    fn pages_and_origins_are_cut_from_addresses() {
        for url in ["https://a.example/cb?code=1#top", "https://a.example/cb#top?x", "https://a.example/cb"] {
            assert_eq!(page_of(url), "https://a.example/cb");
        }
        for (url, origin) in [
            ("https://a.example/cb?x", "https://a.example"),
            ("https://a.example?x", "https://a.example"),
            ("https://a.example:8443", "https://a.example:8443"),
            ("com.example.app://callback/", "com.example.app"),
            ("com.example.app:/callback", "com.example.app"),
        ] {
            assert_eq!(origin_of(url), origin);
        }
    }

    proptest! {
        #[test]
        fn parsing_never_panics(text in "\\PC*") {
            let _ = Endpoint::parse(&text);
            let _ = is_redirect_uri(&text);
            let _ = (page_of(&text), origin_of(&text));
        }

        #[test]
        fn a_plain_http_host_is_never_an_endpoint(host in "[a-z]{1,12}\\.(de|no|example)") {
            let address = format!("http://{host}/authorize");
            prop_assert_eq!(Endpoint::parse(&address), None);
        }
    }
}

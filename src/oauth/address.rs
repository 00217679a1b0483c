//! Addresses from the caller or from discovery, kept exactly as given.

/// An address that requests and browsers are sent to: `https`, or `http` on loopback, no fragment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Endpoint(String);

impl Endpoint {
    /// Takes an address that may be used; `None` for every other text.
    pub fn parse(text: &str) -> Option<Self> {
        let (scheme, host) = scheme_and_host(text)?;
        let usable = match scheme.as_str() {
            "https" => true,
            "http" => is_loopback(host),
            _ => false,
        };
        (usable && !text.contains('#')).then(|| Self(text.to_owned()))
    }

    /// Whether it is `http`, which is to say on loopback.
    pub fn is_http(&self) -> bool {
        scheme_and_host(&self.0).is_some_and(|(scheme, _)| scheme == "http")
    }

    /// Whether it is on this very machine, encrypted or not.
    pub fn is_on_loopback(&self) -> bool {
        scheme_and_host(&self.0).is_some_and(|(_, host)| is_loopback(host))
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

/// Where the provider sends the user back to.
#[derive(Clone, Debug)]
#[cfg_attr(any(test, feature = "server"), derive(Default))]
pub struct RedirectUri {
    exact: String,
    page: String,
}

impl RedirectUri {
    /// `exact` goes over the wire; `canonical`, the same address as the platform's URL parser
    /// writes it, is what the address of a response is compared with.
    pub fn parse(exact: &str, canonical: &str) -> Option<Self> {
        let (scheme, rest) = split_scheme(exact)?;
        let usable = match scheme.as_str() {
            "https" | "http" => rest.starts_with("//") && rest.len() > 2,
            // Schemes that run or show what stands in the address itself.
            "javascript" | "data" | "vbscript" | "blob" | "file" | "about" | "filesystem" => false,
            _ => rest.starts_with('/'),
        };
        (usable && !exact.contains('#')).then(|| Self { exact: exact.to_owned(), page: page_of(canonical).to_owned() })
    }

    /// The value of `redirect_uri`, character for character as it was given.
    pub fn as_str(&self) -> &str {
        &self.exact
    }

    /// Whether `url`, as the platform writes it, has this origin and path.
    pub fn is_page_of(&self, url: &str) -> bool {
        self.page == page_of(url)
    }

    /// Whether `url`, as the platform writes it, has this origin; an app's own scheme is one.
    pub fn is_origin_of(&self, url: &str) -> bool {
        origin_of(&self.page) == origin_of(url)
    }
}

/// Origin and path: everything before the query and the fragment.
fn page_of(url: &str) -> &str {
    url.split(['?', '#']).next().unwrap_or(url)
}

/// Whether two web addresses, spelt alike, have the same scheme, host and port.
pub fn are_of_one_origin(one: &str, other: &str) -> bool {
    origin_of(one) == origin_of(other)
}

/// Scheme, host and port of a web address as the platform writes it, the scheme of any other.
fn origin_of(url: &str) -> &str {
    let end = match url.split(':').next() {
        Some("https" | "http") => url.match_indices('/').nth(2).map(|(end, _)| end),
        _ => url.find(':'),
    };
    end.and_then(|end| url.get(..end)).unwrap_or(url)
}

/// The scheme in lower case, and what follows its colon.
///
/// Refuses what a browser's parser would silently change (white space, control characters,
/// backslashes), since a check of one text would then let another address through.
fn split_scheme(text: &str) -> Option<(String, &str)> {
    if text.chars().any(|c| c.is_whitespace() || c.is_control() || c == '\\') {
        return None;
    }
    let (scheme, rest) = text.split_once(':')?;
    let starts_with_letter = scheme.bytes().next().is_some_and(|b| b.is_ascii_alphabetic());
    let rest_is_plain = scheme.bytes().all(|b| b.is_ascii_alphanumeric() || b"+-.".contains(&b));
    (starts_with_letter && rest_is_plain).then(|| (scheme.to_ascii_lowercase(), rest))
}

/// Scheme and host of an address with an authority.
fn scheme_and_host(text: &str) -> Option<(String, &str)> {
    let (scheme, rest) = split_scheme(text)?;
    let authority = rest.strip_prefix("//")?.split(['/', '?']).next()?;
    Some((scheme, host_of(authority)?))
}

/// The host of `host[:port]`; user names and passwords are refused.
fn host_of(authority: &str) -> Option<&str> {
    let (host, port) = match authority.strip_prefix('[') {
        Some(rest) => {
            let end = rest.find(']')?;
            (authority.get(..end + 2)?, rest.get(end + 1..)?)
        }
        None => authority.split_at(authority.find(':').unwrap_or(authority.len())),
    };
    let port_is_a_number = match port.strip_prefix(':') {
        Some(digits) => digits.parse::<u16>().is_ok(),
        None => port.is_empty(),
    };
    (!host.is_empty() && !host.contains('@') && port_is_a_number).then_some(host)
}

fn is_loopback(host: &str) -> bool {
    let host = host.to_ascii_lowercase();
    host == "localhost"
        || host.ends_with(".localhost")
        || host == "[::1]"
        // With fewer parts, or a dot at the end, a browser may read another address than 127.*.
        || (host.starts_with("127.")
            && host.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
            && host.bytes().filter(|byte| *byte == b'.').count() == 3
            && !host.split('.').any(str::is_empty))
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
            assert!(RedirectUri::parse(good, good).is_some(), "{good}");
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
            assert!(RedirectUri::parse(bad, bad).is_none(), "{bad}");
        }
    }

    #[test]
    fn a_page_is_origin_and_path() {
        let uri = RedirectUri::parse("https://Publisher.example:443", "https://publisher.example/").unwrap();
        assert_eq!(uri.as_str(), "https://Publisher.example:443");
        assert!(uri.is_page_of("https://publisher.example/?code=1#top"));
        assert!(uri.is_page_of("https://publisher.example/#top"));
        assert!(!uri.is_page_of("https://publisher.example/news?code=1"));
        assert!(!uri.is_page_of("http://publisher.example/?code=1"));
    }

    #[test]
    fn an_origin_is_scheme_host_and_port_or_an_apps_scheme() {
        let has = |page: &str, url: &str| RedirectUri::parse(page, page).unwrap().is_origin_of(url);
        for url in ["https://a.example/", "https://a.example/b/?c#d", "https://a.example/?x=https://b.example/"] {
            assert!(has("https://a.example/cb", url), "{url}");
        }
        for url in [
            "",
            "https:",
            "https://b.example/cb",
            "http://a.example/cb",
            "https://a.example:8443/cb",
            "https://a.example.evil.example/cb",
            "https://user@a.example/cb",
            "blob:https://a.example/cb",
            "about:blank",
        ] {
            assert!(!has("https://a.example/cb", url), "{url}");
        }
        assert!(has("com.example.app://callback", "com.example.app://callback/?code=1"));
        assert!(!has("com.example.app://callback", "com.example.other://callback"));
    }

    proptest! {
        #[test]
        fn parsing_never_panics(text in "\\PC*") {
            let _ = Endpoint::parse(&text);
            let _ = RedirectUri::parse(&text, &text);
        }

        #[test]
        fn a_plain_http_host_is_never_an_endpoint(host in "[a-z]{1,12}\\.(de|no|example)") {
            let address = format!("http://{host}/authorize");
            prop_assert_eq!(Endpoint::parse(&address), None);
        }
    }
}

//! Whom a relay serves: protection against requests that other sites make a browser send.

/// Whose page a request is from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sender {
    /// The relay's own site, or nobody's page, and nothing to be changed.
    Own,
    /// Another origin that the relay serves, which needs CORS answers.
    Allowed,
    /// It may be anybody's: a browser that does not say, where something is to be changed.
    Unproven,
    /// A foreign one.
    Foreign,
}

impl Sender {
    /// The word for it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Own => "own",
            Self::Allowed => "allowed",
            Self::Unproven => "unproven",
            Self::Foreign => "foreign",
        }
    }

    /// Judges by `Origin` (RFC 6454 section 7) and, where there is none, by `Sec-Fetch-Site` (Fetch
    /// Metadata). Both are the browser's own words, which no page can change. Origins are compared
    /// character for character: browsers write each in one way.
    pub fn judge(method: &str, origin: Option<&str>, site: Option<&str>, own: &str, allowed: &[String]) -> Self {
        match (origin, site) {
            (Some(origin), _) if origin == own => Self::Own,
            (Some(origin), _) if allowed.iter().any(|allowed| allowed == origin) => Self::Allowed,
            (Some(_), _) => Self::Foreign,
            (None, Some("same-origin")) => Self::Own,
            // An image, a script or a link of another site: it could not read the answer, and has no use for it.
            (None, Some("cross-site" | "same-site")) => Self::Foreign,
            (None, _) if matches!(method, "POST" | "DELETE") => Self::Unproven,
            (None, _) => Self::Own,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const OWN: &str = "https://site.example";

    fn judge(method: &str, origin: Option<&str>, site: Option<&str>) -> Sender {
        Sender::judge(method, origin, site, OWN, &["https://cmp.example".into()])
    }

    #[test]
    fn an_origin_decides_whatever_else_is_said() {
        for method in ["GET", "POST", "DELETE", "OPTIONS", "PUT"] {
            for site in [None, Some("same-origin"), Some("cross-site")] {
                assert_eq!(judge(method, Some(OWN), site), Sender::Own);
                assert_eq!(judge(method, Some("https://cmp.example"), site), Sender::Allowed);
                for foreign in [
                    "https://evil.example",
                    "null",
                    "",
                    "http://site.example",
                    "https://site.example:8443",
                    "https://SITE.example",
                    "https://site.example/",
                    "https://site.example.evil.example",
                    "https://a.site.example",
                    "https://site.example, https://evil.example",
                ] {
                    assert_eq!(judge(method, Some(foreign), site), Sender::Foreign, "{method} {foreign}");
                }
            }
        }
    }

    #[test]
    fn without_an_origin_a_change_needs_the_browsers_word() {
        for method in ["POST", "DELETE"] {
            assert_eq!(judge(method, None, Some("same-origin")), Sender::Own);
            for site in [None, Some("none"), Some("SAME-ORIGIN"), Some("")] {
                assert_eq!(judge(method, None, site), Sender::Unproven, "{site:?}");
            }
        }
    }

    #[test]
    fn reading_without_an_origin_is_refused_to_other_sites_only() {
        for site in [None, Some("none"), Some("same-origin")] {
            assert_eq!(judge("GET", None, site), Sender::Own);
        }
        for site in ["same-site", "cross-site"] {
            assert_eq!(judge("GET", None, Some(site)), Sender::Foreign);
            assert_eq!(judge("POST", None, Some(site)), Sender::Foreign);
        }
    }
}

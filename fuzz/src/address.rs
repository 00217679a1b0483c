//! The address of a page, and the authorization response in it, read without the core.

/// What may stand once in a response.
pub const SINGLE: [&str; 4] = ["code", "state", "iss", "error"];

/// What a response may hold beside it.
const BESIDE: [&str; 3] = ["error_description", "error_uri", "session_state"];

/// An address in its parts.
#[derive(Clone, Copy)]
pub struct Address<'a> {
    pub page: &'a str,
    pub query: Option<&'a str>,
    pub fragment: Option<&'a str>,
}

impl<'a> Address<'a> {
    pub fn of(url: &'a str) -> Self {
        let cut = |text: &'a str, mark| text.split_once(mark).map_or((text, None), |(head, tail)| (head, Some(tail)));
        let (rest, fragment) = cut(url, '#');
        let (page, query) = cut(rest, '?');
        Self { page, query, fragment }
    }

    /// The part that holds a response.
    pub fn response(&self) -> Option<&'a str> {
        let holds = |part: &Option<&str>| {
            let has = |name| !values(*part, name).is_empty();
            has("state") && (has("code") || has("error"))
        };
        [self.query, self.fragment].into_iter().find(holds).flatten()
    }

    pub fn is_response(&self, page: &str) -> bool {
        self.page == page && self.response().is_some()
    }

    /// The same on any page of an origin, which is an address that ends in its slash.
    pub fn may_be_response(&self, origin: &str) -> bool {
        self.page.starts_with(origin) && self.response().is_some()
    }
}

/// Names with their values, as they stand.
pub fn segments(part: Option<&str>) -> Vec<&str> {
    part.unwrap_or_default().split('&').filter(|segment| !segment.is_empty()).collect()
}

/// Those that the page has put there itself.
pub fn foreign(part: Option<&str>) -> Vec<&str> {
    let is_foreign = |segment: &&str| {
        let name = decoded(segment.split('=').next().unwrap_or_default()).unwrap_or_default();
        !SINGLE.iter().chain(&BESIDE).any(|own| *own == name)
    };
    segments(part).into_iter().filter(is_foreign).collect()
}

/// Every value of a parameter, `None` for those that can't be decoded.
pub fn values(part: Option<&str>, wanted: &str) -> Vec<Option<String>> {
    let pairs = segments(part).into_iter().map(|segment| segment.split_once('=').unwrap_or((segment, "")));
    pairs.filter(|(name, _)| decoded(name).as_deref() == Some(wanted)).map(|(_, value)| decoded(value)).collect()
}

/// Undoes the encoding of a form, once; `None` where that can't be done.
pub fn decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::new();
    let mut rest = text.chars();
    while let Some(character) = rest.next() {
        match character {
            '+' => bytes.push(b' '),
            '%' => bytes.push(u8::try_from(rest.next()?.to_digit(16)? * 16 + rest.next()?.to_digit(16)?).ok()?),
            other => bytes.extend(other.to_string().bytes()),
        }
    }
    String::from_utf8(bytes).ok()
}

//! What is remembered between sending the user away and the response.

use super::{Secret, form};

/// A login under way. One per `state`.
#[derive(Debug)]
pub struct Transaction {
    /// The issuer, or the token endpoint where no issuer is known: a response is only ever
    /// exchanged where it was asked for.
    pub server: String,
    /// `client_id`.
    pub client_id: String,
    /// `redirect_uri`, which the token request must repeat (RFC 6749 section 4.1.3).
    pub redirect_uri: String,
    /// What the provider's own module needs to read the grant; free of secrets.
    pub profile: String,
    /// The scope asked for, space-separated.
    pub scope: String,
    /// `code_verifier`.
    pub code_verifier: Secret,
    /// `nonce`; only where an ID token was asked for.
    pub nonce: Option<Secret>,
    /// `max_age` in seconds.
    pub max_age: Option<u32>,
    /// The caller's own state, as JSON.
    pub app_state: Option<String>,
    /// Milliseconds since the epoch.
    pub expires_at: u64,
}

/// What is still to be told of a transaction that is used up.
#[derive(Clone, Debug)]
pub struct Matched {
    /// The caller's own state, as JSON.
    pub app_state: Option<String>,
    /// Milliseconds since the epoch.
    pub expires_at: u64,
}

impl From<&Transaction> for Matched {
    fn from(transaction: &Transaction) -> Self {
        Self { app_state: transaction.app_state.clone(), expires_at: transaction.expires_at }
    }
}

/// What storage holds under a `state`.
#[derive(Debug)]
pub enum Record {
    /// Not answered yet.
    Pending(Transaction),
    /// Answered. Kept so that a reload is told from a forgery.
    Used {
        /// When the transaction would have expired.
        expires_at: u64,
    },
}

const VERSION: &str = "1";

impl Record {
    /// When there is no more use for it, in milliseconds since the epoch.
    pub fn expires_at(&self) -> u64 {
        match self {
            Self::Used { expires_at } | Self::Pending(Transaction { expires_at, .. }) => *expires_at,
        }
    }

    /// The text that storage keeps.
    pub fn encode(&self) -> String {
        let mut text = String::new();
        form::append(&mut text, "v", VERSION);
        match self {
            Self::Used { expires_at } => form::append(&mut text, "used", &form::decimal(*expires_at)),
            Self::Pending(transaction) => transaction.append_to(&mut text),
        }
        text
    }

    /// Reads such a text; `None` when it is of another version or corrupted.
    pub fn decode(text: &str) -> Option<Self> {
        let pairs = form::pairs(text);
        let field = |wanted: &str| form::decode(pairs.iter().find(|(name, _)| *name == wanted)?.1);
        if field("v")? != VERSION {
            return None;
        }
        if let Some(used) = field("used") {
            return Some(Self::Used { expires_at: used.parse().ok()? });
        }
        Some(Self::Pending(Transaction {
            expires_at: field("expires_at")?.parse().ok()?,
            server: field("server")?,
            client_id: field("client_id")?,
            redirect_uri: field("redirect_uri")?,
            profile: field("profile")?,
            scope: field("scope")?,
            code_verifier: Secret::new(field("code_verifier")?),
            nonce: field("nonce").map(Secret::new),
            max_age: field("max_age").map(|age| age.parse()).transpose().ok()?,
            app_state: field("app_state"),
        }))
    }
}

impl Transaction {
    fn append_to(&self, text: &mut String) {
        let mut add = |name, value: &str| form::append(text, name, value);
        add("expires_at", &form::decimal(self.expires_at));
        add("server", &self.server);
        add("client_id", &self.client_id);
        add("redirect_uri", &self.redirect_uri);
        add("profile", &self.profile);
        add("scope", &self.scope);
        add("code_verifier", self.code_verifier.expose());
        if let Some(nonce) = &self.nonce {
            add("nonce", nonce.expose());
        }
        if let Some(max_age) = self.max_age {
            add("max_age", &form::decimal(max_age.into()));
        }
        if let Some(app_state) = &self.app_state {
            add("app_state", app_state);
        }
    }

    /// Whether it is a login of this client at this provider.
    pub fn is_of(&self, server: &str, client_id: &str) -> bool {
        self.server == server && self.client_id == client_id
    }

    /// The scope asked for, as a list.
    pub fn scopes(&self) -> Vec<String> {
        self.scope.split(' ').filter(|scope| !scope.is_empty()).map(str::to_owned).collect()
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use proptest::prelude::*;

    pub fn transaction() -> Transaction {
        Transaction {
            server: "https://broker.netid.de/".into(),
            client_id: "client".into(),
            redirect_uri: "https://publisher.example/".into(),
            profile: "loginPermission".into(),
            scope: "openid permission_management".into(),
            code_verifier: Secret::new("the-verifier".into()),
            nonce: Some(Secret::new("the-nonce".into())),
            max_age: Some(0),
            app_state: Some(r#"{"back":"/news?a=1&b=ä"}"#.into()),
            expires_at: 1_000_000,
        }
    }

    fn round_trip(transaction: Transaction) -> Transaction {
        match Record::decode(&Record::Pending(transaction).encode()) {
            Some(Record::Pending(transaction)) => transaction,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn every_field_survives_storage() {
        assert_eq!(format!("{:?}", round_trip(transaction())), format!("{:?}", transaction()));
        let read = round_trip(transaction());
        assert_eq!(read.code_verifier.expose(), "the-verifier");
        assert_eq!(read.nonce.unwrap().expose(), "the-nonce");
    }

    #[test]
    fn absent_stays_absent() {
        let read = round_trip(Transaction { nonce: None, max_age: None, app_state: None, ..transaction() });
        assert!(read.nonce.is_none() && read.max_age.is_none() && read.app_state.is_none());
    }

    #[test]
    fn a_mark_is_short_and_holds_no_secret() {
        let mark = Record::Used { expires_at: u64::MAX }.encode();
        assert!(mark.len() < 100);
        assert!(matches!(Record::decode(&mark), Some(Record::Used { expires_at: u64::MAX })));
    }

    #[test]
    fn another_version_and_damage_are_no_record() {
        let whole = Record::Pending(transaction()).encode();
        assert!(Record::decode(&whole.replacen("v=1", "v=2", 1)).is_none());
        assert!(Record::decode(&whole.replacen("1000000", "soon", 1)).is_none());
        assert!(Record::decode(&whole.replacen("max_age=0", "max_age=-1", 1)).is_none());
        assert!(Record::decode(&whole.replacen("code_verifier", "verifier", 1)).is_none());
        for text in ["", "{}", "null", "v=1", "v=1&used=x"] {
            assert!(Record::decode(text).is_none(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_application_state_survives(app_state in ".*", scope in ".*") {
            let read = round_trip(Transaction { app_state: Some(app_state.clone()), scope: scope.clone(), ..transaction() });
            prop_assert_eq!(read.app_state, Some(app_state));
            prop_assert_eq!(read.scope, scope);
        }

        #[test]
        fn reading_a_record_never_panics(text in ".*") {
            let _ = Record::decode(&text);
        }
    }
}

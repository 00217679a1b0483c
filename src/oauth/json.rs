//! JSON objects whose members may be missing or of the wrong type.
//!
//! The parser is the caller's, like storage and the clock: every JavaScript platform has one, and
//! a second one would be a sixth of the download.
//!
//! No input decides how deep a call stack gets, here or in a parser: text that is nested deeper than
//! [`DEPTH_LIMIT`] is no JSON to this library, and members are read one by one when they are asked for.

use super::secret::opaque;

/// How deep objects and lists may lie in each other. Nothing that a provider has to say comes near.
pub const DEPTH_LIMIT: usize = 100;

/// Whether a text is nested no deeper than [`DEPTH_LIMIT`], told without any recursion. What is no
/// JSON may be either.
pub fn is_shallow(text: &str) -> bool {
    let (mut depth, mut in_string, mut escaped) = (0_usize, false, false);
    for byte in text.bytes() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = in_string,
            b'"' => in_string = !in_string,
            _ if in_string => {}
            b'{' | b'[' => depth += 1,
            b'}' | b']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > DEPTH_LIMIT {
            return false;
        }
    }
    true
}

/// What stands under a name.
pub enum Member {
    /// Nothing, or `null`.
    Absent,
    /// A string.
    Text(String),
    /// A number.
    Number(f64),
    /// True or false.
    Boolean(bool),
    /// An object.
    Object(Object),
    /// An array.
    List(List),
}

/// An object as the caller's parser holds it.
pub trait Members {
    /// The object's own member of this name; what it inherits does not count.
    fn member(&self, name: &str) -> Member;
}

/// An array as the caller's parser holds it.
pub trait Items {
    /// How many there are.
    fn count(&self) -> usize;
    /// The one with this index; [`Member::Absent`] behind the last.
    fn item(&self, index: usize) -> Member;
}

/// A parsed JSON array. Its elements are read when they are asked for.
pub struct List(Box<dyn Items>);

impl List {
    /// Wraps what a parser holds.
    pub fn new(items: impl Items + 'static) -> Self {
        Self(Box::new(items))
    }

    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.0.count() == 0
    }

    /// Its elements, one after the other.
    pub fn iter(&self) -> impl Iterator<Item = Member> {
        (0..self.0.count()).map(|index| self.0.item(index))
    }
}

/// A parsed JSON object.
pub struct Object(Box<dyn Members>);

/// Parses a text that holds one JSON object and nothing else (RFC 8259), and [is shallow](is_shallow).
pub type Parser = fn(&str) -> Option<Object>;

/// A member is there but is not of the type asked for.
#[derive(Debug, PartialEq, Eq)]
pub struct WrongType;

impl Object {
    /// Wraps what a parser holds.
    pub fn new(members: impl Members + 'static) -> Self {
        Self(Box::new(members))
    }

    /// Any member.
    pub fn get(&self, name: &str) -> Member {
        self.0.member(name)
    }

    /// Whether there is a member that is not `null`.
    pub fn has(&self, name: &str) -> bool {
        !matches!(self.get(name), Member::Absent)
    }

    /// A string.
    pub fn text(&self, name: &str) -> Result<Option<String>, WrongType> {
        match self.get(name) {
            Member::Text(text) => Ok(Some(text)),
            Member::Absent => Ok(None),
            _ => Err(WrongType),
        }
    }

    /// A number, whole or not. One that is too large for its type, such as `1e400`, is none: it would
    /// be greater than whatever it is compared with.
    pub fn number(&self, name: &str) -> Result<Option<f64>, WrongType> {
        match self.get(name) {
            Member::Number(number) if number.is_finite() => Ok(Some(number)),
            Member::Absent => Ok(None),
            _ => Err(WrongType),
        }
    }

    /// True or false.
    pub fn boolean(&self, name: &str) -> Result<Option<bool>, WrongType> {
        match self.get(name) {
            Member::Boolean(boolean) => Ok(Some(boolean)),
            Member::Absent => Ok(None),
            _ => Err(WrongType),
        }
    }

    /// An array.
    pub fn list(&self, name: &str) -> Result<Option<List>, WrongType> {
        match self.get(name) {
            Member::List(list) => Ok(Some(list)),
            Member::Absent => Ok(None),
            _ => Err(WrongType),
        }
    }

    /// An object inside this one.
    pub fn object(&self, name: &str) -> Result<Option<Object>, WrongType> {
        match self.get(name) {
            Member::Object(object) => Ok(Some(object)),
            Member::Absent => Ok(None),
            _ => Err(WrongType),
        }
    }
}

/// Writes a text as a JSON string (RFC 8259 section 7).
pub fn quote(text: &str, out: &mut String) {
    let is_plain = |byte: u8| byte >= b' ' && byte != b'"' && byte != b'\\';
    out.push('"');
    if text.bytes().all(is_plain) {
        out.push_str(text);
    } else {
        text.chars().for_each(|character| escape(character, out));
    }
    out.push('"');
}

fn escape(character: char, out: &mut String) {
    match character {
        '"' | '\\' => out.extend(['\\', character]),
        '\0'..='\x1f' => {
            out.push_str("\\u00");
            out.extend([u32::from(character) >> 4, u32::from(character) & 15].map(hex_digit));
        }
        _ => out.push(character),
    }
}

/// A text as a JSON string.
#[cfg(any(test, feature = "server"))]
pub fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quote(text, &mut quoted);
    quoted
}

fn hex_digit(value: u32) -> char {
    char::from_digit(value, 16).unwrap_or('0')
}

opaque!(Object, Member, List);

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::{Map, Value};

    struct Parsed(Map<String, Value>);

    struct Listed(Vec<Value>);

    impl Items for Listed {
        fn count(&self) -> usize {
            self.0.len()
        }
        fn item(&self, index: usize) -> Member {
            classify(self.0.get(index).unwrap_or(&Value::Null))
        }
    }

    impl Members for Parsed {
        fn member(&self, name: &str) -> Member {
            classify(self.0.get(name).unwrap_or(&Value::Null))
        }
    }

    fn classify(value: &Value) -> Member {
        match value {
            Value::Null => Member::Absent,
            Value::String(text) => Member::Text(text.clone()),
            Value::Number(number) => Member::Number(number.as_f64().unwrap()),
            Value::Bool(boolean) => Member::Boolean(*boolean),
            Value::Object(map) => Member::Object(Object::new(Parsed(map.clone()))),
            Value::Array(values) => Member::List(List::new(Listed(values.clone()))),
        }
    }

    pub fn parse(text: &str) -> Option<Object> {
        match serde_json::from_str(text).ok().filter(|_| is_shallow(text)) {
            Some(Value::Object(map)) => Some(Object::new(Parsed(map))),
            _ => None,
        }
    }

    #[test]
    fn absent_null_and_wrong_types_are_told_apart() {
        let object =
            parse(r#"{"text":"a","nothing":null,"number":1.5,"flag":true,"inner":{"text":"b"},"list":[1]}"#).unwrap();
        assert_eq!(object.text("text"), Ok(Some("a".into())));
        assert_eq!(object.text("nothing"), Ok(None));
        assert_eq!(object.text("absent"), Ok(None));
        assert_eq!(object.text("number"), Err(WrongType));
        assert_eq!(object.number("number"), Ok(Some(1.5)));
        assert_eq!(object.number("text"), Err(WrongType));
        assert_eq!(object.boolean("flag"), Ok(Some(true)));
        assert_eq!(object.boolean("text"), Err(WrongType));
        assert_eq!(object.object("inner").unwrap().unwrap().text("text"), Ok(Some("b".into())));
        assert!(object.object("text").is_err());
        let list = object.list("list").unwrap().unwrap();
        assert!(matches!(list.iter().collect::<Vec<_>>()[..], [Member::Number(1.0)]) && !list.is_empty());
        assert!(object.list("text").is_err() && object.list("absent").unwrap().is_none());
        assert!(object.has("flag") && !object.has("nothing"));
    }

    #[test]
    fn a_number_that_is_not_finite_is_none() {
        struct Infinite(f64);
        impl Members for Infinite {
            fn member(&self, _: &str) -> Member {
                Member::Number(self.0)
            }
        }
        for number in [f64::INFINITY, f64::NEG_INFINITY, f64::NAN] {
            assert_eq!(Object::new(Infinite(number)).number("exp"), Err(WrongType));
        }
        assert_eq!(Object::new(Infinite(f64::MAX)).number("exp"), Ok(Some(f64::MAX)));
    }

    fn nested(depth: usize) -> [String; 2] {
        let text = |open: &str, inner: &str, close: &str| [&open.repeat(depth), inner, &close.repeat(depth)].concat();
        [text("[", "", "]"), text(r#"{"a":"#, "1", "}")]
    }

    #[test]
    fn nesting_counts_outside_of_strings_alone() {
        for depth in [0, 1, DEPTH_LIMIT] {
            assert!(nested(depth).iter().all(|text| is_shallow(text)), "{depth}");
        }
        for depth in [DEPTH_LIMIT + 1, 6_000, 1_000_000] {
            assert!(!nested(depth).iter().any(|text| is_shallow(text)), "{depth}");
        }
        let many = "[".repeat(6_000);
        for text in [
            format!(r#"{{"a":"{many}"}}"#),
            format!(r#"["\"{many}"]"#),
            format!(r#"["\\\"{many}"]"#),
            "[[],[]],".repeat(6_000),
        ] {
            assert!(is_shallow(&text));
        }
        assert!(!is_shallow(&format!(r#"["\\",{many}"]"#)));
    }

    proptest! {
        #[test]
        fn nesting_is_as_deep_as_the_value(value in json_value()) {
            fn depth(value: &Value) -> usize {
                match value {
                    Value::Array(values) => 1 + values.iter().map(depth).max().unwrap_or_default(),
                    Value::Object(map) => 1 + map.values().map(depth).max().unwrap_or_default(),
                    _ => 0,
                }
            }
            let around = |levels: usize| [&"[".repeat(levels), value.to_string().as_str(), &"]".repeat(levels)].concat();
            let left = DEPTH_LIMIT - depth(&value);
            prop_assert!(is_shallow(&around(left)));
            prop_assert!(!is_shallow(&around(left + 1)));
        }
    }

    /// Any JSON, with brackets, quotes and backslashes in its texts.
    fn json_value() -> impl Strategy<Value = Value> {
        let text = || r#"[\[\]{}"\\a]{0,6}"#;
        let leaf = prop_oneof![text().prop_map(Value::from), any::<bool>().prop_map(Value::from)];
        leaf.prop_recursive(6, 32, 4, move |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
                prop::collection::btree_map(text(), inner, 0..4)
                    .prop_map(|map| Value::Object(map.into_iter().collect())),
            ]
        })
    }
}

//! JSON objects whose members may be missing or of the wrong type.
//!
//! The parser is the caller's, like storage and the clock: every JavaScript platform has one, and
//! a second one would be a sixth of the download.

use std::fmt;

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
    List(Vec<Member>),
}

/// An object as the caller's parser holds it.
pub trait Members {
    /// The member of this name.
    fn member(&self, name: &str) -> Member;
}

/// A parsed JSON object.
pub struct Object(Box<dyn Members>);

/// Parses a text that holds one JSON object and nothing else (RFC 8259).
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

    /// A number, whole or not. `1e400`, which parsers take for infinity, is none.
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
    pub fn list(&self, name: &str) -> Result<Option<Vec<Member>>, WrongType> {
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

/// A text as a JSON string (RFC 8259 section 7).
#[cfg(any(test, feature = "server"))]
pub fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for character in text.chars() {
        match character {
            '"' | '\\' => quoted.extend(['\\', character]),
            '\0'..='\x1f' => {
                quoted.push_str("\\u00");
                quoted.extend([u32::from(character) >> 4, u32::from(character) & 15].map(hex_digit));
            }
            _ => quoted.push(character),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(any(test, feature = "server"))]
fn hex_digit(value: u32) -> char {
    char::from_digit(value, 16).unwrap_or('0')
}

impl fmt::Debug for Object {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Object([redacted])")
    }
}

impl fmt::Debug for Member {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Member([redacted])")
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use serde_json::{Map, Value};

    struct Parsed(Map<String, Value>);

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
            Value::Array(values) => Member::List(values.iter().map(classify).collect()),
        }
    }

    pub fn parse(text: &str) -> Option<Object> {
        match serde_json::from_str(text) {
            Ok(Value::Object(map)) => Some(Object::new(Parsed(map))),
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
        assert!(matches!(object.list("list").unwrap().unwrap()[..], [Member::Number(1.0)]));
        assert!(object.list("text").is_err() && object.list("absent").unwrap().is_none());
        assert!(object.has("flag") && !object.has("nothing"));
    }
}

//! The JSON parser that the platform brings otherwise.

use consentkey::oauth::json::{Items, List, Member, Members, Object, is_shallow};
use serde_json::{Map, Value};

struct Parsed(Map<String, Value>);

impl Members for Parsed {
    fn member(&self, name: &str) -> Member {
        self.0.get(name).map_or(Member::Absent, classify)
    }
}

struct Listed(Vec<Value>);

impl Items for Listed {
    fn count(&self) -> usize {
        self.0.len()
    }

    fn item(&self, index: usize) -> Member {
        self.0.get(index).map_or(Member::Absent, classify)
    }
}

fn classify(value: &Value) -> Member {
    match value {
        Value::Null => Member::Absent,
        Value::String(text) => Member::Text(text.clone()),
        Value::Number(number) => Member::Number(number.as_f64().unwrap_or(f64::NAN)),
        Value::Bool(boolean) => Member::Boolean(*boolean),
        Value::Object(map) => Member::Object(Object::new(Parsed(map.clone()))),
        Value::Array(values) => Member::List(List::new(Listed(values.clone()))),
    }
}

/// For the core.
pub fn parse(text: &str) -> Option<Object> {
    match read(text) {
        Value::Object(map) => Some(Object::new(Parsed(map))),
        _ => None,
    }
}

/// For the checks, which judge the same text without the core. Null where it is no JSON, or nested
/// more than a hundred deep; a member that is missing is null too, which the core takes for the same.
pub fn read(text: &str) -> Value {
    let value = serde_json::from_str(text).unwrap_or_default();
    let is_deep = depth(&value) > 100;
    assert!(value.is_null() || is_shallow(text) != is_deep, "{value}");
    if is_deep { Value::Null } else { value }
}

/// How deep a value is nested; the parser refuses what this recursion could not bear.
fn depth(value: &Value) -> usize {
    match value {
        Value::Array(values) => 1 + values.iter().map(depth).max().unwrap_or_default(),
        Value::Object(map) => 1 + map.values().map(depth).max().unwrap_or_default(),
        _ => 0,
    }
}

/// Whether a member is missing or a string.
pub fn is_text_or_null(value: &Value) -> bool {
    value.is_null() || value.is_string()
}

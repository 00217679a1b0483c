//! The JSON parser that the platform brings otherwise.

use consentkey::oauth::json::{Member, Members, Object};
use serde_json::{Map, Value};

struct Parsed(Map<String, Value>);

impl Members for Parsed {
    fn member(&self, name: &str) -> Member {
        self.0.get(name).map_or(Member::Absent, classify)
    }
}

fn classify(value: &Value) -> Member {
    match value {
        Value::Null => Member::Absent,
        Value::String(text) => Member::Text(text.clone()),
        Value::Number(number) => Member::Number(number.as_f64().unwrap_or(f64::NAN)),
        Value::Bool(boolean) => Member::Boolean(*boolean),
        Value::Object(map) => Member::Object(Object::new(Parsed(map.clone()))),
        Value::Array(values) => Member::List(values.iter().map(classify).collect()),
    }
}

/// For the core.
pub fn parse(text: &str) -> Option<Object> {
    match read(text) {
        Value::Object(map) => Some(Object::new(Parsed(map))),
        _ => None,
    }
}

/// For the checks, which judge the same text without the core. Null where it is no JSON; a member
/// that is missing is null too, which the core takes for the same.
pub fn read(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_default()
}

/// Whether a member is missing or a string.
pub fn is_text_or_null(value: &Value) -> bool {
    value.is_null() || value.is_string()
}

//! Exports: digits for one partner or several and for the size of the chunks, then the answer.

use super::input::Input;
use super::json;
use consentkey::netid::permission_export::{SEPARATOR, Splitter};
use consentkey::oauth::Code;
use serde_json::Value;

const OWNERS: &str = "cmp_netid_permissions_export_audit";
const ENTRIES: &str = "tapp_netid_permissions_export_audit";

/// Entries, each with its partner where there are several.
type Entries = Vec<(Value, Value)>;

/// Entries are the same however the answer is cut, and all that stand in it.
pub fn check(data: &[u8]) {
    let mut input = Input::new(data);
    let several = input.choose([false, true]);
    let size = input.choose([1, 2, 3, 7, 64]);
    let text = input.text();
    let whole = entries(&text, several, text.len().max(1));
    // Which fault is met first depends on the cut, whether there is one does not.
    assert_eq!(entries(&text, several, size).ok(), whole.clone().ok(), "{text}");
    let said = json::read(&text);
    match (whole, stand_in(&said, several).filter(|_| is_plain(&text, &said, several))) {
        (Ok(found), Some(expected)) => assert_eq!(found, expected, "{text}"),
        (Err(code), Some(_)) => panic!("{code:?} {text}"),
        (Err(code), None) => assert!(matches!(code, Code::Network | Code::PermissionFailed)),
        (Ok(_), None) => {}
    }
}

/// What the package makes of an answer that arrives in chunks of a size.
fn entries(text: &str, several: bool, size: usize) -> Result<Entries, Code> {
    let mut splitter = Splitter::new(several);
    let (mut found, mut waiting, mut tapp_id) = (Vec::new(), Vec::new(), None);
    for chunk in text.as_bytes().chunks(size) {
        for part in splitter.feed(chunk) {
            for entry in part.entries.split(SEPARATOR).filter(|entry| !entry.is_empty()) {
                waiting.push(parsed(entry)?);
            }
            if !several {
                found.extend(waiting.drain(..).map(|entry| (Value::Null, entry)));
                continue;
            }
            if let Some(owner) = part.owner {
                tapp_id = Some(parsed(&owner)?["tapp_id"].clone()).filter(Value::is_string);
            }
            if let Some(tapp_id) = &tapp_id {
                found.extend(waiting.drain(..).map(|entry| (tapp_id.clone(), entry)));
            } else if part.is_last && !waiting.is_empty() {
                return Err(Code::PermissionFailed);
            }
        }
        splitter.check().map_err(|error| error.code)?;
    }
    splitter.finish(json::parse).map_err(|error| error.code)?;
    Ok(found)
}

fn parsed(text: &str) -> Result<Value, Code> {
    serde_json::from_str(text).map_err(|_| Code::PermissionFailed)
}

/// The entries of an export that was read at once; `None` where it is none.
fn stand_in(said: &Value, several: bool) -> Option<Entries> {
    let list = |owner: &Value, tapp_id: &Value| {
        let entries = owner[ENTRIES].as_array()?.iter();
        let entries: Entries = entries.map(|entry| (tapp_id.clone(), entry.clone())).collect();
        entries.iter().all(|(_, entry)| entry.is_object()).then_some(entries)
    };
    if !several {
        return list(said, &Value::Null);
    }
    let owners = said[OWNERS].as_array()?.iter();
    let owners = owners.map(|owner| list(owner, owner["tapp_id"].is_string().then_some(&owner["tapp_id"])?));
    Some(owners.collect::<Option<Vec<_>>>()?.concat())
}

/// Whether an answer names its lists where they are expected, once and without escapes: nothing else
/// is compared, since JSON leaves open what a name means that stands twice.
fn is_plain(text: &str, said: &Value, several: bool) -> bool {
    let lists = if several { said[OWNERS].as_array().map_or(0, Vec::len) } else { 1 };
    let names = if several { 1 } else { 0 };
    // Names that stand twice make the value shorter than its text.
    let stands_once = |name: &str, times: usize| text.matches(&["\"", name, "\""].concat()).count() == times;
    !text.contains('\\')
        && stands_once(ENTRIES, lists)
        && stands_once(OWNERS, names)
        && text.matches("\"tapp_id\"").count() <= lists
}

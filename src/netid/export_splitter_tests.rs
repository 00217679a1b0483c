use super::*;
use crate::oauth::json::tests::parse;
use proptest::prelude::*;
use serde_json::{Value, json};

fn entry(number: usize) -> Value {
    match number % 3 {
        0 => {
            json!({"sync_id": format!("s{number}"), "type": "IDCONSENT", "status": "VALID", "changed_at": "2020-01-01T00:00:00Z"})
        }
        1 => json!({"sync_id": "ü}{][\"\\", "type": "IAB_TC_STRING", "value": "C,{[", "changed_at": "…"}),
        _ => json!({"sync_id": "nested", "more": {"list": [[{}], "]"], "text": "\\\""}}),
    }
}

fn for_tapp(entries: &[Value]) -> String {
    json!({"version": {"a": [1, {"b": 2}]}, "tapp_netid_permissions_export_audit": entries, "end": "]"}).to_string()
}

fn for_cmp(owners: &[Vec<Value>]) -> String {
    let owners: Vec<_> = owners
        .iter()
        .enumerate()
        .map(|(number, entries)| json!({"tapp_id": format!("t{number}"), "tapp_netid_permissions_export_audit": entries}))
        .collect();
    json!({"cmp_netid_permissions_export_audit": owners}).to_string()
}

/// The entries of all parts, each with its owner's id.
fn split(text: &[u8], several: bool, sizes: &[usize]) -> Result<Vec<(Option<String>, Value)>, Code> {
    let mut splitter = Splitter::new(several);
    let mut found = Vec::new();
    let mut rest = text;
    let mut sizes = sizes.iter().cycle();
    let mut owner = None;
    while !rest.is_empty() {
        let size = sizes.next().copied().unwrap_or(rest.len()).clamp(1, rest.len());
        let (chunk, after) = rest.split_at(size);
        rest = after;
        for part in splitter.feed(chunk) {
            if let Some(told) = part.owner {
                let told = serde_json::from_str::<Value>(&told).unwrap();
                owner = told["tapp_id"].as_str().map(str::to_owned);
            }
            let entries: Vec<Value> = serde_json::from_str(&format!("[{}]", part.entries)).unwrap();
            found.extend(entries.into_iter().map(|entry| (owner.clone(), entry)));
        }
        splitter.check().map_err(|error| error.code)?;
    }
    splitter.finish(parse).map_err(|error| error.code)?;
    Ok(found)
}

fn code_of(text: &str, several: bool) -> Option<Code> {
    split(text.as_bytes(), several, &[]).err()
}

#[test]
fn an_export_without_entries_is_empty() {
    assert_eq!(split(for_tapp(&[]).as_bytes(), false, &[]), Ok(vec![]));
    assert_eq!(split(for_cmp(&[]).as_bytes(), true, &[]), Ok(vec![]));
    assert_eq!(split(for_cmp(&[vec![], vec![]]).as_bytes(), true, &[]), Ok(vec![]));
}

#[test]
fn an_owner_that_is_named_after_its_entries_is_told_with_the_last_part() {
    let text =
        br#"{"cmp_netid_permissions_export_audit":[{"tapp_netid_permissions_export_audit":[{"a":1}],"tapp_id":"x"}]}"#;
    let parts = Splitter::new(true).feed(text);
    let part =
        |owner: &str, is_last, entries: &str| Part { owner: Some(owner.into()), is_last, entries: entries.into() };
    assert_eq!(
        parts,
        [
            part(r#"{"tapp_netid_permissions_export_audit":[]}"#, false, r#"{"a":1}"#),
            part(r#"{"tapp_netid_permissions_export_audit":[],"tapp_id":"x"}"#, true, ""),
        ]
    );
}

#[test]
fn what_breaks_off_is_a_network_failure_after_its_entries() {
    let text = for_tapp(&[entry(0), entry(1)]);
    for length in 0..text.len() {
        assert_eq!(split(&text.as_bytes()[..length], false, &[]), Err(Code::Network), "{length}");
    }
    let mut splitter = Splitter::new(false);
    let end = text.find("IAB_TC_STRING").unwrap();
    let [part] = &splitter.feed(&text.as_bytes()[..end])[..] else { panic!() };
    assert_eq!(serde_json::from_str::<Value>(&part.entries).unwrap(), entry(0));
}

#[test]
fn what_is_no_export_is_permission_failed() {
    let list = r#"{"tapp_netid_permissions_export_audit":[LIST]}"#;
    for text in [
        "<html>",
        "[]",
        "{}",
        "1",
        r#""text""#,
        r#"{"tapp_netid_permissions_export_audit":{}}"#,
        r#"{"tapp_netid_permissions_export_audit":null}"#,
        r#"{"other":[{"a":1}]}"#,
        r#"{"tapp_netid_permissions_export_audit":[]}x"#,
        r#"{"tapp_netid_permissions_export_audit":[]}{}"#,
        r#"{"tapp_netid_permissions_export_audit":[]]"#,
        r#"{"inner":{"tapp_netid_permissions_export_audit":[{"a":1}]}}"#,
        &list.replace("LIST", "1"),
        &list.replace("LIST", r#""text""#),
        &list.replace("LIST", "[]"),
        &list.replace("LIST", "{}{}"),
        &list.replace("LIST", ",{}"),
        &list.replace("LIST", "{},,{}"),
        &list.replace("LIST", "{}:{}"),
    ] {
        assert_eq!(code_of(text, false), Some(Code::PermissionFailed), "{text}");
    }
    for text in [
        r#"{"cmp_netid_permissions_export_audit":{}}"#,
        r#"{"cmp_netid_permissions_export_audit":[1]}"#,
        r#"{"cmp_netid_permissions_export_audit":[[]]}"#,
    ] {
        assert_eq!(code_of(text, true), Some(Code::PermissionFailed), "{text}");
    }
    let broken = [br#"{"tapp_netid_permissions_export_audit":[{"a":""#.as_slice(), b"\xff", br#""}]}"#].concat();
    assert_eq!(split(&broken, false, &[]), Err(Code::PermissionFailed));
}

#[test]
fn endless_entries_and_frames_are_given_up() {
    let endless = |start: &str| {
        let mut splitter = Splitter::new(false);
        splitter.feed(start.as_bytes());
        // However much of it comes at once.
        splitter.feed(&vec![b'a'; LIMIT * 8]);
        assert!(splitter.entry.capacity() <= LIMIT * 2 && splitter.frame.capacity() <= LIMIT * 2);
        splitter.check().err().map(|error| error.code)
    };
    assert_eq!(endless(r#"{"tapp_netid_permissions_export_audit":[{"a":""#), Some(Code::PermissionFailed));
    assert_eq!(endless(r#"{"a":""#), Some(Code::PermissionFailed));
}

#[test]
fn a_byte_order_mark_does_no_harm_and_half_of_one_does() {
    let text = for_tapp(&[entry(0)]);
    let marked = ["\u{feff}", &text].concat();
    for size in 1..5 {
        assert_eq!(split(marked.as_bytes(), false, &[size]), Ok(vec![(None, entry(0))]));
    }
    assert_eq!(split(&marked.as_bytes()[1..], false, &[]), Err(Code::PermissionFailed));
    assert_eq!(split(&[b"\xef\xbb", text.as_bytes()].concat(), false, &[]), Err(Code::PermissionFailed));
    assert_eq!(split(["\u{feff}", &marked].concat().as_bytes(), false, &[]), Err(Code::PermissionFailed));
}

#[test]
fn whole_entries_come_before_the_rubbish_behind_them() {
    let beginning = r#"{"tapp_netid_permissions_export_audit":[{"a":1},{"a":2}"#;
    for rubbish in [" 7", ",]", ",[", "<html>", "]]", "]x}", ",{\"\u{1}\":1}", "}", ",{\"a\":\"\n\"}"] {
        let mut splitter = Splitter::new(false);
        let parts = splitter.feed([beginning, rubbish].concat().as_bytes());
        assert_eq!(parts, [Part { entries: "{\"a\":1},\n{\"a\":2}".into(), ..Part::default() }], "{rubbish}");
        let fault = splitter.check().and_then(|()| splitter.finish(parse)).unwrap_err();
        assert_eq!(fault.code, Code::PermissionFailed, "{rubbish}");
        assert!(splitter.feed(b",{\"a\":3}").is_empty(), "{rubbish}");
    }
}

#[test]
fn the_separator_stands_between_entries_only() {
    let text = "{\"tapp_netid_permissions_export_audit\":[{\"a\":[1,\n2],\r\n\"b\":\",\\n\"}\n,\n{}]}";
    let [part] = &Splitter::new(false).feed(text.as_bytes())[..] else { panic!() };
    let entries: Vec<_> =
        part.entries.split(SEPARATOR).map(|entry| serde_json::from_str::<Value>(entry).unwrap()).collect();
    assert_eq!(entries, [json!({"a": [1, 2], "b": ",\n"}), json!({})]);
}

#[test]
fn what_is_nested_too_deeply_is_given_up() {
    let deep = |open: &str, count: usize| open.repeat(count);
    for text in [
        [r#"{"tapp_netid_permissions_export_audit":[{"a":"#, &deep("[", 1_000_000)].concat(),
        [r#"{"tapp_netid_permissions_export_audit":[{"a":"#, &deep(r#"{"a":"#, DEPTH_LIMIT)].concat(),
        [r#"{"a":"#, &deep("[", 1_000_000)].concat(),
    ] {
        let mut splitter = Splitter::new(false);
        splitter.feed(text.as_bytes());
        assert_eq!(splitter.check().unwrap_err().code, Code::PermissionFailed);
    }
}

#[test]
fn a_list_that_is_there_twice_or_elsewhere_is_none() {
    let list = r#""tapp_netid_permissions_export_audit":[{"a":1}]"#;
    let one = [(None, json!({"a": 1}))];
    let read = |text: &str, several| {
        let mut splitter = Splitter::new(several);
        let parts = splitter.feed(text.as_bytes());
        (
            parts.iter().filter(|part| !part.entries.is_empty()).count(),
            splitter.finish(parse).err().map(|error| error.code),
        )
    };
    assert_eq!(split(format!("{{{list}}}").as_bytes(), false, &[]), Ok(one.to_vec()));
    let failed = Some(Code::PermissionFailed);
    assert_eq!(read(&format!("{{{list},{list}}}"), false), (1, failed));
    let owners = format!(r#""cmp_netid_permissions_export_audit":[{{"tapp_id":"a",{list}}}]"#);
    assert_eq!(read(&format!("{{{owners}}}"), true), (1, None));
    assert_eq!(read(&format!("{{{owners},{owners}}}"), true), (1, failed));
    assert_eq!(read(&format!(r#"{{"x":[{{"tapp_id":"a",{list}}}]}}"#), true), (0, failed));
    assert_eq!(read(&format!(r#"{{"x\{list}}}"#), false), (0, failed));
    assert_eq!(
        read(&format!(r#"{{"cmp_netid_permissions_export_audit":[{{"tapp_id":"a",{list},{list}}}]}}"#), true),
        (1, failed)
    );
}

proptest! {
    #[test]
    fn entries_are_the_same_however_the_answer_is_cut(
        count in 0usize..20, sizes in proptest::collection::vec(1usize..90, 1..8),
    ) {
        let entries: Vec<Value> = (0..count).map(entry).collect();
        let expected: Vec<_> = entries.iter().map(|entry| (None, entry.clone())).collect();
        prop_assert_eq!(split(for_tapp(&entries).as_bytes(), false, &sizes), Ok(expected));
    }

    #[test]
    fn owners_keep_their_entries_however_the_answer_is_cut(
        counts in proptest::collection::vec(0usize..5, 0..6), sizes in proptest::collection::vec(1usize..90, 1..8),
    ) {
        let owners: Vec<Vec<Value>> = counts.iter().map(|count| (0..*count).map(entry).collect()).collect();
        let expected: Vec<_> = owners
            .iter()
            .enumerate()
            .flat_map(|(number, entries)| entries.iter().map(move |entry| (Some(format!("t{number}")), entry.clone())))
            .collect();
        prop_assert_eq!(split(for_cmp(&owners).as_bytes(), true, &sizes), Ok(expected));
    }

    #[test]
    fn splitting_never_panics(text in r#"[{}\[\]",:a\\ 0]{0,60}"#, several in any::<bool>()) {
        let mut splitter = Splitter::new(several);
        splitter.feed(text.as_bytes());
        let _ = splitter.finish(parse);
    }
}

//! Blanking secrets out of what a provider says.
//!
//! Providers echo what they were sent, and seldom as it was sent: percent-encoded, as a form has it,
//! in JSON or HTML, in base64 as part of a Basic header. So text and secret are compared with their
//! escapes undone, layer by layer, and a secret's base64 is looked for at each of its three alignments.

use super::pkce::base64url;

/// The most that is kept of a text, in bytes. It also bounds the work, whatever a provider answers.
const LIMIT: usize = 1024;
/// How many layers of escapes are undone: percent-encoding in JSON in percent-encoding.
const LAYERS: usize = 3;
/// `&#x1F600;`
const LONGEST_ESCAPE: usize = 10;
/// Of base64, so few characters say nothing.
const SHORTEST_BASE64: usize = 4;

/// One byte of a text, and where it stands there, escaped or not.
#[derive(Clone, Copy)]
struct Unit {
    byte: u8,
    start: usize,
    end: usize,
}

/// What is looked for.
struct Needle {
    bytes: Vec<u8>,
    is_base64: bool,
}

/// The beginning of `text`, with every form of every secret blanked out.
pub fn redacted(text: &str, secrets: &[&str]) -> String {
    let end = text.floor_char_boundary(LIMIT);
    let is_cut = end < text.len();
    let text = text.get(..end).unwrap_or_default();
    let views = views(text);
    let mut hidden = vec![false; end];
    for secret in secrets {
        for needle in &needles(secret) {
            for view in &views {
                hide(needle, view, is_cut, &mut hidden);
            }
        }
    }
    shown(text, is_cut, &hidden)
}

fn shown(text: &str, is_cut: bool, hidden: &[bool]) -> String {
    let mut shown = String::new();
    let mut was_hidden = false;
    for (at, character) in text.char_indices() {
        let is_hidden = hidden.get(at) == Some(&true);
        match (is_hidden, was_hidden) {
            (false, _) => shown.push(character),
            (true, false) => shown.push_str("[redacted]"),
            (true, true) => {}
        }
        was_hidden = is_hidden;
    }
    if is_cut {
        shown.push('…');
    }
    shown
}

/// The text as it is, and with one layer of escapes undone after the other.
fn views(text: &str) -> Vec<Vec<Unit>> {
    let mut raw = Vec::new();
    for (at, byte) in text.bytes().enumerate() {
        raw.push(Unit { byte, start: at, end: at + 1 });
    }
    let mut views = vec![raw];
    while let Some(inner) = views.last().filter(|_| views.len() <= LAYERS).and_then(|view| unescaped(view)) {
        views.push(inner);
    }
    views
}

fn needles(secret: &str) -> Vec<Needle> {
    let mut needles = Vec::new();
    if secret.is_empty() {
        return needles;
    }
    for view in views(secret) {
        let mut bytes = Vec::new();
        for unit in view {
            bytes.push(unit.byte);
        }
        needles.push(Needle { bytes, is_base64: false });
    }
    // In base64 as it is, or as a Basic header has it (RFC 6749 section 2.3.1).
    add_base64(secret, &mut needles);
    #[cfg(any(test, feature = "server"))]
    add_base64(&super::client_authentication::form_encoded(secret), &mut needles);
    needles
}

fn add_base64(secret: &str, needles: &mut Vec<Needle>) {
    // A lone value, and one with one or two bytes before it, and all that this repeats.
    for before in 0..3 {
        let mut bytes = vec![0; before];
        bytes.extend_from_slice(secret.as_bytes());
        let encoded = base64url(&bytes);
        // Only what no neighbour has a share in.
        let (first, last) = ((before * 8).div_ceil(6), bytes.len() * 8 / 6);
        let bytes = encoded.as_bytes().get(first..last).unwrap_or_default();
        if bytes.len() >= SHORTEST_BASE64 {
            needles.push(Needle { bytes: bytes.to_vec(), is_base64: true });
        }
    }
}

/// Marks what stands for the needle. At the end of a text that was cut, its beginning is enough.
fn hide(needle: &Needle, view: &[Unit], is_cut: bool, hidden: &mut [bool]) {
    for at in 0..view.len() {
        let rest = view.get(at..).unwrap_or_default();
        let same = needle.bytes.iter().zip(rest).take_while(|(wanted, unit)| needle.is(**wanted, unit.byte)).count();
        let behind = rest.get(same..).unwrap_or_default();
        // The sign that an escape begins with may be one of the secret's own.
        let goes_on = is_cut && [same, same.saturating_sub(1)].iter().any(|at| rest.get(*at..).is_some_and(is_end));
        if same < needle.bytes.len() && !goes_on {
            continue;
        }
        // Base64 has its neighbours' share in the characters around it.
        let is_base64 =
            |unit: &&Unit| needle.is_base64 && (unit.byte.is_ascii_alphanumeric() || b"+/-_".contains(&unit.byte));
        let before = view.get(..at).unwrap_or_default().iter().rev().take_while(is_base64).count();
        let after = behind.iter().take_while(is_base64).count();
        let same = if goes_on { rest.len() } else { same + after };
        let found = view.get(at - before..at + same).unwrap_or_default();
        if let Some((first, last)) = found.first().zip(found.last()) {
            hidden.get_mut(first.start..last.end).unwrap_or_default().fill(true);
        }
    }
}

/// Whether there is nothing more than an escape that was cut off.
fn is_end(rest: &[Unit]) -> bool {
    rest.first().is_none_or(|first| b"%\\&".contains(&first.byte) && rest.len() < LONGEST_ESCAPE)
}

impl Needle {
    /// Whether a byte is the one that is wanted, in either alphabet of base64 (RFC 4648 section 5), or
    /// as a form has it.
    fn is(&self, wanted: u8, byte: u8) -> bool {
        match byte {
            b'+' if self.is_base64 => wanted == b'-',
            b'/' if self.is_base64 => wanted == b'_',
            b'+' | b' ' => wanted == b'+' || wanted == b' ',
            _ => wanted == byte,
        }
    }
}

/// With one layer of escapes undone; `None` where there are none.
fn unescaped(view: &[Unit]) -> Option<Vec<Unit>> {
    let mut units = Vec::with_capacity(view.len());
    let mut rest = view;
    while let Some((first, after)) = rest.split_first() {
        match escape(rest) {
            Some((character, length)) => {
                let end = rest.get(length - 1).map_or(first.end, |last| last.end);
                character.append(&mut units, first.start, end);
                rest = rest.get(length..).unwrap_or_default();
            }
            None => {
                units.push(*first);
                rest = after;
            }
        }
    }
    (units.len() < view.len()).then_some(units)
}

/// What an escape stands for: `%2F` is a byte, `\u002f` a character.
enum Escaped {
    Byte(u8),
    Character(char),
}

impl Escaped {
    fn append(self, units: &mut Vec<Unit>, start: usize, end: usize) {
        let mut push = |byte| units.push(Unit { byte, start, end });
        match self {
            Self::Byte(byte) => push(byte),
            Self::Character(character) => character.encode_utf8(&mut [0; 4]).bytes().for_each(push),
        }
    }
}

/// The escape that a text begins with, and its length.
fn escape(text: &[Unit]) -> Option<(Escaped, usize)> {
    let byte = |at: usize| text.get(at).map(|unit| unit.byte);
    match (byte(0)?, byte(1)?) {
        (b'%', _) => Some((Escaped::Byte(u8::try_from(number(text.get(1..3)?, 16)?).ok()?), 3)),
        (b'\\', b'u') => Some((Escaped::Character(char::from_u32(number(text.get(2..6)?, 16)?)?), 6)),
        (b'\\', short) => {
            let (_, character) = [(b'n', '\n'), (b'r', '\r'), (b't', '\t'), (b'b', '\u{8}'), (b'f', '\u{c}')]
                .into_iter()
                .find(|(name, _)| *name == short)
                .or_else(|| b"\"\\/".contains(&short).then_some((short, char::from(short))))?;
            Some((Escaped::Character(character), 2))
        }
        (b'&', b'#') => {
            let end = text.iter().take(LONGEST_ESCAPE).position(|unit| unit.byte == b';')?;
            let digits = if matches!(byte(2), Some(b'x' | b'X')) { (3, 16) } else { (2, 10) };
            Some((Escaped::Character(char::from_u32(number(text.get(digits.0..end)?, digits.1)?)?), end + 1))
        }
        (b'&', _) => named(text),
        _ => None,
    }
}

/// One of the named references that every HTML encoder writes.
fn named(text: &[Unit]) -> Option<(Escaped, usize)> {
    let names = [("&amp;", '&'), ("&lt;", '<'), ("&gt;", '>'), ("&quot;", '"'), ("&apos;", '\'')];
    let is = |name: &str| text.len() >= name.len() && name.bytes().zip(text).all(|(byte, unit)| byte == unit.byte);
    let (name, character) = names.into_iter().find(|(name, _)| is(name))?;
    Some((Escaped::Character(character), name.len()))
}

fn number(digits: &[Unit], radix: u32) -> Option<u32> {
    let digit = |unit: &Unit| char::from(unit.byte).to_digit(radix);
    let add = |number: u32, unit: &Unit| number.checked_mul(radix)?.checked_add(digit(unit)?);
    digits.iter().try_fold(0, add).filter(|_| !digits.is_empty())
}

#[cfg(test)]
#[path = "redaction_tests.rs"]
mod tests;

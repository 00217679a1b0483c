//! JSON Web Tokens in their compact form (RFC 7519, RFC 7515), taken apart and not believed.

use super::json::{Member, Object, Parser, WrongType};
use super::{Secret, text};

/// A signature algorithm (RFC 7518 section 3.1, RFC 8037, RFC 9864) that tokens may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Algorithm {
    /// RSASSA-PKCS1-v1_5 with SHA-256.
    Rs256,
    /// The same with SHA-384.
    Rs384,
    /// The same with SHA-512.
    Rs512,
    /// RSASSA-PSS with SHA-256.
    Ps256,
    /// The same with SHA-384.
    Ps384,
    /// The same with SHA-512.
    Ps512,
    /// ECDSA on P-256 with SHA-256.
    Es256,
    /// ECDSA on P-384 with SHA-384.
    Es384,
    /// ECDSA on P-521 with SHA-512.
    Es512,
    /// Ed25519, by its name of RFC 8037.
    EdDsa,
    /// Ed25519, by its name of RFC 9864.
    Ed25519,
    /// Unsigned; only for a client that is registered so.
    None,
}

/// What a key must be to check signatures of an algorithm.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyKind {
    /// `RSA`.
    Rsa,
    /// `EC` on the curve of this name, whose coordinates have so many bytes.
    Ec(&'static str, usize),
    /// `OKP` on Ed25519.
    Ed25519,
    /// There is no such key.
    None,
}

impl Algorithm {
    const ALL: [Self; 12] = [
        Self::Rs256,
        Self::Rs384,
        Self::Rs512,
        Self::Ps256,
        Self::Ps384,
        Self::Ps512,
        Self::Es256,
        Self::Es384,
        Self::Es512,
        Self::EdDsa,
        Self::Ed25519,
        Self::None,
    ];

    /// Reads an `alg`; HMAC and everything unknown is `None`.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|algorithm| algorithm.as_str() == name)
    }

    /// The name that a header gives it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Rs256 => "RS256",
            Self::Rs384 => "RS384",
            Self::Rs512 => "RS512",
            Self::Ps256 => "PS256",
            Self::Ps384 => "PS384",
            Self::Ps512 => "PS512",
            Self::Es256 => "ES256",
            Self::Es384 => "ES384",
            Self::Es512 => "ES512",
            Self::EdDsa => "EdDSA",
            Self::Ed25519 => "Ed25519",
            Self::None => "none",
        }
    }

    /// What its keys are. Each curve of ECDSA goes with one hash (RFC 7518 section 3.4).
    pub const fn key_kind(self) -> KeyKind {
        match self {
            Self::Rs256 | Self::Rs384 | Self::Rs512 | Self::Ps256 | Self::Ps384 | Self::Ps512 => KeyKind::Rsa,
            Self::Es256 => KeyKind::Ec("P-256", 32),
            Self::Es384 => KeyKind::Ec("P-384", 48),
            Self::Es512 => KeyKind::Ec("P-521", 66),
            Self::EdDsa | Self::Ed25519 => KeyKind::Ed25519,
            Self::None => KeyKind::None,
        }
    }

    /// Whether `at_hash` beside it may be made with SHA-256. For Ed25519, which has a hash of its own
    /// inside, OpenID Connect Core leaves open which one it is.
    pub const fn may_hash_with_sha256(self) -> bool {
        matches!(self, Self::Rs256 | Self::Ps256 | Self::Es256 | Self::EdDsa | Self::Ed25519 | Self::None)
    }
}

/// A JWT taken apart, nothing in it believed yet.
#[derive(Debug)]
pub struct Jwt {
    /// What the header names; `None` for what this library does not know.
    pub algorithm: Option<Algorithm>,
    /// `kid` of the header.
    pub key_id: Option<String>,
    /// All claims, by name.
    pub claims: Object,
    /// The same as the JSON text that was signed.
    pub payload: Secret,
    algorithm_name: String,
    jwt: Secret,
}

impl Jwt {
    /// Takes a compact JWT apart (RFC 7519 section 7.2). `None` where it is none, and for any `crit`
    /// header, since no extension is known (RFC 7515 section 4.1.11).
    pub fn parse(jwt: &str, parse: Parser) -> Option<Self> {
        let mut parts = text::parts(jwt, b'.');
        let (Some(header), Some(payload), Some(signature), None) =
            (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return None;
        };
        let decoded = |part: &str| String::from_utf8(bytes(part)?).ok();
        let header = parse(&decoded(header)?)?;
        let payload = decoded(payload)?;
        let claims = parse(&payload)?;
        let algorithm = header.text("alg").ok()??;
        bytes(signature).filter(|_| !header.has("crit"))?;
        Some(Self {
            algorithm: Algorithm::parse(&algorithm),
            algorithm_name: algorithm,
            key_id: header.text("kid").ok()?,
            claims,
            payload: Secret::new(payload),
            jwt: Secret::new(jwt.to_owned()),
        })
    }

    /// `alg` of the header for a message: whoever made the token chose it, so that only what can be a name
    /// is shown. No secret is so short.
    pub fn algorithm_name(&self) -> &str {
        let is_name = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
        let name = self.algorithm_name.as_str();
        if !name.is_empty() && name.len() < 10 && name.bytes().all(is_name) { name } else { "unknown" }
    }

    /// What is signed (RFC 7515 section 5.2).
    pub fn signing_input(&self) -> &str {
        self.split().0
    }

    /// The signature, base64url.
    pub fn signature(&self) -> &str {
        self.split().1
    }

    fn split(&self) -> (&str, &str) {
        let jwt = self.jwt.expose();
        let end = jwt.bytes().rposition(|byte| byte == b'.').unwrap_or_default();
        (jwt.get(..end).unwrap_or_default(), jwt.get(end + 1..).unwrap_or_default())
    }
}

/// What became of a token's signature, by the word of whoever was to check it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signature {
    /// A key of the provider's has made it.
    Valid,
    /// None has.
    Invalid,
    /// Nobody could or had to check it.
    Unchecked,
}

impl Signature {
    /// Reads the word for it; any but the known ones stands for no valid signature.
    pub fn parse(word: &str) -> Self {
        match word {
            "valid" => Self::Valid,
            "unchecked" => Self::Unchecked,
            _ => Self::Invalid,
        }
    }
}

/// Decodes base64url as RFC 7515 section 2 has it: no padding, no other character, no bits left over. By hand, as
/// the crate's decoder weighs eight times as much.
pub fn bytes(part: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let (mut bits, mut count) = (0_u32, 0);
    for character in part.bytes() {
        bits = bits << 6 | u32::from(digit(character)?);
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push((bits >> count) as u8);
            bits &= (1 << count) - 1;
        }
    }
    // A single character is no byte yet.
    (count < 6 && bits == 0).then_some(bytes)
}

/// What a character of base64url stands for (RFC 4648 section 5).
pub fn digit(character: u8) -> Option<u8> {
    match character {
        b'A'..=b'Z' => Some(character - b'A'),
        b'a'..=b'z' => Some(character - b'a' + 26),
        b'0'..=b'9' => Some(character - b'0' + 52),
        b'-' => Some(62),
        b'_' => Some(63),
        _ => None,
    }
}

/// Whether a token is meant for somebody (RFC 7519 section 4.1.3).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Audience {
    /// It is one of `aud`.
    pub included: bool,
    /// It is all of `aud`.
    pub alone: bool,
    /// All of `aud` is it or trusted beside it.
    pub trusted: bool,
}

impl Audience {
    /// Looks for `name` in `aud`, which is one text or a list, and for what is `trusted` beside it.
    pub fn of(claims: &Object, name: &str, trusted: &[String]) -> Result<Self, WrongType> {
        let is_it = |audience: &Member| matches!(audience, Member::Text(text) if text == name);
        let is_trusted = |audience: &Member| matches!(audience, Member::Text(text) if trusted.contains(text));
        match claims.get("aud") {
            Member::List(audiences) => {
                let (mut included, mut alone, mut trusted) = (false, true, true);
                for audience in audiences.iter() {
                    let is_it = is_it(&audience);
                    included |= is_it;
                    alone &= is_it;
                    trusted &= is_it || is_trusted(&audience);
                }
                Ok(Self { included, alone: included && alone, trusted: included && trusted })
            }
            text @ Member::Text(_) => Ok(Self { included: is_it(&text), alone: is_it(&text), trusted: is_it(&text) }),
            Member::Absent => Ok(Self::default()),
            _ => Err(WrongType),
        }
    }
}

/// The present, which nobody's clock knows exactly. In seconds since the epoch, as claims have it.
#[derive(Clone, Copy, Debug)]
pub struct Present {
    /// By this clock.
    pub now: f64,
    /// What another one may differ by.
    pub tolerance: f64,
}

impl Present {
    /// From milliseconds since the epoch, and a tolerance in seconds.
    pub fn new(now: u64, tolerance: u32) -> Self {
        Self { now: now as f64 / 1000.0, tolerance: tolerance.into() }
    }

    /// Whether an `exp` is over by every clock (RFC 7519 section 4.1.4).
    pub fn is_past(&self, exp: f64) -> bool {
        self.now >= exp + self.tolerance
    }

    /// Whether an `iat` or `nbf` is still to come by every clock (RFC 7519 sections 4.1.5 and 4.1.6).
    pub fn is_future(&self, time: f64) -> bool {
        time > self.now + self.tolerance
    }
}

#[cfg(test)]
mod tests {
    use super::super::pkce::base64url;
    use super::*;
    use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn base64url_is_read_as_the_crate_reads_it(text in "[A-Za-z0-9_-]{0,12}[AEIMQUYcgkosw048=+/\u{e9}]{0,2}") {
            prop_assert_eq!(bytes(&text), BASE64_URL_SAFE_NO_PAD.decode(&text).ok());
        }

        #[test]
        fn bytes_are_read_as_they_were_written(written in prop::collection::vec(any::<u8>(), 0..40)) {
            prop_assert_eq!(bytes(&base64url(&written)), Some(written));
        }
    }

    #[test]
    fn no_other_word_stands_for_a_valid_signature() {
        assert_eq!(Signature::parse("valid"), Signature::Valid);
        assert_eq!(Signature::parse("unchecked"), Signature::Unchecked);
        for word in ["invalid", "", "true", "Valid", "valid ", "undefined"] {
            assert_eq!(Signature::parse(word), Signature::Invalid, "{word}");
        }
    }
}

//! Proof Key for Code Exchange (RFC 7636), with the only `code_challenge_method` that this library uses: `S256`.

use super::Secret;
use super::text::{owned, push_ascii};
use sha2::block_api::compress256;

/// A verifier and its challenge.
#[derive(Debug)]
pub struct Pkce {
    /// `code_verifier`: 43 characters (RFC 7636 section 4.1).
    pub verifier: Secret,
    /// `code_challenge` (RFC 7636 section 4.2).
    pub challenge: String,
}

impl Pkce {
    /// Derives both from 32 bytes of the platform's randomness.
    pub fn from_random(bytes: &[u8; 32]) -> Self {
        let verifier = base64url(bytes);
        Self { challenge: digest(&verifier), verifier: Secret::new(verifier) }
    }
}

/// The SHA-256 of a text, in base64url.
pub fn digest(text: &str) -> String {
    base64url(sha256(text).map(u32::to_be_bytes).as_flattened())
}

/// SHA-256 (FIPS 180-4) as words: the rounds are the crate's, the padding is ours, since the buffers of the crate
/// weigh as much again and are for texts that come in pieces.
pub fn sha256(text: &str) -> [u32; 8] {
    let mut state =
        [0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19];
    let bits = (text.len() as u64).wrapping_mul(8);
    let mut padded = owned(text).into_bytes();
    padded.push(0x80);
    while padded.len() % 64 != 56 {
        padded.push(0);
    }
    padded.extend(bits.to_be_bytes());
    compress256(&mut state, padded.as_chunks().0);
    state
}

/// The alphabet of base64url (RFC 4648 section 5).
const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// Base64url without padding (RFC 4648 section 5), as JOSE and PKCE write binary values. By hand, since every page
/// downloads it, and the crates weigh six times as much.
pub fn base64url(bytes: &[u8]) -> String {
    let mut text = String::new();
    for chunk in bytes.chunks(3) {
        let bits = chunk.iter().fold(0u32, |bits, byte| bits << 8 | u32::from(*byte)) << (8 * (3 - chunk.len()));
        for digit in 0..=chunk.len() {
            let index = (bits >> (18 - 6 * digit)) as usize & 63;
            push_ascii(&mut text, ALPHABET.get(index).copied().unwrap_or_default());
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use sha2::{Digest, Sha256};

    proptest! {
        #[test]
        fn the_hash_is_that_of_the_crate(text in ".{0,200}") {
            prop_assert_eq!(digest(&text), base64url(&Sha256::digest(&text)));
        }
    }

    #[test]
    fn rfc_7636_appendix_b() {
        let bytes = [
            116, 24, 223, 180, 151, 153, 224, 37, 79, 250, 96, 125, 216, 173, 187, 186, 22, 212, 37, 77, 105, 214, 191,
            240, 91, 88, 5, 88, 83, 132, 141, 121,
        ];
        let pkce = Pkce::from_random(&bytes);
        assert_eq!(pkce.verifier.expose(), "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk");
        assert_eq!(pkce.challenge, "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
    }
}

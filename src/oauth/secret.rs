//! A value that must not be seen in a log.

/// A code, verifier, nonce or token.
///
/// Not `Clone` and not `PartialEq`: a secret has one owner and is compared where that is its
/// purpose, through [`Secret::expose`]. `Debug` prints a placeholder.
pub struct Secret(String);

impl Secret {
    /// Takes the value in.
    pub fn new(value: String) -> Self {
        Self(value)
    }

    /// The value, for the wire, for storage or for the caller it belongs to.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// Gives the value away.
    pub fn into_exposed(self) -> String {
        self.0
    }
}

/// `Debug` for types that hold secrets or what people wrote: the name, and nothing of the value.
macro_rules! opaque {
    ($($type:ident $(<$lifetime:lifetime>)?),+) => {
        $(impl std::fmt::Debug for $type $(<$lifetime>)? {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(concat!(stringify!($type), "([redacted])"))
            }
        })+
    };
}
pub(crate) use opaque;

opaque!(Secret);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_output_never_shows_the_value() {
        let shown = format!("{:?}", Secret::new("marker-value".into()));
        assert!(!shown.contains("marker"), "{shown}");
    }
}

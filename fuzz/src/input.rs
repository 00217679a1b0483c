//! Inputs: a few digits that choose, and a text.

use arbitrary::Unstructured;

/// The digits, and the text behind them.
pub struct Input<'a>(Unstructured<'a>);

impl<'a> Input<'a> {
    pub fn new(data: &'a [u8]) -> Self {
        Self(Unstructured::new(data))
    }

    /// Takes a digit and gives the choice with this number. Other bytes choose as well.
    pub fn choose<T: Copy, const N: usize>(&mut self, choices: [T; N]) -> T {
        let byte = self.0.arbitrary::<u8>().unwrap_or_default();
        choices[usize::from(byte.wrapping_sub(b'0')) % N]
    }

    /// What is left, as text.
    pub fn text(self) -> String {
        String::from_utf8_lossy(self.0.take_rest()).into_owned()
    }
}

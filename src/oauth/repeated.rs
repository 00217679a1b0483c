//! Finding what stands twice.

/// For each value, whether the same stands before it. By sorting, since answers decide how many there
/// are, and comparing each with each took minutes.
pub fn repeated<T: Ord + Copy>(values: &[T]) -> Vec<bool> {
    let mut sorted = Vec::with_capacity(values.len());
    for (index, value) in values.iter().enumerate() {
        sorted.push((*value, index));
    }
    sorted.sort_unstable();
    let mut repeated = vec![false; values.len()];
    for pair in sorted.windows(2) {
        if let [(before, _), (value, index)] = pair
            && before == value
            && let Some(is_repeated) = repeated.get_mut(*index)
        {
            *is_repeated = true;
        }
    }
    repeated
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::Cell;
    use std::cmp::Ordering;

    #[test]
    fn finding_repeated_names_costs_little_more_for_each() {
        /// Counts how often it is compared.
        #[derive(Clone, Copy)]
        struct Counted<'a>(u32, &'a Cell<usize>);
        impl Ord for Counted<'_> {
            fn cmp(&self, other: &Self) -> Ordering {
                self.1.set(self.1.get() + 1);
                self.0.cmp(&other.0)
            }
        }
        impl PartialOrd for Counted<'_> {
            fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
                Some(self.cmp(other))
            }
        }
        impl PartialEq for Counted<'_> {
            fn eq(&self, other: &Self) -> bool {
                self.cmp(other).is_eq()
            }
        }
        impl Eq for Counted<'_> {}

        for values in [1, 7, u32::MAX] {
            let count = Cell::new(0);
            let names: Vec<_> = (0..100_000_u32).rev().map(|number| Counted(number % values, &count)).collect();
            let found = repeated(&names).into_iter().filter(|is_repeated| !is_repeated).count();
            assert_eq!(found, 100_000.min(values as usize));
            assert!(count.get() < 100 * names.len(), "{} comparisons", count.get());
        }
    }
}

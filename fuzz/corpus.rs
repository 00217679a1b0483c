//! Gives every target its committed corpus, natively: what a fuzzer once found stays found.

#[path = "src/lib.rs"]
mod targets;

use std::path::Path;
use std::{fs, io};

fn corpus(target: &str) -> io::Result<Vec<(String, Vec<u8>)>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus").join(target);
    let read = |entry: io::Result<fs::DirEntry>| {
        let path = entry?.path();
        Ok((path.display().to_string(), fs::read(path)?))
    };
    fs::read_dir(folder)?.map(read).collect()
}

#[test]
fn every_input_of_the_corpus_passes_its_checks() {
    for (target, check) in targets::TARGETS {
        let inputs = corpus(target).unwrap();
        assert!(inputs.len() > 20, "{target}");
        for (file, input) in inputs {
            assert!(std::panic::catch_unwind(|| check(&input)).is_ok(), "{file}");
        }
    }
}

#[test]
fn every_target_is_a_binary_with_a_dictionary() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz");
    let manifest = fs::read_to_string(root.join("Cargo.toml")).unwrap();
    assert_eq!(manifest.matches("[[bin]]").count(), targets::TARGETS.len());
    for (target, _) in targets::TARGETS {
        assert!(manifest.contains(&format!("name = \"{target}\"")), "{target}");
        assert!(root.join(format!("dictionaries/{target}.dict")).exists(), "{target}");
    }
}

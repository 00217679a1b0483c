//! Generates the JavaScript glue of the core: `consentkey-wasm-bindgen <core.wasm> <directory>`
//! writes `consentkey_bg.js` and `consentkey_bg.wasm`.
//!
//! wasm-bindgen names what the two share with hashes (`__wbg_then_656f253a5dd7d8ea`), which don't
//! compress: numbered instead, they save a page 3 kB.

use anyhow::Result;
use std::collections::HashMap;
use std::env;
use std::fs;
use std::mem;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use wasm_bindgen_cli_support::{Bindgen, Output};

const STEM: &str = "consentkey";

/// The exports that the hand-written loader calls by name.
const KEPT: [&str; 2] = ["memory", "__wbindgen_start"];

fn main() -> ExitCode {
    let paths: Vec<PathBuf> = env::args_os().skip(1).map(PathBuf::from).collect();
    let [input, directory] = paths.as_slice() else {
        eprintln!("Usage: consentkey-wasm-bindgen <core.wasm> <directory>");
        return ExitCode::FAILURE;
    };
    match generate(input, directory) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}

fn generate(input: &Path, directory: &Path) -> Result<()> {
    let mut output = Bindgen::new()
        .input_path(input)
        .out_name(STEM)
        .bundler(true)?
        .typescript(false)
        .remove_name_section(true)
        .remove_producers_section(true)
        .generate_output()?;
    let names = Names::shorten(&mut output);
    output.emit(directory)?;

    // The loader instantiates by hand; this file would import the .wasm as a module.
    fs::remove_file(directory.join(STEM).with_extension("js"))?;
    let glue = directory.join(format!("{STEM}_bg.js"));
    let text = fs::read_to_string(&glue)?;
    Ok(fs::write(&glue, names.rename(&text))?)
}

/// The short names of what the WebAssembly module imports and exports, by wasm-bindgen's names.
struct Names {
    imports: HashMap<String, String>,
    exports: HashMap<String, String>,
}

impl Names {
    fn shorten(output: &mut Output) -> Names {
        let module = output.wasm_mut();
        let exports = module.exports.iter_mut().map(|export| &mut export.name);
        Names {
            imports: number(module.imports.iter_mut().map(|import| &mut import.name)),
            exports: number(exports.filter(|name| !KEPT.contains(&name.as_str()))),
        }
    }

    /// The glue defines imports under their names and reaches exports as `wasm.name`.
    fn rename(&self, glue: &str) -> String {
        let is_part = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '$';
        let mut renamed = String::with_capacity(glue.len());
        let mut rest = glue;
        while let Some(start) = rest.find(is_part) {
            let (before, from) = rest.split_at(start);
            let (word, after) = from.split_at(from.find(|c| !is_part(c)).unwrap_or(from.len()));
            renamed.push_str(before);
            let names = if renamed.ends_with("wasm.") { &self.exports } else { &self.imports };
            renamed.push_str(names.get(word).map_or(word, String::as_str));
            rest = after;
        }
        renamed + rest
    }
}

fn number<'a>(names: impl Iterator<Item = &'a mut String>) -> HashMap<String, String> {
    names
        .enumerate()
        .map(|(index, name)| {
            let short = format!("${index}");
            (mem::replace(name, short.clone()), short)
        })
        .collect()
}

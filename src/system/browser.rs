//! Opens an address in the browser of the machine.

use std::process::{Command, Stdio};

use crate::error::Error;

/// Opens an address; does not wait for the browser. Where the variable `BROWSER` names a program, that one is taken.
pub fn open(address: &str) -> Result<(), Error> {
    let usual = match std::env::consts::OS {
        "macos" => "open",
        "windows" => "explorer",
        _ => "xdg-open",
    };
    let program = std::env::var_os("BROWSER").filter(|name| !name.is_empty()).unwrap_or_else(|| usual.into());
    let mut command = Command::new(program);
    command.arg(address).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let started = command.spawn().map(drop);
    started.map_err(|reason| Error::new("could not open the browser", reason).help(format!("open {address} yourself")))
}

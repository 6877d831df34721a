//! The tests of the C library: the header is current, the symbols are those of the list, and C programs run against the
//! library, shared and static, plain, under valgrind and with AddressSanitizer. One named test each; what the machine
//! cannot run is skipped by name, with the reason in its name.

mod corpus;
mod header;
mod hosts;
mod library;
mod nouns;

use std::process::ExitCode;

use libtest_mimic::{Arguments, Trial};

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let library = library::Library::found();
    let mut trials: Vec<Trial> = header::trials(&library);
    trials.extend(nouns::trials(&library));
    trials.extend(corpus::trials(&library));
    trials.extend(hosts::trials(&library));
    libtest_mimic::run(&arguments, trials).exit_code()
}

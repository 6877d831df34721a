//! The library under test, which cargo has just built, and the compilers that make programs of it.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// What every C program of these tests must pass.
pub(crate) const STRICT: &[&str] = &[
    "-std=c99",
    "-Wall",
    "-Wextra",
    "-Werror",
    "-pedantic",
    "-Wstrict-prototypes",
    "-Wmissing-prototypes",
    "-Wconversion",
];
/// The same for C++.
pub(crate) const PLUS: &[&str] = &["-std=c++17", "-Wall", "-Wextra", "-Werror", "-pedantic", "-Wconversion"];
/// What a program with the static library needs beside it.
pub(crate) const SYSTEM: &[&str] = &["-lgcc_s", "-lutil", "-lrt", "-lpthread", "-lm", "-ldl", "-lc"];

/// Where everything is.
#[derive(Clone, Debug)]
pub(crate) struct Library {
    /// The folder of this package.
    pub(crate) root: PathBuf,
    /// The folder with the libraries, shared and static.
    pub(crate) built: PathBuf,
    /// A folder for programs and their files.
    pub(crate) work: PathBuf,
}

/// How a program is linked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Link {
    /// With the shared library.
    Shared,
    /// With the shared library, to run under valgrind.
    Watched,
    /// With the static library.
    Static,
    /// With the static library and AddressSanitizer.
    Sanitized,
}

impl Library {
    /// The library of the build that this test belongs to.
    pub(crate) fn found() -> Library {
        let own = std::env::current_exe().unwrap_or_default();
        let built = own.parent().unwrap_or(Path::new(".")).to_path_buf();
        let work = PathBuf::from(env!("CARGO_TARGET_TMPDIR"));
        let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
        let library = Library { root, built, work };
        // Hosts look for `libdabiao.so`, the name that it is installed under.
        let installed = library.work.join("libdabiao.so");
        let _ = std::fs::remove_file(&installed);
        let _ = std::os::unix::fs::symlink(library.shared(), installed);
        library
    }

    /// The shared library.
    pub(crate) fn shared(&self) -> PathBuf {
        self.built.join("libdabiao_c.so")
    }

    /// Compiles a program of `tests/c`; its path. A file that ends in `.cpp` is C++17, any other C99.
    pub(crate) fn compile(&self, file: &str, link: Link) -> Result<PathBuf, String> {
        let plus = file.ends_with(".cpp");
        let program = self.work.join(format!("{file}-{link:?}"));
        let mut gcc = Command::new(if plus { "g++" } else { "gcc" });
        gcc.args(if plus { PLUS } else { STRICT }).arg("-g").arg("-I").arg(self.root.join("include"));
        if link == Link::Sanitized {
            gcc.args(["-fsanitize=address,undefined", "-fno-sanitize-recover=all"]);
        }
        gcc.arg(self.root.join("tests/c").join(file)).arg("-o").arg(&program);
        match link {
            Link::Shared | Link::Watched => gcc.arg(self.shared()).arg("-lpthread").arg("-lm"),
            Link::Static | Link::Sanitized => gcc.arg(self.built.join("libdabiao_c.a")).args(SYSTEM),
        };
        run(&mut gcc)?;
        Ok(program)
    }

    /// A command that finds the shared library.
    pub(crate) fn command(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let mut command = Command::new(program);
        let paths = format!("{}:{}", self.work.display(), self.built.display());
        command.env("LD_LIBRARY_PATH", paths).current_dir(&self.work);
        command
    }
}

/// Runs a command to its end; what it wrote, or what went wrong.
pub(crate) fn run(command: &mut Command) -> Result<String, String> {
    let shown = format!("{command:?}");
    let Output { status, stdout, stderr } = command.output().map_err(|error| format!("{shown}: {error}"))?;
    let out = String::from_utf8_lossy(&stdout).into_owned();
    if status.success() {
        return Ok(out);
    }
    Err(format!("{shown}: {status}\n{out}{}", String::from_utf8_lossy(&stderr)))
}

/// Whether a program can be started on this machine.
pub(crate) fn has(program: &str) -> bool {
    let in_path = |paths| std::env::split_paths(&paths).any(|path| path.join(program).is_file());
    std::env::var_os("PATH").is_some_and(in_path)
}

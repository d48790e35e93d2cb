//! `waybook serve` as a program: what it says, where it listens, how it ends.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use crate::served::write;

/// Nothing that the program does takes longer, not even a debug build on a busy machine.
const LONGEST: Duration = Duration::from_secs(120);

/// A program that is ended with the test.
struct Program {
    child: Child,
    /// The lines that it says; a thread reads them, so that a test can give up waiting.
    said: Receiver<String>,
}

impl Program {
    fn new(folder: &Path, arguments: &[&str]) -> Self {
        Self::with(folder, arguments, None)
    }

    /// The program where another program stands for the browser.
    fn with(folder: &Path, arguments: &[&str], browser: Option<&Path>) -> Self {
        let mut child = ready_for_interrupts()
            .envs(browser.map(|browser| ("BROWSER", browser)))
            .args(["serve", "--project"])
            .arg(folder)
            .args(arguments)
            .stderr(Stdio::piped())
            .spawn()
            .expect("it can be started");
        let lines = BufReader::new(child.stderr.take().expect("it is piped")).lines();
        let (say, said) = channel();
        std::thread::spawn(move || lines.map_while(Result::ok).try_for_each(|line| say.send(line)));
        Self { child, said }
    }

    /// The next line that holds a word.
    fn line(&mut self, word: &str) -> String {
        let end = Instant::now() + LONGEST;
        loop {
            let left = end.saturating_duration_since(Instant::now());
            let line =
                self.said.recv_timeout(left).unwrap_or_else(|reason| panic!("it did not say `{word}`: {reason}"));
            if line.contains(word) {
                return line;
            }
        }
    }

    /// The port that it says it serves at.
    fn port(&mut self) -> u16 {
        let line = self.line("serving at");
        let after = line.rsplit_once(':').map(|(_, after)| after).expect("it names a port");
        let digits: String = after.chars().take_while(char::is_ascii_digit).collect();
        digits.parse().expect("it names a port")
    }
}

/// The program, so started that an interrupt ends it. A shell has its background jobs ignore interrupts, and who is
/// started by one that ignores them ignores them too: the tests themselves may be such a job.
fn ready_for_interrupts() -> Command {
    let program = env!("CARGO_BIN_EXE_waybook");
    if !cfg!(target_os = "linux") {
        return Command::new(program);
    }
    let mut command = Command::new("env");
    command.args(["--default-signal=INT", program]);
    command
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn project() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder for the test");
    write(folder.path(), "waybook.yml", "title: Playbook\n");
    write(folder.path(), "content/index.md", "# Start\n");
    folder
}

fn answer(port: u16, host: &str, path: &str) -> String {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).expect("it listens");
    stream.set_read_timeout(Some(LONGEST)).expect("a stream has a timeout");
    let request = format!("GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).expect("it can be asked");
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).expect("it answers");
    String::from_utf8_lossy(&answer).into_owned()
}

#[test]
fn a_taken_port_is_said_and_the_next_free_one_is_used() {
    let taken = TcpListener::bind("127.0.0.1:0").expect("there is a free port");
    let port = taken.local_addr().expect("it has an address").port();
    let folder = project();
    let mut program = Program::new(folder.path(), &["--port", &port.to_string()]);
    let line = program.line("is taken");
    assert!(line.contains(&format!("port {port} is taken, using ")), "{line}");
    let other = program.port();
    assert_ne!(other, port);
    assert!(answer(other, "localhost", "/").starts_with("HTTP/1.1 200"));
}

#[cfg(unix)]
#[test]
fn the_browser_is_opened_at_the_address() {
    use std::os::unix::fs::PermissionsExt;
    let folder = project();
    let browser = folder.path().join("browser");
    std::fs::write(&browser, "#!/bin/sh\necho \"$@\" > \"$0.part\"\nmv \"$0.part\" \"$0.opened\"\n")
        .expect("files can be written");
    std::fs::set_permissions(&browser, PermissionsExt::from_mode(0o755)).expect("it can be made a program");
    let mut program = Program::with(folder.path(), &["--port", "41700", "--open"], Some(&browser));
    let port = program.port();
    let opened = folder.path().join("browser.opened");
    let end = Instant::now() + LONGEST;
    while !opened.exists() {
        assert!(Instant::now() < end, "the browser is not opened");
        assert!(program.child.try_wait().expect("it can be asked").is_none(), "it ended");
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    let address = std::fs::read_to_string(opened).expect("it was written");
    assert_eq!(address, format!("http://localhost:{port}/\n"));
    assert!(answer(port, "localhost", "/").starts_with("HTTP/1.1 200"));
}

#[test]
fn another_host_is_served_only_if_it_was_named() {
    let folder = project();
    let mut program = Program::new(folder.path(), &["--port", "41300", "--host", "docs.local"]);
    let port = program.port();
    assert!(answer(port, "docs.local", "/").starts_with("HTTP/1.1 200"));
    assert!(answer(port, "evil.example", "/").starts_with("HTTP/1.1 421"));
    let mut alone = Program::new(folder.path(), &["--port", "41300"]);
    let port = alone.port();
    assert!(answer(port, "docs.local", "/").starts_with("HTTP/1.1 421"));
    assert!(answer(port, "localhost", "/").starts_with("HTTP/1.1 200"));
}

#[test]
fn one_edition_is_served_alone() {
    let folder = project();
    let settings = "title: Playbook\neditions:\n  internal: [internal]\n  partner: [partner]\n";
    write(folder.path(), "waybook.yml", settings);
    write(folder.path(), "content/index.md", "---\nft.audience: internal, partner\n---\n# Start\n");
    write(folder.path(), "content/secret.md", "---\nft.audience: internal\n---\n# Secret\n");
    let mut program = Program::new(folder.path(), &["--port", "41400", "--edition", "partner"]);
    let port = program.port();
    assert!(answer(port, "localhost", "/").to_lowercase().contains("location: /partner/index.html"));
    assert!(answer(port, "localhost", "/partner/index.html").contains("Start"));
    for path in ["/partner/secret.html", "/internal/secret.html", "/internal/index.html"] {
        assert!(answer(port, "localhost", path).starts_with("HTTP/1.1 404"), "{path}");
    }
    let unknown = Command::new(env!("CARGO_BIN_EXE_waybook"))
        .args(["serve", "--edition", "partnr", "--project"])
        .arg(folder.path())
        .output()
        .expect("it can be started");
    assert!(!unknown.status.success() && String::from_utf8_lossy(&unknown.stderr).contains("did you mean `partner`?"));
}

#[cfg(unix)]
#[test]
fn an_interrupt_ends_it_at_once_while_pages_listen() {
    let folder = project();
    let mut program = Program::new(folder.path(), &["--port", "41500"]);
    let port = program.port();
    let mut listening = TcpStream::connect(("127.0.0.1", port)).expect("it listens");
    listening.write_all(b"GET /.waybook/events HTTP/1.1\r\nHost: localhost\r\n\r\n").expect("it can be asked");
    let mut first = [0; 16];
    listening.read_exact(&mut first).expect("it answers");
    let killed =
        Command::new("kill").args(["-INT", &program.child.id().to_string()]).status().expect("there is `kill`");
    assert!(killed.success());
    program.child.wait().expect("it ends");
    assert!(TcpStream::connect(("127.0.0.1", port)).is_err(), "the port is free again");
}

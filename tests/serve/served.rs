//! A project that is being served, and the ear of an open page.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{IpAddr, Ipv4Addr, TcpStream};
use std::path::Path;
use std::time::Duration;

use waybook::preview::Preview;
use waybook::session::{Request, Session};
use waybook::system::server::{Address, Server};
use waybook::system::watch::{Mode, Watch};
use waybook::system::{Os, System};

/// A project on the disk and its server, which builds after each change on a thread that ends with the test.
pub(crate) struct Served {
    pub(crate) folder: tempfile::TempDir,
    pub(crate) port: u16,
}

impl Served {
    pub(crate) fn new() -> Self {
        Self::with(Mode::Events, |_| ())
    }

    /// A project that is arranged before it is built, and watched in a way.
    pub(crate) fn with(mode: Mode, arrange: impl FnOnce(&Path)) -> Self {
        let folder = tempfile::tempdir().expect("a folder for the test");
        for (path, text) in [
            ("waybook.yml", "title: Playbook\ncontent: content\n"),
            ("content/index.md", "# Start\n\n![The film](media/film.mp4) [page](p/page.md)\n"),
            ("content/p/page.md", "# Page\n\nFirst words\n"),
            ("content/media/film.mp4", "0123456789"),
        ] {
            write(folder.path(), path, text);
        }
        arrange(folder.path());
        let root = folder.path().to_owned();
        let (told, port) = std::sync::mpsc::channel();
        std::thread::spawn(move || {
            let session = Session::new(&Os, Request { project: Some(root.clone()), ..Request::default() });
            let mut preview = Preview::new(session, None);
            let first = preview.build().expect("it builds");
            let mut watch =
                Watch::new(mode, first.watched, &Os.resolve(&root.join("site"))).expect("it can be watched");
            watch.follow(preview.build().expect("it builds again").watched);
            let address = Address { ip: IpAddr::V4(Ipv4Addr::LOCALHOST), port: 41_000, host: None };
            let server = Server::start(&address, preview.board()).expect("there is a free port");
            told.send(server.at.port()).expect("the test waits");
            while root.exists() {
                let heard = watch.wait();
                match preview.build_after(&heard) {
                    Ok(built) => {
                        server.tell(&built.message);
                        watch.follow(built.watched);
                    }
                    Err(error) => server.tell(&preview.failure(&error)),
                }
            }
        });
        let port = port.recv().expect("the server starts");
        Self { folder, port }
    }

    /// Head and body of an answer.
    pub(crate) fn ask(&self, path: &str, headers: &str) -> (String, String) {
        self.request(&format!("GET {path} HTTP/1.1\r\nHost: localhost:{}\r\n{headers}", self.port))
    }

    pub(crate) fn request(&self, lines: &str) -> (String, String) {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).expect("it listens");
        stream.write_all(format!("{lines}Connection: close\r\n\r\n").as_bytes()).expect("it can be asked");
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).expect("it answers");
        let answer = String::from_utf8_lossy(&answer).into_owned();
        let (head, body) = answer.split_once("\r\n\r\n").expect("an answer has a head");
        (head.to_lowercase(), body.to_owned())
    }

    pub(crate) fn write(&self, path: &str, text: &str) {
        write(self.folder.path(), path, text);
    }
}

pub(crate) fn write(folder: &Path, path: &str, text: &str) {
    let path = folder.join(path);
    fs::create_dir_all(path.parent().expect("a file lies in a folder")).expect("folders can be made");
    fs::write(path, text).expect("files can be written");
}

/// The open page's ear.
pub(crate) struct Ear(BufReader<TcpStream>);

impl Ear {
    pub(crate) fn new(served: &Served) -> Self {
        let mut stream = TcpStream::connect(("127.0.0.1", served.port)).expect("it listens");
        stream.set_read_timeout(Some(Duration::from_secs(20))).expect("time can be limited");
        stream.write_all(b"GET /.waybook/events HTTP/1.1\r\nHost: localhost\r\n\r\n").expect("it can be asked");
        Self(BufReader::new(stream))
    }

    /// Listens until the page at an address holds some words, and says after how many builds.
    pub(crate) fn until(&mut self, served: &Served, path: &str, words: &str) -> usize {
        let mut builds = 0;
        while !served.ask(path, "").1.contains(words) {
            self.hear("built");
            builds += 1;
        }
        builds
    }

    /// The next message that holds a word.
    pub(crate) fn hear(&mut self, word: &str) -> String {
        loop {
            let mut line = String::new();
            let read = self.0.read_line(&mut line).expect("there is news in time");
            assert!(read > 0, "the server hung up");
            if let Some(message) = line.strip_prefix("data: ").filter(|message| message.contains(word)) {
                return message.trim().to_owned();
            }
        }
    }
}

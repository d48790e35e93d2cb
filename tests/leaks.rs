//! What is begun is ended: threads, descriptors and memory over many servers and many builds. Alone in its program, since
//! it counts what the whole program has.
#![cfg(target_os = "linux")]

use std::fs;
use std::io::{Read, Write};
use std::net::{IpAddr, Ipv4Addr, TcpStream};
use std::path::{Path, PathBuf};

use waybook::preview::Preview;
use waybook::session::{Request, Session};
use waybook::system::server::{Address, Server};
use waybook::system::watch::{Mode, Watch};
use waybook::system::{Memory, Os, System};

fn entries(folder: &str) -> usize {
    fs::read_dir(folder).map_or(0, Iterator::count)
}

/// Threads and open descriptors of this program.
fn held() -> (usize, usize) {
    (entries("/proc/self/task"), entries("/proc/self/fd"))
}

/// Memory that this program has, in KB.
fn resident() -> usize {
    let status = fs::read_to_string("/proc/self/status").expect("Linux tells");
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).expect("it has memory");
    line.trim().trim_end_matches(" kB").parse().expect("a number of KB")
}

/// Serves a project, lets a page listen, edits, and ends.
fn serve_once(folder: &Path) {
    let session = Session::new(&Os, Request { project: Some(folder.to_owned()), ..Request::default() });
    let mut preview = Preview::new(session, None);
    let first = preview.build().expect("it builds");
    let watch = Watch::new(Mode::Events, first.watched, &folder.join("site")).expect("it can be watched");
    let address = Address { ip: IpAddr::V4(Ipv4Addr::LOCALHOST), port: 41_600, host: None };
    let server = Server::start(&address, preview.board()).expect("there is a free port");
    let mut page = TcpStream::connect(server.at).expect("it listens");
    page.write_all(b"GET /.waybook/events HTTP/1.1\r\nHost: localhost\r\n\r\n").expect("it can be asked");
    let mut begun = [0; 16];
    page.read_exact(&mut begun).expect("it answers");
    server.tell(&preview.build().expect("it builds again").message);
    drop((server, watch));
}

fn wait_for(mut what: impl FnMut() -> bool) -> bool {
    (0..200).any(|_| {
        std::thread::sleep(std::time::Duration::from_millis(10));
        what()
    })
}

#[test]
fn nothing_is_held_when_it_is_over() {
    let folder = tempfile::tempdir().expect("a folder for the test");
    fs::create_dir(folder.path().join("content")).expect("folders can be made");
    fs::write(folder.path().join("waybook.yml"), "title: Playbook\n").expect("files can be written");
    fs::write(folder.path().join("content/index.md"), "# Start\n").expect("files can be written");
    serve_once(folder.path());
    // What ends on threads of its own may end a little later; threads that are kept for more work stay.
    let mut before = held();
    wait_for(|| {
        let now = held();
        std::mem::replace(&mut before, now) == now
    });
    for _ in 0..10 {
        serve_once(folder.path());
    }
    let (threads, descriptors) = before;
    assert!(wait_for(|| held().0 <= threads && held().1 <= descriptors), "{before:?} became {:?}", held());

    let world = Memory::new(jiff::civil::date(2020, 6, 30)).with("/p/waybook.yml", "title: Playbook\n");
    let write = |number: usize, turn: usize| {
        let text = format!("# Page {number}\n\n## Part of turn {turn}\n\n{}\n", "Words of some length. ".repeat(WORDS));
        world.write(&PathBuf::from(format!("/p/content/page{number}.md")), text.as_bytes()).expect("memory takes all");
    };
    (0..60).for_each(|number| write(number, 0));
    let mut session = Session::new(&world, Request { project: Some(PathBuf::from("/p")), ..Request::default() });
    let mut edit = |turns: std::ops::Range<usize>| {
        for turn in turns {
            write(turn % 60, turn);
            session.build().expect("it builds");
        }
    };
    edit(1..100);
    let start = resident();
    edit(100..100 + EDITS);
    // If a build kept as much as one text for each edit, that would be all the texts.
    let texts = EDITS * WORDS * 22 / 1024;
    assert!(resident() < start + texts / 2, "{start} KB became {} KB, the texts have {texts} KB", resident());
}

/// How often a text is changed, and how many times 22 bytes it has.
const EDITS: usize = 300;
const WORDS: usize = 4000;

//! Waits until something changed below some folders. What changed is not said: events can be lost, so who waits looks
//! again at everything.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

use notify::event::{AccessKind, AccessMode, CreateKind, Event, EventKind, ModifyKind, RemoveKind};
use notify::{RecommendedWatcher, RecursiveMode, Watcher};

use super::coalesce::Coalescer;
use super::{Met, Os, System};
use crate::error::Error;

/// How often folders are walked where the system tells nothing.
const POLL: Duration = Duration::from_millis(300);
/// Files in a folder that was just made may come without an event; after this long we look once more.
const ECHO: Duration = Duration::from_millis(150);
/// How long after files were written to we look at everything.
const LATER: Duration = Duration::from_secs(1);

/// How to learn of changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// The system tells.
    Events,
    /// Walk the folders again and again: for network drives.
    Poll,
}

/// What was heard.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Heard {
    /// Only these files were written to, all of which were there before.
    Written(Vec<PathBuf>),
    /// Anything may have changed.
    Anything,
}

/// A folder to watch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Watched {
    /// The folder; links are followed.
    pub folder: PathBuf,
    /// Whether to watch the folders below it.
    pub deep: bool,
}

/// Watches folders for changes.
pub struct Watch {
    mode: Mode,
    watcher: Option<RecommendedWatcher>,
    events: Receiver<Event>,
    /// Keeps the channel open where nothing else does.
    _sender: Sender<Event>,
    wanted: Vec<Watched>,
    /// Which of the wanted folders are being watched.
    held: Vec<PathBuf>,
    ignored: PathBuf,
    seen: Vec<Met>,
    /// When to look once more although nothing was heard.
    echo: Option<Instant>,
    /// When to look at everything: so far we looked only at what was heard, or a folder was not watched until now.
    later: Option<Instant>,
}

impl Watch {
    /// Begins to watch; what happens below `ignored` is not told. What happened before was told by nobody, so who began to
    /// look earlier looks again.
    pub fn new(mode: Mode, wanted: Vec<Watched>, ignored: &Path) -> Result<Self, Error> {
        let (sender, events) = channel();
        let told = sender.clone();
        let watcher = match mode {
            Mode::Poll => None,
            Mode::Events => Some(watcher(told)?),
        };
        let ignored = ignored.to_owned();
        let held = Vec::new();
        let mut watch = Self {
            mode,
            watcher,
            events,
            _sender: sender,
            wanted,
            held,
            ignored,
            seen: Vec::new(),
            echo: None,
            later: None,
        };
        watch.hold();
        watch.seen = watch.walk();
        Ok(watch)
    }

    /// Watches these folders from now on.
    pub fn follow(&mut self, wanted: Vec<Watched>) {
        if wanted != self.wanted {
            let gone = std::mem::take(&mut self.held);
            self.release(&gone);
            self.wanted = wanted;
        }
        self.renew();
    }

    /// Holds what is not yet held. What happened there meanwhile was told by nobody, so we look soon.
    fn renew(&mut self) {
        if self.hold() {
            self.later = Some(Instant::now());
        }
    }

    /// Waits until something changed and it is quiet again. What is heard may be less than what happened: a file that
    /// another leads to tells nothing. So after files were only written to, we are to look at everything a little later.
    pub fn wait(&mut self) -> Heard {
        match self.mode {
            Mode::Poll => {
                self.wait_by_walking();
                Heard::Anything
            }
            Mode::Events => self.wait_for_events(),
        }
    }

    fn wait_by_walking(&mut self) {
        loop {
            std::thread::sleep(POLL);
            let now = self.walk();
            let fresh = now.iter().any(|met| met.stamp.is_none());
            if fresh || now != self.seen {
                self.seen = now;
                return;
            }
        }
    }

    fn wait_for_events(&mut self) -> Heard {
        let began = Instant::now();
        let mut burst = Coalescer::default();
        let mut writing = Writing::default();
        loop {
            if self.mode == Mode::Poll {
                return Heard::Anything;
            }
            let now = began.elapsed();
            let due = burst.due(writing.is_done());
            if due.is_some_and(|due| due <= now) {
                return self.heard(writing);
            }
            let patience = due.map_or_else(|| self.patience(), |due| due - now);
            match self.events.recv_timeout(patience) {
                Ok(event) => {
                    writing.closed(&event);
                    if self.matters(&event) {
                        writing.add(&event);
                        burst.event(began.elapsed());
                        self.note(&event);
                    }
                }
                Err(RecvTimeoutError::Timeout) if due.is_none() => {
                    if self.look_again() {
                        return Heard::Anything;
                    }
                }
                Err(_) => {}
            }
        }
    }

    /// What happened, if it is known to be no more than writing to files.
    fn heard(&mut self, writing: Writing) -> Heard {
        let Some(files) = writing.files else { return Heard::Anything };
        // A folder that was made a moment ago may hold what nobody told of.
        if self.echo.is_some() {
            return Heard::Anything;
        }
        let real: Vec<(PathBuf, &PathBuf)> =
            self.wanted.iter().map(|wanted| (Os.resolve(&wanted.folder), &wanted.folder)).collect();
        let named = |path: PathBuf| {
            let holding = real.iter().filter(|(real, _)| path.starts_with(real));
            let (real, folder) = holding.max_by_key(|(real, _)| real.components().count())?;
            Some(folder.join(path.strip_prefix(real).ok()?))
        };
        let files: Option<Vec<PathBuf>> = files.into_iter().map(named).collect();
        self.later = Some(Instant::now() + LATER);
        files.map_or(Heard::Anything, Heard::Written)
    }

    /// How long to wait for an event before looking without one.
    fn patience(&self) -> Duration {
        let times = self.echo.into_iter().chain(self.later);
        let echo = times.map(|at| at.saturating_duration_since(Instant::now()));
        let missing = (self.held.len() < self.wanted.len()).then_some(POLL);
        echo.into_iter().chain(missing).min().unwrap_or(Duration::from_secs(3600))
    }

    /// Whether there is a reason to build although nothing was heard.
    fn look_again(&mut self) -> bool {
        let now = Instant::now();
        let echoed = self.echo.into_iter().chain(self.later).any(|at| at <= now);
        self.echo = self.echo.filter(|at| *at > now);
        self.later = self.later.filter(|at| *at > now);
        self.hold() || echoed
    }

    fn matters(&self, event: &Event) -> bool {
        let heard = !matches!(event.kind, EventKind::Access(_));
        let inside = |path: &PathBuf| !path.starts_with(&self.ignored) && !self.is_hidden(path);
        heard && (event.need_rescan() || event.paths.is_empty() || event.paths.iter().any(inside))
    }

    /// Names with a leading dot are no inputs.
    fn is_hidden(&self, path: &Path) -> bool {
        let below = self.held.iter().filter_map(|folder| path.strip_prefix(folder).ok());
        let inside = below.min_by_key(|inside| inside.components().count());
        inside
            .is_some_and(|inside| inside.components().any(|part| part.as_os_str().as_encoded_bytes().starts_with(b".")))
    }

    /// Folders that come or go change what can be watched.
    fn note(&mut self, event: &Event) {
        match event.kind {
            EventKind::Create(CreateKind::Folder) | EventKind::Modify(ModifyKind::Name(_)) => {
                self.echo = Some(Instant::now() + ECHO);
            }
            EventKind::Remove(RemoveKind::File) => return,
            EventKind::Remove(_) => {}
            _ => return,
        }
        let gone: Vec<PathBuf> = self.held.iter().filter(|folder| event.paths.contains(folder)).cloned().collect();
        self.held.retain(|folder| !gone.contains(folder));
        self.release(&gone);
        self.hold();
    }

    fn release(&mut self, folders: &[PathBuf]) {
        for folder in folders {
            // A folder that is gone is no longer watched anyway.
            let _ = self.watcher.as_mut().map(|watcher| watcher.unwatch(folder));
        }
    }

    /// Watches the wanted folders that are there and not yet watched; says whether there was one. Where the system watches
    /// no more folders, they are walked from now on.
    fn hold(&mut self) -> bool {
        let mut found = false;
        for Watched { folder, deep } in self.wanted.clone() {
            let real = Os.resolve(&folder);
            if self.held.contains(&real) || !real.is_dir() {
                continue;
            }
            let mode = if deep { RecursiveMode::Recursive } else { RecursiveMode::NonRecursive };
            let held = self.watcher.as_mut().is_none_or(|watcher| watcher.watch(&real, mode).is_ok());
            if held {
                self.held.push(real);
                found = true;
            } else if real.is_dir() {
                self.mode = Mode::Poll;
            }
        }
        found
    }

    /// Every file that matters, for comparison with the next walk.
    fn walk(&self) -> Vec<Met> {
        if self.mode == Mode::Events {
            return Vec::new();
        }
        let mut met = Vec::new();
        let ignored = &self.ignored;
        for Watched { folder, deep } in &self.wanted {
            let enter = |path: &Path, kind: super::Kind| {
                let hidden = path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"."));
                let below = *deep || kind == super::Kind::File;
                !hidden && below && !path.starts_with(ignored)
            };
            met.extend(Os.walk(folder, &enter).files);
        }
        met
    }
}

/// What a burst of events says, as long as it says of files that they were written to and nothing else.
struct Writing {
    files: Option<BTreeSet<PathBuf>>,
    /// Those of them that were not closed yet.
    open: BTreeSet<PathBuf>,
}

impl Default for Writing {
    fn default() -> Self {
        Self { files: Some(BTreeSet::new()), open: BTreeSet::new() }
    }
}

impl Writing {
    fn add(&mut self, event: &Event) {
        let written = matches!(event.kind, EventKind::Modify(ModifyKind::Data(_) | ModifyKind::Any));
        if !written || event.need_rescan() || event.paths.is_empty() {
            self.files = None;
        }
        if let Some(files) = &mut self.files {
            files.extend(event.paths.iter().cloned());
            self.open.extend(event.paths.iter().cloned());
        }
    }

    fn closed(&mut self, event: &Event) {
        if matches!(event.kind, EventKind::Access(AccessKind::Close(AccessMode::Write))) {
            self.open.retain(|path| !event.paths.contains(path));
        }
    }

    /// Whether each file that was written to was closed since.
    fn is_done(&self) -> bool {
        self.files.as_ref().is_some_and(|files| !files.is_empty()) && self.open.is_empty()
    }
}

fn watcher(told: Sender<Event>) -> Result<RecommendedWatcher, Error> {
    let handler = move |event: notify::Result<Event>| {
        // An event that could not be read still means that something changed.
        let event = event.unwrap_or_else(|_| Event::new(EventKind::Any));
        // Who no longer listens need not be told.
        let _ = told.send(event);
    };
    notify::recommended_watcher(handler).map_err(|reason| {
        Error::new("could not watch for changes", reason).help("walk the folders instead with `--poll`")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn watching(folder: &Path, mode: Mode) -> Watch {
        let wanted = vec![
            Watched { folder: folder.to_owned(), deep: false },
            Watched { folder: folder.join("content"), deep: true },
        ];
        Watch::new(mode, wanted, &folder.join("site")).expect("folders can be watched here")
    }

    fn write(folder: &Path, path: &str) {
        Os.write(&folder.join(path), b"text").expect("it can be written");
    }

    #[test]
    fn a_watched_folder_can_go_and_come_back() {
        let folder = tempfile::tempdir().expect("a folder for the test");
        let root = Os.resolve(folder.path());
        write(&root, "content/a/b.md");
        let mut watch = watching(&root, Mode::Events);
        write(&root, "content/a/b.md");
        watch.wait();
        std::fs::remove_dir_all(root.join("content")).expect("it can be removed");
        watch.wait();
        std::thread::sleep(Duration::from_millis(50));
        write(&root, "content/a/b.md");
        watch.wait();
        assert!(watch.held.contains(&root.join("content")));
        write(&root, "content/a/c.md");
        watch.wait();
    }

    #[test]
    fn a_folder_that_is_watched_from_now_on_is_looked_at_soon() {
        let folder = tempfile::tempdir().expect("a folder for the test");
        let root = Os.resolve(folder.path());
        write(&root, "content/a.md");
        write(&root, "elsewhere/b.md");
        let mut watch = watching(&root, Mode::Events);
        let mut wanted = watch.wanted.clone();
        watch.follow(wanted.clone());
        assert_eq!(watch.later, None, "nothing new is watched");
        wanted.push(Watched { folder: root.join("elsewhere"), deep: true });
        watch.follow(wanted);
        assert_eq!(watch.wait(), Heard::Anything);
    }

    #[test]
    fn walking_sees_what_events_would_tell() {
        let folder = tempfile::tempdir().expect("a folder for the test");
        let root = Os.resolve(folder.path());
        write(&root, "content/a.md");
        let mut watch = watching(&root, Mode::Poll);
        write(&root, "content/b.md");
        watch.wait();
        assert_eq!(watch.seen.len(), 2);
    }
}

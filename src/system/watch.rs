//! Waits until something changed below some folders. What changed is not said: events can be lost, so who waits looks
//! again at everything.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

use notify::event::{CreateKind, Event, EventKind, RemoveKind};
use notify::{RecommendedWatcher, RecursiveMode, Watcher};

use super::coalesce::Coalescer;
use super::{Met, Os, System};
use crate::error::Error;

/// How often folders are walked where the system tells nothing.
const POLL: Duration = Duration::from_millis(300);
/// Files in a folder that was just made may come without an event; after this long we look once more.
const ECHO: Duration = Duration::from_millis(150);

/// How to learn of changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// The system tells.
    Events,
    /// Walk the folders again and again: for network drives.
    Poll,
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
}

impl Watch {
    /// Begins to watch; what happens below `ignored` is not told.
    pub fn new(mode: Mode, wanted: Vec<Watched>, ignored: &Path) -> Result<Self, Error> {
        let (sender, events) = channel();
        let told = sender.clone();
        let watcher = match mode {
            Mode::Poll => None,
            Mode::Events => Some(watcher(told)?),
        };
        let ignored = ignored.to_owned();
        let held = Vec::new();
        let mut watch =
            Self { mode, watcher, events, _sender: sender, wanted, held, ignored, seen: Vec::new(), echo: None };
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
        self.hold();
    }

    /// Waits until something changed and it is quiet again.
    pub fn wait(&mut self) {
        match self.mode {
            Mode::Poll => self.wait_by_walking(),
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

    fn wait_for_events(&mut self) {
        let began = Instant::now();
        let mut burst = Coalescer::default();
        loop {
            let now = began.elapsed();
            let due = burst.due();
            if due.is_some_and(|due| due <= now) {
                return;
            }
            let patience = due.map_or_else(|| self.patience(), |due| due - now);
            match self.events.recv_timeout(patience) {
                Ok(event) => {
                    if self.matters(&event) {
                        burst.event(began.elapsed());
                        self.note(&event);
                    }
                }
                Err(RecvTimeoutError::Timeout) if due.is_none() => {
                    if self.look_again() {
                        return;
                    }
                }
                Err(_) => {}
            }
        }
    }

    /// How long to wait for an event before looking without one.
    fn patience(&self) -> Duration {
        let echo = self.echo.map(|at| at.saturating_duration_since(Instant::now()));
        let missing = (self.held.len() < self.wanted.len()).then_some(POLL);
        echo.into_iter().chain(missing).min().unwrap_or(Duration::from_secs(3600))
    }

    /// Whether there is a reason to build although nothing was heard.
    fn look_again(&mut self) -> bool {
        let echoed = self.echo.is_some_and(|at| at <= Instant::now());
        if echoed {
            self.echo = None;
        }
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
            EventKind::Create(CreateKind::Folder) | EventKind::Modify(notify::event::ModifyKind::Name(_)) => {
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

    /// Watches the wanted folders that are there and not yet watched; says whether there was one.
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

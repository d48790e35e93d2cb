//! When to build after files changed: soon after the first event, later only while events keep coming.

use std::time::Duration;

/// How long it must be quiet before a build begins.
const QUIET: Duration = Duration::from_millis(10);
/// How long, where everything that was written to is known to be closed.
const CLOSED: Duration = Duration::from_millis(2);
/// How long a build waits for quiet at most.
const MOST: Duration = Duration::from_millis(500);

/// Joins the events of one burst. Times are those of any clock that only runs forward.
#[derive(Clone, Copy, Debug, Default)]
pub struct Coalescer {
    burst: Option<(Duration, Duration)>,
}

impl Coalescer {
    /// Takes note of an event.
    pub fn event(&mut self, now: Duration) {
        let (first, _) = self.burst.unwrap_or((now, now));
        self.burst = Some((first, now));
    }

    /// When the burst is to be taken for complete; none while nothing happened. `closed` is whether everything that was
    /// written to is known to be closed.
    pub fn due(&self, closed: bool) -> Option<Duration> {
        let quiet = if closed { CLOSED } else { QUIET };
        self.burst.map(|(first, last)| (last + quiet).min(first + MOST))
    }

    /// Begins a new burst.
    pub fn clear(&mut self) {
        self.burst = None;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn at(ms: u64) -> Duration {
        Duration::from_millis(ms)
    }

    #[test]
    fn one_event_is_due_at_once_nearly() {
        let mut burst = Coalescer::default();
        assert_eq!(burst.due(false), None);
        burst.event(at(100));
        assert_eq!(burst.due(false), Some(at(110)));
        assert_eq!(burst.due(true), Some(at(102)), "what is closed is whole");
    }

    #[test]
    fn events_that_keep_coming_are_waited_for_but_not_for_ever() {
        let mut burst = Coalescer::default();
        (0..30).for_each(|step| burst.event(at(step * 5)));
        assert_eq!(burst.due(false), Some(at(155)));
        (30..200).for_each(|step| burst.event(at(step * 5)));
        assert_eq!(burst.due(false), Some(at(500)));
    }

    #[test]
    fn after_a_burst_another_begins() {
        let mut burst = Coalescer::default();
        burst.event(at(0));
        burst.clear();
        assert_eq!(burst.due(false), None);
        burst.event(at(700));
        assert_eq!(burst.due(false), Some(at(710)));
    }
}

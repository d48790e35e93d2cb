//! Stub: what one build remembers for the next. The pipeline's own takes its place.

/// What one build remembers for the next.
#[derive(Debug, Default)]
pub struct Memo {
    _pages: (),
}

//! A bar on a terminal while the reports of many customers are made; nothing where nobody watches.

use indicatif::{ProgressBar, ProgressStyle};

use crate::session::{Making, Step};

/// The bar. What it shows goes to standard error, and is gone when it goes.
pub(super) struct Bar(ProgressBar);

impl Bar {
    /// A bar that shows itself with the first step; never in a pipe.
    pub(super) fn new() -> Self {
        let style = ProgressStyle::with_template("{msg} [{bar:40}] {pos}/{len}");
        let style = style.unwrap_or_else(|_| ProgressStyle::default_bar());
        Self(ProgressBar::new(0).with_style(style.progress_chars("=> ")))
    }

    /// Shows how far it is. One report is made before anyone could read of it.
    pub(super) fn show(&self, Step { making, done, of }: Step) {
        if of < 2 {
            return;
        }
        let what = match making {
            Making::Reports => "Reports",
            Making::Documents => "PDFs",
        };
        let begins = self.0.message() != what;
        self.0.update(|state| {
            state.set_len(of as u64);
            // Several threads tell of their steps, and one may be overtaken.
            if begins || done as u64 > state.pos() {
                state.set_pos(done as u64);
            }
        });
        if begins {
            self.0.set_message(what);
        }
    }

    /// Makes room for what is printed.
    pub(super) fn clear(&self) {
        self.0.finish_and_clear();
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        self.clear();
    }
}

//! What was found wrong, where, and the way out: one type for every finding of every stage.
//! Rendering for people and programs is in [`render`]; nothing here prints.

pub mod baseline;
mod code;
mod fixable;
pub mod identity;
pub mod render;

pub use code::{Code, Severity};
pub use fixable::Fixable;

use crate::text::Span;

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Which rule found it.
    pub code: Code,
    /// How grave it is; starts as the code's default and may be changed by the configuration.
    pub severity: Severity,
    /// A lower-case phrase without a full stop, understandable alone.
    pub message: String,
    /// The smallest place that shows it; none for findings about no file in particular.
    pub primary: Option<Label>,
    /// Other places that belong to it, such as the one it disagrees with.
    pub related: Vec<Label>,
    /// The way out, beginning with a verb or "did you mean".
    pub help: Option<String>,
    /// The edit that mends it.
    pub fix: Option<Fix>,
}

/// A place and what to say beside it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// The place.
    pub span: Span,
    /// A few words, or nothing.
    pub text: String,
}

/// Edits of one file that mend one finding, all or none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// What the fix does: `split the rows`.
    pub title: String,
    /// The edits; they do not overlap.
    pub edits: Vec<Edit>,
    /// How sure it is.
    pub safety: Safety,
}

/// How sure a fix is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Safety {
    /// It is probably what was meant; somebody should look.
    Likely,
    /// There is only this one answer.
    Safe,
}

/// A replacement of one range of bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// What is replaced; an empty span inserts.
    pub span: Span,
    /// What stands there afterwards.
    pub replacement: String,
}

impl Diagnostic {
    /// A finding at a place, with the code's default severity.
    pub fn at(code: Code, span: Span, message: impl Into<String>) -> Self {
        Self { primary: Some(Label { span, text: String::new() }), ..Self::new(code, message) }
    }

    /// A finding about no place in particular.
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        Self {
            code,
            severity: code.severity(),
            message: message.into(),
            primary: None,
            related: Vec::new(),
            help: None,
            fix: None,
        }
    }

    /// Adds the way out.
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Adds the way out if there is one.
    pub fn maybe_help(mut self, help: Option<String>) -> Self {
        self.help = help.or(self.help);
        self
    }

    /// Writes a few words beside the primary place.
    pub fn label(mut self, text: impl Into<String>) -> Self {
        if let Some(primary) = &mut self.primary {
            primary.text = text.into();
        }
        self
    }

    /// Adds a second place.
    pub fn related(mut self, span: Span, text: impl Into<String>) -> Self {
        self.related.push(Label { span, text: text.into() });
        self
    }

    /// Adds the edits that mend it, where there is only one answer.
    pub fn fix(mut self, title: impl Into<String>, edits: Vec<Edit>) -> Self {
        self.fix = Some(Fix { title: title.into(), edits, safety: Safety::Safe });
        self
    }

    /// Adds the edits that probably mend it.
    pub fn likely_fix(mut self, title: impl Into<String>, edits: Vec<Edit>) -> Self {
        self.fix = Some(Fix { title: title.into(), edits, safety: Safety::Likely });
        self
    }

    /// The fix, if it is at least this sure.
    pub fn mendable(&self, least: Safety) -> Option<&Fix> {
        self.fix.as_ref().filter(|fix| fix.safety >= least && !fix.edits.is_empty())
    }
}

/// The best value a stage could make, and what it found on the way.
#[derive(Clone, Debug, Default)]
pub struct Checked<T> {
    /// The value, as complete as it could be.
    pub value: T,
    /// What was found.
    pub diagnostics: Vec<Diagnostic>,
}

impl<T> Checked<T> {
    /// A value with nothing found.
    pub fn clean(value: T) -> Self {
        Self { value, diagnostics: Vec::new() }
    }

    /// A value and what was found.
    pub fn new(value: T, diagnostics: Vec<Diagnostic>) -> Self {
        Self { value, diagnostics }
    }

    /// Gives up the value and adds the findings to a list.
    pub fn unpack(self, diagnostics: &mut Vec<Diagnostic>) -> T {
        diagnostics.extend(self.diagnostics);
        self.value
    }
}

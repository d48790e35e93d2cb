//! Placeholder of the renderer.
use crate::diagnostic::Diagnostic;
use crate::text::Sources;

/// Renders findings.
pub fn full(_diagnostics: &[Diagnostic], _sources: &Sources) -> String {
    String::new()
}

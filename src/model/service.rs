//! What a task or step is for.

use std::fmt;

/// The services that a task or a step applies to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct ServiceScope {
    /// Applies whatever the services are.
    pub all: bool,
    /// Canonical names (Core Onboarding among them), sorted, each once. May hold names beside `all`.
    pub services: Vec<String>,
}

impl ServiceScope {
    /// The scope that is for every engagement whatever its services: All Services or Core Onboarding.
    pub fn is_for_everyone(&self) -> bool {
        self.all || self.services.iter().any(|service| service == CORE_ONBOARDING)
    }

    /// Whether nothing was said.
    pub fn is_empty(&self) -> bool {
        !self.all && self.services.is_empty()
    }
}

impl fmt::Display for ServiceScope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let all = self.all.then_some(ALL_SERVICES);
        let names: Vec<&str> = all.into_iter().chain(self.services.iter().map(String::as_str)).collect();
        f.write_str(&names.join(", "))
    }
}

/// The scope of tasks that belong to every onboarding.
pub const CORE_ONBOARDING: &str = "Core Onboarding";
/// The scope of everything.
pub const ALL_SERVICES: &str = "All Services";

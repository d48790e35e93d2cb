//! The unit of tracking: one row of a table under "FTOP Tasks".

use std::fmt;

use super::{Role, ServiceScope};
use crate::text::{Span, Spanned, comparable};

/// The number by which FTOP knows a task: three to five digits.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize, schemars::JsonSchema,
)]
#[serde(transparent)]
pub struct TaskId(pub u32);

impl TaskId {
    /// Reads an id as it stands in a cell: three to five digits and nothing else.
    pub fn parse(text: &str) -> Option<Self> {
        let digits = (3..=5).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
        digits.then(|| text.parse().ok().map(Self))?
    }
}

impl fmt::Display for TaskId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

/// Whether a task must be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Requirement {
    /// (M)andatory.
    Mandatory,
    /// (O)ptional.
    Optional,
}

impl Requirement {
    /// The word in exports and class names.
    pub fn as_str(self) -> &'static str {
        match self {
            Requirement::Mandatory => "mandatory",
            Requirement::Optional => "optional",
        }
    }
}

/// One occurrence of a task: one row on one page.
#[derive(Clone, Debug, PartialEq)]
pub struct Task {
    /// Its number, at the cell it was read from.
    pub id: Spanned<TaskId>,
    /// The name as plain text.
    pub name: String,
    /// The name as the author wrote it.
    pub name_markdown: Spanned<String>,
    /// Mandatory or optional; none where the cell says neither or there is no such column.
    pub requirement: Option<Requirement>,
    /// Who does it, in the order of the cell.
    pub roles: Vec<Role>,
    /// Which services it is for.
    pub services: ServiceScope,
    /// Where the other cells stand.
    pub places: Places,
    /// The whole row.
    pub span: Span,
    /// Whether the row had to be mended to be read.
    pub recovered: bool,
}

/// Where the cells of a row stand, as far as the row has them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Places {
    /// The cell of the requirement.
    pub requirement: Option<Span>,
    /// The cell of the role.
    pub role: Option<Span>,
    /// The cell of the services.
    pub services: Option<Span>,
}

impl Task {
    /// The cell that says something of the task; the id where there is none.
    pub fn place_of(&self, aspect: Aspect) -> Span {
        let cell = match aspect {
            Aspect::Name => Some(self.name_markdown.span),
            Aspect::Requirement => self.places.requirement,
            Aspect::Role => self.places.role,
            Aspect::Services => self.places.services,
        };
        cell.filter(|span| span.start < span.end).unwrap_or(self.id.span)
    }

    /// What the row says of the task, in words; nothing where it does not say.
    pub fn says(&self, aspect: Aspect) -> String {
        match aspect {
            Aspect::Name => self.name.clone(),
            Aspect::Requirement => self.requirement.map_or_else(String::new, |word| word.as_str().to_owned()),
            Aspect::Role => self.roles.iter().map(|role| &*role.name).collect::<Vec<_>>().join(", "),
            Aspect::Services => self.services.to_string(),
        }
    }

    /// In what another occurrence of the task differs. A column that one table does not have is no difference.
    pub fn differences(&self, other: &Task) -> Vec<Aspect> {
        let mut differing = Vec::new();
        if comparable(&self.name) != comparable(&other.name) {
            differing.push(Aspect::Name);
        }
        if self.requirement.is_some() && other.requirement.is_some() && self.requirement != other.requirement {
            differing.push(Aspect::Requirement);
        }
        if !self.roles.is_empty() && !other.roles.is_empty() && self.roles != other.roles {
            differing.push(Aspect::Role);
        }
        if !self.services.is_empty() && !other.services.is_empty() && self.services != other.services {
            differing.push(Aspect::Services);
        }
        differing
    }
}

/// What a row says of a task, besides its id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Aspect {
    /// How it is called.
    Name,
    /// Whether it must be done.
    Requirement,
    /// Who does it.
    Role,
    /// Which services it is for.
    Services,
}

impl Aspect {
    /// The word for it in messages.
    pub fn as_str(self) -> &'static str {
        match self {
            Aspect::Name => "name",
            Aspect::Requirement => "requirement",
            Aspect::Role => "role",
            Aspect::Services => "services",
        }
    }

    /// Several of them in a sentence.
    pub fn listed(aspects: &[Aspect]) -> String {
        aspects.iter().map(|aspect| aspect.as_str()).collect::<Vec<_>>().join(" and ")
    }
}

/// What a page of task details says about one task.
#[derive(Clone, Debug, PartialEq)]
pub struct TaskDetails {
    /// The task.
    pub id: TaskId,
    /// The heading without the id.
    pub title: String,
    /// The heading's anchor on its page.
    pub anchor: String,
    /// The section, heading included.
    pub span: Span,
}

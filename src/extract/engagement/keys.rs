//! The keys of an engagement file: the reference that the reader, the JSON Schema and the manual follow.

use crate::model::{
    DateOrder, DecimalMark, FtopStatus, GoDecision, HealthLevel, LeftBehind, MigrationState, Settlement,
};
use crate::syntax::shape::{Field, Record, Shape};

const TEXTS: Shape = Shape::List(&Shape::Text);
const COUNT: Shape = Shape::Whole(u32::MAX);

/// The keys of an engagement file.
pub static ENGAGEMENT: Record = Record {
    name: "engagement",
    keys: &[
        Field::required("customer", Shape::Text, "The customer's name."),
        Field::new("tenant", Shape::Text, "The customer's tenant, by which rows of shared tables are found."),
        Field::new("language", Shape::Text, "The language of its reports: `de`; else the project's first."),
        Field::required("services", TEXTS, "Services in scope."),
        Field::new("phases", TEXTS, "Phases in scope; all, if left out."),
        Field::new("opened", Shape::Date, "The day the engagement was opened."),
        Field::new("target", Shape::Date, "The day it is meant to end."),
        Field::new("edition", Shape::Text, "The playbook's edition that it follows."),
        Field::new("version", Shape::Text, "The playbook's version that it follows; the current one, if left out."),
        Field::new("health", Shape::Record(&HEALTH), "Its health as a person sees it, shown beside the computed one."),
        Field::new(
            "objectives",
            Shape::List(&Shape::Either(&[Shape::Text, Shape::Record(&OBJECTIVE)])),
            "What is to be reached.",
        ),
        Field::new(
            "team",
            Shape::MapOf(&Shape::Either(&[Shape::Text, Shape::Record(&MEMBER)])),
            "Who works on it, by role.",
        ),
        Field::new("summary", Shape::Text, "One paragraph for the executive reader."),
        Field::new(
            "next_actions",
            Shape::List(&Shape::Either(&[Shape::Text, Shape::Record(&ACTION)])),
            "What comes next.",
        ),
        Field::new(
            "tasks",
            Shape::MapOf(&Shape::Either(&[STATUS, Shape::Record(&TASK)])),
            "Statuses of tasks by task id.",
        ),
        Field::new(
            "task_status",
            Shape::Text,
            "A table of statuses: a path from this file's folder, or from the project folder.",
        ),
        Field::new("batches", Shape::List(&Shape::Record(&BATCH)), "What is migrated together."),
        Field::new(
            "exports",
            Shape::List(&Shape::Either(&[Shape::Text, Shape::Record(&EXPORT)])),
            "Files of the migration tools, as globs from this file's folder, or from the project folder.",
        ),
        Field::new(
            "dispositions",
            Shape::MapOf(&Shape::Either(&[SETTLEMENT, Shape::Record(&DISPOSITION)])),
            "What becomes of units that failed or left items behind, by the unit's name in the export.",
        ),
        Field::new(
            "left_behind",
            Shape::List(&Shape::Record(&LEFT_BEHIND)),
            "What becomes of items of one kind that were left behind in many units.",
        ),
        Field::new("issues", Shape::List(&Shape::Record(&ISSUE)), "What was reported after migration events."),
        Field::new("entitlements", Shape::MapOf(&Shape::Record(&ENTITLEMENT)), "Entitlements by service."),
        Field::new("risks", Shape::List(&Shape::Either(&[Shape::Text, Shape::Record(&RISK)])), "What may go wrong."),
        Field::new(
            "decisions",
            Shape::List(&Shape::Either(&[Shape::Text, Shape::Record(&DECISION)])),
            "What was decided.",
        ),
        Field::new("pauses", Shape::List(&Shape::Record(&PAUSE)), "Times without work."),
        Field::new("lessons", Shape::List(&Shape::Either(&[Shape::Text, Shape::Record(&LESSON)])), "What was learnt."),
        Field::new(
            "handover",
            Shape::List(&Shape::Either(&[Shape::Text, Shape::Record(&HANDOVER)])),
            "What others take over.",
        ),
        Field::new(
            "cleanup",
            Shape::List(&Shape::Either(&[Shape::Text, Shape::Record(&CLEANUP)])),
            "What was put back in order after the migration.",
        ),
        Field::new("data_handling", Shape::Text, "What became of the customer's data."),
        Field::new("signoff", Shape::Record(&SIGNOFF), "The customer's word that it is done."),
    ],
};

const STATUS: Shape = Shape::Words(&FtopStatus::WORDS);

const SETTLEMENT: Shape = Shape::Choice(&Settlement::WORDS);

static EXPORT: Record = Record {
    name: "export",
    keys: &[
        Field::required("files", Shape::Text, "A glob, as `exports/contoso/*.csv`."),
        Field::new("batch", Shape::Text, "The batch of units whose rows name none."),
        Field::new("service", Shape::Text, "The service of units whose rows do not tell it."),
        Field::new("dates", Shape::Choice(&DateOrder::WORDS), "The order of day and month, where it does not show."),
        Field::new("decimals", Shape::Choice(&DecimalMark::WORDS), "What separates decimals, where it does not show."),
        Field::new("format", Shape::Text, "The name of their format, where their columns fit several."),
    ],
};

static DISPOSITION: Record = Record {
    name: "disposition",
    keys: &[
        Field::required("decision", SETTLEMENT, "What becomes of the unit."),
        Field::new("by", Shape::Text, "Who decided it."),
        Field::new("on", Shape::Date, "When."),
        Field::new("reason", Shape::Text, "Why."),
    ],
};

static LEFT_BEHIND: Record = Record {
    name: "disposition of items left behind",
    keys: &[
        Field::required(
            "kind",
            Shape::Choice(&LeftBehind::WORDS),
            "The kind of items; `skipped` covers corrupt, large and missing ones.",
        ),
        Field::new("up_to", COUNT, "How many items of a unit it covers; a unit with more is not covered at all."),
        Field::new("batch", Shape::Text, "The batch whose units it covers; all batches, if left out."),
        Field::new("service", Shape::Text, "The service whose units it covers; all services, if left out."),
        Field::required("decision", SETTLEMENT, "What becomes of the items."),
        Field::required("by", Shape::Text, "Who decided it."),
        Field::required("on", Shape::Date, "When."),
        Field::new("reason", Shape::Text, "Why."),
    ],
};

static MEMBER: Record = Record {
    name: "team member",
    keys: &[Field::required("name", Shape::Text, "The name."), Field::new("email", Shape::Text, "The address.")],
};

static ACTION: Record = Record {
    name: "action",
    keys: &[
        Field::required("what", Shape::Text, "What is to be done."),
        Field::new("owner", Shape::Text, "By whom."),
        Field::new("due", Shape::Date, "Until when."),
    ],
};

static HANDOVER: Record = Record {
    name: "item of the handover",
    keys: &[
        Field::required("what", Shape::Text, "What is taken over."),
        Field::new("owner", Shape::Text, "By whom."),
        Field::new("due", Shape::Date, "Until when."),
        Field::new("issue", Shape::Text, "The issue it is about, by its number or title."),
    ],
};

static HEALTH: Record = Record {
    name: "health",
    keys: &[
        Field::required("override", Shape::Choice(&HealthLevel::WORDS), "The colour as a person sees it."),
        Field::new("by", Shape::Text, "Who says so."),
        Field::new("on", Shape::Date, "Since when."),
        Field::new("reason", Shape::Text, "Why."),
    ],
};

static OBJECTIVE: Record = Record {
    name: "objective",
    keys: &[
        Field::required("what", Shape::Text, "What is to be reached."),
        Field::new("result", Shape::Text, "What was reached."),
    ],
};

static CLEANUP: Record = Record {
    name: "clean-up",
    keys: &[
        Field::required("what", Shape::Text, "What was put back in order."),
        Field::new("on", Shape::Date, "When; left out while it is open."),
        Field::new("by", Shape::Text, "By whom."),
        Field::new("evidence", Shape::Text, "What proves it."),
    ],
};

static TASK: Record = Record {
    name: "task status",
    keys: &[
        Field::required("status", STATUS, "FTOP's status."),
        Field::new("percent", Shape::Whole(100), "% complete; shown, never counted as done."),
        Field::new("on", Shape::Date, "The day of the status; of a waiver, the day of its approval."),
        Field::new("by", Shape::Text, "Who did or reported it."),
        Field::new("owner", Shape::Text, "Who owns it now."),
        Field::new("role", Shape::Text, "Whose task it is, where that differs from the playbook."),
        Field::new("note", Shape::Text, "What is said of it."),
        Field::new("evidence", Shape::Text, "What proves it."),
        Field::new("reason", Shape::Text, "Why it was set aside."),
        Field::new("approved_by", Shape::Text, "Who approved that."),
        Field::new("updated", Shape::Date, "The day the status was last looked at, if it is not `on`."),
    ],
};

static BATCH: Record = Record {
    name: "batch",
    keys: &[
        Field::required("name", Shape::Text, "Its name, by which exports and issues refer to it."),
        Field::new("service", Shape::Text, "The service it belongs to."),
        Field::new("planned", Shape::Either(&[Shape::Date, Shape::Record(&WINDOW)]), "The planned day or window."),
        Field::new("migrated", Shape::Date, "The day of the migration event."),
        Field::new("units", COUNT, "How many mailboxes, sites or drives it holds."),
        Field::new("state", Shape::Choice(&MigrationState::WORDS), "Its state, where no export says it."),
        Field::new("go_no_go", Shape::Record(&GO_NO_GO), "The decision before it."),
        Field::new("note", Shape::Text, "What else is said of it."),
    ],
};

static WINDOW: Record = Record {
    name: "planned window",
    keys: &[Field::required("from", Shape::Date, "Its first day."), Field::new("to", Shape::Date, "Its last day.")],
};

static GO_NO_GO: Record = Record {
    name: "Go/No-Go",
    keys: &[
        Field::required("decision", Shape::Choice(&GoDecision::WORDS), "What was decided."),
        Field::new("on", Shape::Date, "When."),
        Field::new("by", Shape::Text, "By whom."),
        Field::new("conditions", Shape::Text, "The conditions; `none` says that there are none."),
    ],
};

static ISSUE: Record = Record {
    name: "issue",
    keys: &[
        Field::new("id", Shape::Text, "Its number or name."),
        Field::required("title", Shape::Text, "What it is."),
        Field::new("batch", Shape::Text, "The batch it came from."),
        Field::new("opened", Shape::Date, "The day it was reported."),
        Field::new("severity", Shape::Text, "How grave it is."),
        Field::new("owner", Shape::Text, "Who owns it."),
        Field::new("due", Shape::Date, "Until when it is to be solved."),
        Field::new("resolved", Shape::Date, "When it was solved."),
        Field::new("resolution", Shape::Text, "How it was solved."),
    ],
};

static ENTITLEMENT: Record = Record {
    name: "entitlement",
    keys: &[
        Field::new("available", COUNT, "How many there are; the others must add up to it."),
        Field::new("Status Unknown", SHARE, "Those whose status is not known."),
        Field::new("In Progress", SHARE, "Those in progress."),
        Field::new("Blocked", SHARE, "Those that are blocked."),
        Field::new("No Intent", SHARE, "Those that will not be used."),
        Field::new("Duplicate/Invalid", SHARE, "Those that do not count."),
    ],
};

const SHARE: Shape = Shape::Either(&[COUNT, Shape::Record(&COUNTED)]);

static COUNTED: Record = Record {
    name: "entitlement status",
    keys: &[
        Field::required("count", COUNT, "How many."),
        Field::new("reason", Shape::Text, "The reason (L2)."),
        Field::new("engineering_reason", Shape::Text, "The engineering reason (L3)."),
    ],
};

static RISK: Record = Record {
    name: "risk",
    keys: &[
        Field::required("what", Shape::Text, "What may go wrong."),
        Field::new("likelihood", Shape::Text, "How likely: low, medium, high."),
        Field::new("impact", Shape::Text, "How bad: low, medium, high."),
        Field::new("mitigation", Shape::Text, "What is done about it."),
        Field::new("owner", Shape::Text, "Who watches it."),
        Field::new("due", Shape::Date, "Until when."),
        Field::new("closed", Shape::Date, "When it was closed."),
    ],
};

static DECISION: Record = Record {
    name: "decision",
    keys: &[
        Field::required("what", Shape::Text, "What was decided."),
        Field::new("by", Shape::Text, "By whom."),
        Field::new("on", Shape::Date, "When."),
        Field::new("reason", Shape::Text, "Why."),
    ],
};

static PAUSE: Record = Record {
    name: "pause",
    keys: &[
        Field::required("from", Shape::Date, "Its first day."),
        Field::new("to", Shape::Date, "Its last day; left out while it lasts."),
        Field::new("reason", Shape::Text, "Why."),
    ],
};

static LESSON: Record = Record {
    name: "lesson",
    keys: &[
        Field::required("what", Shape::Text, "What happened."),
        Field::new("advice", Shape::Text, "What to do next time."),
    ],
};

static SIGNOFF: Record = Record {
    name: "sign-off",
    keys: &[
        Field::new("by", Shape::Text, "Who signed; without it the customer has not signed."),
        Field::new("role", Shape::Text, "In which role."),
        Field::new("on", Shape::Date, "When."),
    ],
};

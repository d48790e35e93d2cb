//! SharePoint and OneDrive between two tenants: the states that `Get-SPOCrossTenantUserContentMoveState` and its siblings for
//! sites and groups list. Both tenants can be asked, so that one move may stand in two files.

use super::format::{Field::*, Format, Line, Needs, Rows, ServiceRule, format};
use super::statuses::{CROSS_TENANT, words};

const MOVES: &[Line] = &[
    ("SourceSiteUrl", Identity, 0, 1),
    ("SourceUserPrincipalName", Identity, 1, 1),
    ("SourceGroupAlias", Identity, 2, 1),
    ("TargetSiteUrl|TargetUserPrincipalName|TargetGroupAlias", Destination, 0, 1),
    ("MoveState", Status, 0, 1),
    ("TimeStamp", Synced, 0, 1),
    ("MoveJobId|JobId", Unused, 0, 1),
    ("SourceDataLocation|DestinationDataLocation|TargetCrossTenantHostUrl|PartnerCrossTenantHostUrl", Unused, 0, 1),
    ("MoveDirection|PreferredMoveBeginDate|PreferredMoveEndDate|Direction|MoveOptions|Notes", Unused, 0, 1),
];

/// The format of moves between tenants.
pub(super) fn formats() -> Vec<Format> {
    let moves = format(
        "SharePoint cross-tenant moves",
        Rows::Units,
        ServiceRule::Destination,
        MOVES,
        &Needs { groups: &[&["SourceSiteUrl", "SourceUserPrincipalName", "SourceGroupAlias"]], marks: &["MoveState"] },
    );
    vec![Format { words: words(CROSS_TENANT), ..moves }]
}

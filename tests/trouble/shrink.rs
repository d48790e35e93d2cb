//! Makes a page that does not hold smaller, as long as it fails in the same way when built alone.

use proptest::strategy::ValueTree;

use crate::blocks::{Tree, planted};
use crate::campaign::{Failure, campaign};
use crate::scribe;
use crate::world::Build;

/// How many smaller pages are tried.
const TRIES: usize = 160;

/// The smallest page found and what is wrong with it; nothing where the page holds when it is alone.
pub(crate) fn smallest(failure: &Failure) -> Option<(Tree, Failure)> {
    let mut tree = planted(failure.seed);
    let mut best = (tree.current(), fails(&tree.current(), failure)?);
    let mut goes_on = tree.simplify();
    for _ in 0..TRIES {
        if !goes_on {
            break;
        }
        goes_on = match fails(&tree.current(), failure) {
            Some(found) => {
                best = (tree.current(), found);
                tree.simplify()
            }
            None => tree.complicate(),
        };
    }
    Some(best)
}

/// Whether a page alone fails as another did.
fn fails(tree: &Tree, like: &Failure) -> Option<Failure> {
    let page = scribe::page(tree, like.seed, 0);
    let found = campaign(&Build { pages: vec![&page], compress: false });
    found.into_iter().find(|failure| failure.way == like.way)
}

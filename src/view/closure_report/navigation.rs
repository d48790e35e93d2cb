//! Sentences of a page that only lead on through the site: "Continue with Migration", "Back to the welcome page".
//!
//! A page of the playbook says them to its readers. In a document that a customer signs they lead nowhere. The rule is narrow,
//! because an action that is left out is worse than a sentence too many: a sentence leads on if it ends with words of
//! navigation and the title of a page, if it is such a title alone, or if it begins with "back to" and names a page.
//! "Continue with the weekly call" does none of this and stays.

/// Words before the title of a page, in the languages of the themes.
const LEADS_ON: &[&str] = &[
    "back to",
    "close with",
    "continue to",
    "continue with",
    "go back to",
    "go on to",
    "go on with",
    "go to",
    "move on to",
    "next",
    "proceed to",
    "proceed with",
    "return to",
    "see",
    "weiter mit",
    "weiter zu",
    "weiter zum",
    "weiter zur",
    "zurück zu",
    "zurück zum",
    "zurück zur",
    "gehen sie zu",
    "gehen sie zum",
    "gehen sie zur",
    "fahren sie mit",
    "schließen sie mit",
    "kehren sie zu",
    "kehren sie zum",
    "kehren sie zur",
    "siehe",
    "continuar con",
    "continúe con",
    "ir a",
    "pasar a",
    "pase a",
    "seguir con",
    "siga con",
    "vaya a",
    "volver a",
    "volver al",
    "vuelva a",
    "vuelva al",
    "avance para",
    "continuar com",
    "continue com",
    "ir para",
    "passe para",
    "prossiga com",
    "prossiga para",
    "siga para",
    "vá para",
    "voltar a",
    "voltar ao",
    "voltar para",
    "volte a",
    "volte ao",
    "volte para",
    "次は",
    "次へ",
    "继续",
    "返回",
    "前往",
    "转到",
    "请继续",
    "请参阅",
];
/// Words behind the title.
const GOES_ON: &[&str] = &[
    "ab",
    "fort",
    "zurück",
    "へ進む",
    "へ進みます",
    "に進む",
    "に進みます",
    "に進んでください",
    "へ戻る",
    "に戻る",
    "に戻ります",
];
/// What may stand between them and the title.
const ARTICLES: &[&str] = &["the", "der", "die", "das", "dem", "den", "el", "la", "los", "las", "o", "a", "os", "as"];
/// How a sentence begins that leads back.
const LEADS_BACK: &[&str] =
    &["back to", "go back to", "return to", "zurück zu", "volver a", "vuelva a", "voltar", "volte", "返回"];
/// What it leads back to.
const PAGES: &[&str] = &["page", "seite", "página", "页"];

/// Whether a sentence leads to another page and says nothing else. The titles are those of all pages.
pub(super) fn is_navigation<'t>(sentence: &str, mut titles: impl Iterator<Item = &'t str>) -> bool {
    let sentence = plain(sentence);
    let back =
        LEADS_BACK.iter().any(|words| sentence.starts_with(words)) && PAGES.iter().any(|page| sentence.contains(page));
    back || titles.any(|title| leads_to(&sentence, &plain(title)))
}

fn leads_to(sentence: &str, title: &str) -> bool {
    let Some((before, after)) = sentence.rsplit_once(title).filter(|_| !title.is_empty()) else { return false };
    let (before, after) = (trimmed(before), trimmed(after));
    let before = ARTICLES.iter().find_map(|article| without(before, article)).unwrap_or(before);
    let led = LEADS_ON.iter().any(|words| without(before, words).is_some());
    match after {
        "" => before.is_empty() || led,
        after => GOES_ON.contains(&after) && (before.is_empty() || led),
    }
}

/// What stands before these words at the end of a text; letters of the alphabet need a space between.
fn without<'t>(text: &'t str, words: &str) -> Option<&'t str> {
    let rest = text.strip_suffix(words)?;
    let is_word = !rest.ends_with(char::is_alphanumeric) || !words.is_ascii();
    is_word.then(|| rest.trim_end())
}

fn plain(text: &str) -> String {
    trimmed(text).to_lowercase()
}

/// A text without spaces and punctuation at its ends.
fn trimmed(text: &str) -> &str {
    text.trim_matches(|letter: char| !letter.is_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::is_navigation;

    const TITLES: [&str; 4] =
        ["Migration", "Hold the Migration Completion Discussion", "移行", "Abschlussgespräch zur Migration"];

    fn navigates(sentence: &str) -> bool {
        is_navigation(sentence, TITLES.into_iter())
    }

    #[test]
    fn a_sentence_that_leads_to_a_page_is_navigation() {
        for sentence in [
            "Back to the welcome page, and on to the next customer.",
            "Zurück zur Startseite und zum nächsten Kunden.",
            "Continue with Migration.",
            "With migration in scope, continue with Migration.",
            "Hold the Migration Completion Discussion",
            "Next: hold the migration completion discussion.",
            "Weiter mit dem Abschlussgespräch zur Migration.",
            "Fahren Sie mit der „Migration“ fort.",
            "「移行」に進みます。",
            "继续：移行。",
        ] {
            assert!(navigates(sentence), "{sentence}");
        }
    }

    #[test]
    fn what_somebody_has_to_do_is_none() {
        for sentence in [
            "Continue with the weekly call for a month.",
            "Hand the customer over to the people who support it from now on.",
            "Continue with the migration of the archives.",
            "Send the customer the report on the migration",
            "Go to the admin page of the old tenant and revoke its access.",
            "Tell the team to discontinue with migration",
            "",
        ] {
            assert!(!navigates(sentence), "{sentence}");
        }
    }
}

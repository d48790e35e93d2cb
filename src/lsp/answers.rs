//! Requests about one file and their answers: looks at the file in its newest state, asks, and writes what was said in the
//! protocol's words. `null` where there is nothing to say.

use lsp_types::{
    CodeActionKind, CodeActionParams, CompletionItem, CompletionItemKind, CompletionList, CompletionTextEdit,
    DocumentFormattingParams, DocumentSymbolParams, Hover, HoverContents, Location, MarkupContent, MarkupKind, Range,
    SymbolKind, TextDocumentPositionParams, TextEdit,
};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::actions::{Action, Kind, actions};
use super::complete::{Offer, OfferKind, complete};
use super::facts::{Lead, Place};
use super::symbols::{Symbol, symbols};
use super::tasks::{definition, hover, references, task_at};
use super::workspace::{Seen, Workspace};
use crate::diagnostic::{Edit, Fix, Safety};
use crate::mend::{changes, together};
use crate::pipeline::layout_of;
use crate::text::{Source, Span};

/// What an editor can take, as far as an answer depends on it.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Abilities {
    /// Edits with the version of the file that they are for.
    pub document_changes: bool,
    /// News of files on the disk, if we ask for it.
    pub watches: bool,
}

/// Why a request has no answer.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Refusal {
    /// There is no such request.
    Unknown,
    /// It does not say what it should.
    Malformed(String),
}

/// Our kind of `source.fixAll`.
const FIX_ALL: &str = "source.fixAll.waybook";

/// The answer to a request about a file.
pub(super) fn answer(
    workspace: &mut Workspace<'_>,
    able: Abilities,
    method: &str,
    params: Value,
) -> Result<Value, Refusal> {
    match method {
        "textDocument/hover" => at(workspace, &read(params)?, hovered),
        "textDocument/definition" => at(workspace, &read(params)?, defined),
        "textDocument/references" => at(workspace, &read(params)?, referred),
        "textDocument/completion" => at(workspace, &read(params)?, completed),
        "textDocument/documentSymbol" => {
            let params: DocumentSymbolParams = read(params)?;
            Ok(workspace.see(&params.text_document.uri).and_then(|seen| outlined(&seen)).unwrap_or_default())
        }
        "textDocument/formatting" => {
            let params: DocumentFormattingParams = read(params)?;
            Ok(workspace.see(&params.text_document.uri).map(|seen| formatted(&seen)).unwrap_or_default())
        }
        "textDocument/codeAction" => {
            let params: CodeActionParams = read(params)?;
            // Only who asks for it waits until nothing is left to mend.
            let asked = params.context.only.is_some() && wants(&params, FIX_ALL);
            let whole = if asked { workspace.mended(&params.text_document.uri) } else { None };
            let seen = workspace.see(&params.text_document.uri);
            Ok(seen.map(|seen| done(&seen, able, &params, whole)).unwrap_or_default())
        }
        _ => Err(Refusal::Unknown),
    }
}

/// Parameters in their type.
pub(super) fn read<T: DeserializeOwned>(params: Value) -> Result<T, Refusal> {
    serde_json::from_value(params).map_err(|error| Refusal::Malformed(error.to_string()))
}

fn written(value: impl Serialize) -> Option<Value> {
    serde_json::to_value(value).ok()
}

fn at(
    workspace: &mut Workspace<'_>,
    place: &TextDocumentPositionParams,
    ask: impl FnOnce(&Seen<'_>, &Source, usize) -> Option<Value>,
) -> Result<Value, Refusal> {
    let Some(seen) = workspace.see(&place.text_document.uri) else { return Ok(Value::Null) };
    let source = seen.findings.sources.get(seen.file);
    let offset = seen.view.offset(seen.file, place.position);
    Ok(ask(&seen, source, offset).unwrap_or_default())
}

fn hovered(seen: &Seen<'_>, source: &Source, offset: usize) -> Option<Value> {
    let (id, places, range) = task_at(seen.facts, &source.text, offset)?;
    let value = hover(seen.facts, &seen.findings.sources, (id, places, seen.file), &|span| seen.view.address(span));
    let span = Span::new(seen.file, range.start, range.end);
    written(Hover {
        contents: HoverContents::Markup(MarkupContent { kind: MarkupKind::Markdown, value }),
        range: Some(seen.view.range(span)),
    })
}

fn defined(seen: &Seen<'_>, source: &Source, offset: usize) -> Option<Value> {
    let leads = seen.facts.leads.get(&seen.file).map(Vec::as_slice).unwrap_or_default();
    let holds = |lead: &&Lead| lead.span.range().contains(&offset) || lead.span.end as usize == offset;
    // A link within a link, as an image, is the one that begins last.
    let lead = leads.iter().filter(holds).max_by_key(|lead| lead.span.start);
    let places: Vec<Location> = match lead.filter(|lead| !lead.to.is_empty()) {
        Some(lead) => lead.to.iter().filter_map(|place| location(seen, place)).collect(),
        None => {
            let (_, places, _) = task_at(seen.facts, &source.text, offset)?;
            let spans = definition(&seen.findings.sources, places);
            spans.into_iter().filter_map(|span| seen.view.location(span)).collect()
        }
    };
    written(places)
}

fn location(seen: &Seen<'_>, place: &Place) -> Option<Location> {
    match place.span {
        Some(span) => seen.view.location(span),
        None => Some(Location::new(seen.view.uri(&place.path)?, Range::default())),
    }
}

fn referred(seen: &Seen<'_>, source: &Source, offset: usize) -> Option<Value> {
    let (_, places, _) = task_at(seen.facts, &source.text, offset)?;
    let spans = references(&seen.findings.sources, places);
    written(spans.into_iter().filter_map(|span| seen.view.location(span)).collect::<Vec<_>>())
}

fn completed(seen: &Seen<'_>, source: &Source, offset: usize) -> Option<Value> {
    let found = complete(seen.facts, source, offset);
    let typed = |span: Span| source.slice(span);
    let item = |(at, Offer { text, detail, kind, span }): (usize, Offer)| CompletionItem {
        label: text.clone(),
        kind: Some(match kind {
            OfferKind::Task => CompletionItemKind::CONSTANT,
            OfferKind::Name => CompletionItemKind::ENUM_MEMBER,
            OfferKind::File => CompletionItemKind::FILE,
            OfferKind::Anchor => CompletionItemKind::REFERENCE,
        }),
        // Editors drop what does not begin as what was written; a task may be looked for by its name.
        filter_text: Some(if kind == OfferKind::Name {
            text.clone()
        } else {
            format!("{} {text} {detail}", typed(span)).trim_start().to_owned()
        }),
        sort_text: Some(format!("{at:05}")),
        text_edit: Some(CompletionTextEdit::Edit(TextEdit::new(seen.view.range(span), text))),
        detail: Some(detail).filter(|detail| !detail.is_empty()),
        ..CompletionItem::default()
    };
    let items = found.offers.into_iter().enumerate().map(item).collect();
    written(CompletionList { is_incomplete: found.cut, items })
}

fn outlined(seen: &Seen<'_>) -> Option<Value> {
    let text = seen.facts.texts.get(&seen.file)?;
    let all = symbols(text, seen.findings.sources.get(seen.file));
    Some(all.iter().map(|symbol| shown(seen, symbol)).collect())
}

fn shown(seen: &Seen<'_>, symbol: &Symbol) -> Value {
    let kind = if symbol.is_task { SymbolKind::CONSTANT } else { SymbolKind::STRING };
    json!({
        "name": symbol.name,
        "detail": symbol.detail,
        "kind": kind,
        "range": seen.view.range(symbol.span),
        "selectionRange": seen.view.range(symbol.words),
        "children": symbol.children.iter().map(|child| shown(seen, child)).collect::<Vec<_>>(),
    })
}

/// The edits that `waybook fmt` would make.
fn formatted(seen: &Seen<'_>) -> Value {
    let Some(text) = seen.facts.texts.get(&seen.file) else { return Value::Null };
    let sources = &seen.findings.sources;
    let found = layout_of(&text.document, seen.file, sources);
    let fixes: Vec<&Fix> = found.iter().filter_map(|found| found.mendable(Safety::Safe)).collect();
    let (edits, _) = together(seen.file, &sources.get(seen.file).text, &fixes);
    let edits: Vec<_> = edits.into_iter().cloned().collect();
    written(seen.view.edits(&edits)).unwrap_or_default()
}

/// Whether a request for actions is for those of a kind.
fn wants(params: &CodeActionParams, kind: &str) -> bool {
    let holds = |asked: &CodeActionKind| {
        kind.strip_prefix(asked.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    };
    params.context.only.as_ref().is_none_or(|asked| asked.iter().any(holds))
}

/// What can be done; `whole` is the text with everything mended, if that was asked for.
fn done(seen: &Seen<'_>, able: Abilities, params: &CodeActionParams, whole: Option<String>) -> Value {
    let at = |place| seen.view.offset(seen.file, place);
    let span = Span::new(seen.file, at(params.range.start), at(params.range.end));
    let source = seen.source();
    let name = |kind: Kind| if kind == Kind::Mend { "quickfix" } else { FIX_ALL };
    let mut all = actions(&seen.findings.diagnostics, source, span);
    all.retain(|action| wants(params, name(action.kind)));
    if let (Some(whole), Some(action)) = (whole, all.iter_mut().find(|action| action.kind == Kind::MendAll)) {
        let edit = |(range, replacement): (std::ops::Range<usize>, String)| Edit {
            span: Span::new(seen.file, range.start, range.end),
            replacement,
        };
        action.edits = changes(&source.text, &whole).into_iter().map(edit).collect();
    }
    all.iter().filter_map(|action| offered(seen, able, name(action.kind), action)).collect()
}

fn offered(seen: &Seen<'_>, able: Abilities, kind: &str, action: &Action) -> Option<Value> {
    let path = &seen.findings.sources.get(seen.file).path;
    let uri = seen.view.uri(path)?;
    let edits = seen.view.edits(&action.edits);
    let edit = if able.document_changes {
        let version = seen.view.open.get(path).map(|open| open.version);
        json!({ "documentChanges": [{ "textDocument": { "uri": uri, "version": version }, "edits": edits }] })
    } else {
        json!({ "changes": { uri.as_str(): edits } })
    };
    let mut offered = json!({ "title": action.title, "kind": kind, "edit": edit });
    if let Some(found) = action.found.and_then(|at| seen.findings.diagnostics.get(at)) {
        offered["diagnostics"] = json!([seen.view.finding(found)]);
    }
    if action.sure {
        offered["isPreferred"] = json!(true);
    }
    Some(offered)
}

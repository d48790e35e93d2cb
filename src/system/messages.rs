//! JSON-RPC messages over standard input and output, framed as the language server protocol frames them. What cannot be
//! read as a message is told as such, and the next one is read. Standard output belongs to the messages.

use std::io::{self, BufRead, Read, Write};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::Duration;

use lsp_server::{ErrorCode, Message};
use serde::Serialize;
use serde_json::Value;

use crate::error::Error;

/// No message is longer than this; a longer one is not taken in.
const MOST_BYTES: u64 = 256 * 1024 * 1024;
/// No line of a header is.
const MOST_HEADER: u64 = 8 * 1024;

/// What came in.
#[derive(Debug)]
pub enum Heard {
    /// A message.
    Message(Message),
    /// Something that is none: the id it names, if it names one, and what is wrong with it.
    Unreadable {
        /// The id of the request, or nothing.
        id: Value,
        /// Which error it is answered with.
        code: ErrorCode,
        /// What is wrong with it.
        reason: String,
    },
    /// Nothing in the time given.
    Nothing,
    /// The other side is gone.
    End,
}

/// The other side of standard input and output.
pub struct Peer(Receiver<Heard>);

impl Peer {
    /// Begins to read standard input.
    pub fn stdio() -> Self {
        let (sender, receiver) = channel();
        std::thread::spawn(move || listen(&mut io::stdin().lock(), &sender));
        Self(receiver)
    }

    /// The next message, or nothing after a while; without a while, waits for it.
    pub fn hear(&self, most: Option<Duration>) -> Heard {
        match most {
            None => self.0.recv().unwrap_or(Heard::End),
            Some(most) => self.0.recv_timeout(most).unwrap_or_else(|error| match error {
                RecvTimeoutError::Timeout => Heard::Nothing,
                RecvTimeoutError::Disconnected => Heard::End,
            }),
        }
    }

    /// Sends a message.
    pub fn say(&self, message: &impl Serialize) -> Result<(), Error> {
        let failed = |reason: &dyn ToString| Error::new("could not answer the editor", reason.to_string());
        let text = serde_json::to_string(message).map_err(|reason| failed(&reason))?;
        let mut out = io::stdout().lock();
        let sent = write!(out, "Content-Length: {}\r\n\r\n{text}", text.len()).and_then(|()| out.flush());
        sent.map_err(|reason| failed(&reason))
    }
}

fn listen(input: &mut impl BufRead, sender: &Sender<Heard>) {
    while let Some(heard) = next(input).unwrap_or_default() {
        if sender.send(heard).is_err() {
            return;
        }
    }
}

/// The next message; nothing at the end of the input. Lines that are no header are skipped.
fn next(input: &mut impl BufRead) -> io::Result<Option<Heard>> {
    let mut length: Option<u64> = None;
    loop {
        let mut line = Vec::new();
        if input.by_ref().take(MOST_HEADER).read_until(b'\n', &mut line)? == 0 {
            return Ok(None);
        }
        let line = String::from_utf8_lossy(&line);
        let line = line.trim();
        let header = line.split_once(':').filter(|(name, _)| name.eq_ignore_ascii_case("content-length"));
        length = header.map_or(length, |(_, value)| value.trim().parse().ok());
        match length {
            Some(length) if line.is_empty() && length > MOST_BYTES => {
                io::copy(&mut input.by_ref().take(length), &mut io::sink())?;
                return Ok(Some(unreadable(Value::Null, ErrorCode::InvalidRequest, "the message is too long")));
            }
            Some(length) if line.is_empty() => {
                let mut body = Vec::new();
                let read = input.by_ref().take(length).read_to_end(&mut body)? as u64;
                return Ok((read == length).then(|| parsed(&body)));
            }
            _ => {}
        }
    }
}

fn parsed(body: &[u8]) -> Heard {
    let value: Value = match serde_json::from_slice(body) {
        Ok(value) => value,
        Err(error) => return unreadable(Value::Null, ErrorCode::ParseError, &error.to_string()),
    };
    let id = value.get("id").filter(|id| id.is_number() || id.is_string()).cloned().unwrap_or_default();
    // A request whose id we cannot read is no notification.
    let is_request = value.get("id").is_some() && value.get("method").is_some();
    let read = if is_request {
        serde_json::from_value(value).map(Message::Request)
    } else {
        serde_json::from_value::<Message>(value)
    };
    match read {
        Ok(message) => Heard::Message(message),
        Err(_) => unreadable(id, ErrorCode::InvalidRequest, "it is no request, notification or response"),
    }
}

fn unreadable(id: Value, code: ErrorCode, reason: &str) -> Heard {
    Heard::Unreadable { id, code, reason: reason.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn heard(input: &str) -> Vec<String> {
        let mut input = input.as_bytes();
        let mut all = Vec::new();
        while let Some(heard) = next(&mut input).expect("memory can be read") {
            all.push(match heard {
                Heard::Message(Message::Notification(notification)) => notification.method,
                Heard::Message(Message::Request(request)) => format!("{}?", request.method),
                Heard::Unreadable { id, code, .. } => format!("{id} {}", code as i32),
                other => format!("{other:?}"),
            });
        }
        all
    }

    fn framed(body: &str) -> String {
        format!("Content-Length: {}\r\n\r\n{body}", body.len())
    }

    #[test]
    fn messages_are_read_one_after_another_past_those_that_are_none() {
        let input = [
            &framed(r#"{"jsonrpc":"2.0","method":"ä"}"#),
            "noise\r\n",
            &framed("{"),
            &framed("[]"),
            &framed(r#"{"id":99999999999,"method":"x"}"#),
            "content-type: x\r\ncontent-length: 22\r\n\r\n{\"id\":1,\"method\":\"m\"} ",
        ]
        .concat();
        assert_eq!(heard(&input), ["ä", "null -32700", "null -32600", "99999999999 -32600", "m?"]);
    }

    #[test]
    fn a_message_that_is_cut_off_is_the_end() {
        for input in ["", "Content-Length: 5", "Content-Length: 5\r\n\r\n{}", "Content-Length: -1\r\n\r\n{}"] {
            assert_eq!(heard(input), Vec::<String>::new(), "{input:?}");
        }
    }
}

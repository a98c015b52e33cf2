//! Statements as a stream of N-Quads, made on a thread of its own.

use std::io::{self, Read};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::Scope;

use super::super::client::Observer;
use super::super::statement::Source;
use crate::error::{Error, Result};

/// Bytes of text that are handed over at once.
const PART: usize = 1 << 20;

/// Some statements, or their end.
enum Part {
    Lines(Vec<u8>, u64),
    End,
}

/// The statements of a source as bytes. A source that fails is a text that breaks off.
pub(super) struct Text<'a> {
    receiver: Receiver<Part>,
    part: Vec<u8>,
    at: usize,
    observer: Option<&'a mut dyn Observer>,
    is_whole: bool,
}

/// What a source said while it was read.
pub(super) type Outcome<'scope> = std::thread::ScopedJoinHandle<'scope, Result<()>>;

impl<'a> Text<'a> {
    /// Starts to read a source; the observer hears of what is taken.
    pub(super) fn start<'scope>(
        threads: &'scope Scope<'scope, '_>,
        source: &'scope dyn Source,
        observer: Option<&'a mut dyn Observer>,
    ) -> (Self, Outcome<'scope>) {
        let (sender, receiver) = sync_channel(2);
        let outcome = threads.spawn(move || produce(source, &sender));
        (Self { receiver, part: Vec::new(), at: 0, observer, is_whole: false }, outcome)
    }

    /// Whether the text came to its end: one that breaks off must not be stored.
    pub(super) fn end(&self) -> io::Result<()> {
        if self.is_whole { Ok(()) } else { Err(io::ErrorKind::UnexpectedEof.into()) }
    }
}

impl Read for Text<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.at == self.part.len() && !self.is_whole {
            match self.receiver.recv() {
                Ok(Part::Lines(part, statements)) => {
                    (self.part, self.at) = (part, 0);
                    if let Some(observer) = &mut self.observer {
                        observer.sent(statements);
                    }
                }
                Ok(Part::End) => self.is_whole = true,
                Err(_) => return Err(io::ErrorKind::UnexpectedEof.into()),
            }
        }
        let length = buffer.len().min(self.part.len() - self.at);
        buffer[..length].copy_from_slice(&self.part[self.at..self.at + length]);
        self.at += length;
        Ok(length)
    }
}

fn produce(source: &dyn Source, sender: &SyncSender<Part>) -> Result<()> {
    // Nobody reads on: whoever stopped knows why.
    let closed = |_| Error::Store { cause: "loading stopped".into() };
    let (mut text, mut statements) = (Vec::with_capacity(PART), 0);
    source.each(&mut |statement| {
        text.extend_from_slice(statement.triple.as_bytes());
        if let Some(graph) = statement.graph {
            text.push(b' ');
            text.extend_from_slice(graph.as_bytes());
        }
        text.extend_from_slice(b" .\n");
        statements += 1;
        if text.len() >= PART {
            let part = std::mem::replace(&mut text, Vec::with_capacity(PART));
            sender.send(Part::Lines(part, std::mem::take(&mut statements))).map_err(closed)?;
        }
        Ok(())
    })?;
    sender.send(Part::Lines(text, statements)).map_err(closed)?;
    sender.send(Part::End).map_err(closed)
}

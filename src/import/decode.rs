//! A stream of bytes in any encoding and with any line ends, read as UTF-8 with `\n`.

use std::io::{self, BufRead, Read};

use encoding_rs::{CoderResult, Decoder, Encoding};

/// Reads `R` as UTF-8. A byte order mark is taken off, and its encoding wins over the one named. What cannot be decoded
/// becomes U+FFFD, which no field accepts, so that the row at fault is reported and not the file. Every line ends in one
/// `\n`, the last one too, so that lines can be counted.
pub struct Utf8<R> {
    inner: R,
    decoder: Decoder,
    buffer: Vec<u8>,
    consumed: usize,
    after_return: bool,
    finished: bool,
}

/// Room for decoded text; the longest code point needs four bytes.
const ROOM: usize = 16 * 1024;

impl<R: BufRead> Utf8<R> {
    /// A reader over bytes in that encoding.
    pub fn new(inner: R, encoding: &'static Encoding) -> Self {
        Self {
            inner,
            decoder: encoding.new_decoder(),
            buffer: Vec::new(),
            consumed: 0,
            after_return: false,
            finished: false,
        }
    }

    fn refill(&mut self) -> io::Result<()> {
        self.consumed = 0;
        self.buffer.clear();
        while self.buffer.is_empty() && !self.finished {
            self.buffer.resize(ROOM, 0);
            let source = self.inner.fill_buf()?;
            let last = source.is_empty();
            let (result, read, written, _) = self.decoder.decode_to_utf8(source, &mut self.buffer, last);
            self.inner.consume(read);
            self.buffer.truncate(written);
            self.unify_line_ends();
            self.finished = last && result == CoderResult::InputEmpty;
            if self.finished {
                self.buffer.push(b'\n');
            }
        }
        Ok(())
    }

    fn unify_line_ends(&mut self) {
        let after_return = &mut self.after_return;
        self.buffer.retain_mut(|byte| {
            let second_half = *byte == b'\n' && *after_return;
            *after_return = *byte == b'\r';
            if *after_return {
                *byte = b'\n';
            }
            !second_half
        });
    }
}

impl<R: BufRead> Read for Utf8<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        if self.consumed == self.buffer.len() {
            if self.finished {
                return Ok(0);
            }
            self.refill()?;
        }
        let mut rest = self.buffer.get(self.consumed..).unwrap_or_default();
        let count = rest.read(out)?;
        self.consumed += count;
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use encoding_rs::{UTF_8, WINDOWS_1252};

    fn decoded(bytes: &[u8], encoding: &'static Encoding) -> String {
        let mut text = String::new();
        // A tiny buffer makes sequences fall across its edges.
        Utf8::new(io::BufReader::with_capacity(3, bytes), encoding).read_to_string(&mut text).unwrap();
        text
    }

    #[test]
    fn encodings_become_utf_8() {
        assert_eq!(decoded("naïve €".as_bytes(), UTF_8), "naïve €\n");
        assert_eq!(decoded(b"na\xefve \x80", WINDOWS_1252), "naïve €\n");
        assert_eq!(decoded(b"\xef\xbb\xbfname", UTF_8), "name\n");
        assert_eq!(decoded(b"\xff\xfen\0a\0", UTF_8), "na\n");
        assert_eq!(decoded(b"", UTF_8), "\n");
    }

    #[test]
    fn line_ends_become_one() {
        assert_eq!(decoded(b"a\r\nb\nc\rd\r\r\n\ne", UTF_8), "a\nb\nc\nd\n\n\ne\n");
    }

    #[test]
    fn what_cannot_be_decoded_is_marked() {
        assert_eq!(decoded(b"a\xffb", UTF_8), "a\u{fffd}b\n");
        assert_eq!(decoded(b"a\xe2\x82", UTF_8), "a\u{fffd}\n");
    }

    #[test]
    fn a_long_stream_is_read_to_its_end() {
        let text = "é".repeat(20_000);
        assert_eq!(decoded(text.as_bytes(), UTF_8), format!("{text}\n"));
    }
}

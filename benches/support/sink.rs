//! A mail server that takes everything at once and remembers when: the far end of letters, faster than any sender.
//!
//! In: connections. Out: for each letter its recipient, its text and the moment of its 250. Keeps nothing on disk.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

/// A letter that was taken.
#[derive(Debug, Clone)]
pub struct Taken {
    pub recipient: String,
    pub content: Vec<u8>,
    pub at: Instant,
}

/// The server; it lives as long as the process.
#[derive(Debug, Clone)]
pub struct Sink {
    pub port: u16,
    taken: Arc<Mutex<Vec<Taken>>>,
    /// It takes so long over each letter.
    pause: Duration,
}

impl Sink {
    /// Opens it on a port of loopback.
    pub fn open() -> Self {
        Self::slow(Duration::ZERO)
    }

    /// The same for one that takes so long over each letter.
    pub fn slow(pause: Duration) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let sink = Self { port: listener.local_addr().unwrap().port(), taken: Arc::default(), pause };
        let serving = sink.clone();
        thread::spawn(move || {
            for stream in listener.incoming() {
                let (stream, sink) = (stream.unwrap(), serving.clone());
                thread::spawn(move || drop(sink.serve(stream)));
            }
        });
        sink
    }

    /// How many letters were taken so far.
    pub fn count(&self) -> usize {
        self.taken.lock().unwrap().len()
    }

    /// What was taken so far.
    pub fn look(&self) -> Vec<Taken> {
        self.taken.lock().unwrap().clone()
    }

    /// Hands out what was taken so far, and forgets it.
    pub fn take(&self) -> Vec<Taken> {
        std::mem::take(&mut self.taken.lock().unwrap())
    }

    fn serve(&self, stream: TcpStream) -> std::io::Result<()> {
        stream.set_nodelay(true)?;
        let mut input = BufReader::with_capacity(65_536, stream.try_clone()?);
        let mut output = stream;
        output.write_all(b"220 sink.test ESMTP\r\n")?;
        let (mut line, mut recipient) = (Vec::new(), String::new());
        let mut answers = Vec::new();
        loop {
            // Answers to pipelined commands leave together.
            if input.buffer().is_empty() && !answers.is_empty() {
                output.write_all(&answers)?;
                answers.clear();
            }
            line.clear();
            if input.read_until(b'\n', &mut line)? == 0 {
                return Ok(());
            }
            let text = String::from_utf8_lossy(&line).to_ascii_uppercase();
            match text.get(..4).unwrap_or_default() {
                "EHLO" => answers.extend_from_slice(b"250-sink.test\r\n250-PIPELINING\r\n250-SIZE\r\n250 8BITMIME\r\n"),
                "RCPT" => {
                    let written = String::from_utf8_lossy(&line).into_owned();
                    recipient = written.split(['<', '>']).nth(1).unwrap_or_default().to_owned();
                    answers.extend_from_slice(b"250 2.1.5 ok\r\n");
                }
                "DATA" => {
                    answers.extend_from_slice(b"354 go on\r\n");
                    output.write_all(&std::mem::take(&mut answers))?;
                    let content = body(&mut input)?;
                    thread::sleep(self.pause);
                    // It has the letter, whether or not anybody still hears that.
                    self.taken.lock().unwrap().push(Taken {
                        recipient: recipient.clone(),
                        content,
                        at: Instant::now(),
                    });
                    output.write_all(b"250 2.0.0 taken\r\n")?;
                }
                "QUIT" => return output.write_all(b"221 bye\r\n"),
                _ => answers.extend_from_slice(b"250 2.0.0 ok\r\n"),
            }
        }
    }
}

fn body(input: &mut BufReader<TcpStream>) -> std::io::Result<Vec<u8>> {
    let mut content = Vec::new();
    loop {
        let begin = content.len();
        if input.read_until(b'\n', &mut content)? == 0 {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
        if &content[begin..] == b".\r\n" {
            content.truncate(begin);
            return Ok(content);
        }
    }
}

/// Sends these letters over so many connections at once, each its share, the envelope pipelined, as fast as can be;
/// nothing is written down.
pub fn bare_senders(port: u16, letters: &[Taken], connections: usize) -> std::io::Result<()> {
    let share = letters.len().div_ceil(connections).max(1);
    thread::scope(|scope| {
        let senders: Vec<_> =
            letters.chunks(share).map(|share| scope.spawn(move || bare_sender(port, share))).collect();
        senders.into_iter().try_for_each(|sender| sender.join().unwrap())
    })
}

fn bare_sender(port: u16, letters: &[Taken]) -> std::io::Result<()> {
    let stream = TcpStream::connect(("127.0.0.1", port))?;
    stream.set_nodelay(true)?;
    let mut stream = BufReader::new(stream);
    let mut line = String::new();
    stream.read_line(&mut line)?;
    stream.get_mut().write_all(b"EHLO bare.example\r\n")?;
    while !line.starts_with("250 ") {
        line.clear();
        stream.read_line(&mut line)?;
    }
    for letter in letters {
        let envelope = format!("MAIL FROM:<kantor@dinkes.example>\r\nRCPT TO:<{}>\r\nDATA\r\n", letter.recipient);
        stream.get_mut().write_all(envelope.as_bytes())?;
        for _ in 0..3 {
            line.clear();
            stream.read_line(&mut line)?;
        }
        stream.get_mut().write_all(&[letter.content.as_slice(), b".\r\n"].concat())?;
        line.clear();
        stream.read_line(&mut line)?;
        assert!(line.starts_with("250"), "{line}");
    }
    Ok(())
}

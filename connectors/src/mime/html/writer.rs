//! Writes words, lines, lists and quotations; white space is kept as a browser would.
//!
//! In: what the document asks for, in order. Out: plain text.

/// Depth of quotation and of lists beyond which nothing more is marked.
const DEPTH: usize = 4;
/// Bytes of a link's target beyond which it is not shown.
const TARGET: usize = 500;

/// The text under way.
#[derive(Debug)]
pub(super) struct Writer {
    out: String,
    /// Line ends owed before the next word: at most two.
    owed: usize,
    space: bool,
    preserve: bool,
    quotes: usize,
    lists: Vec<Option<u32>>,
    deeper_lists: usize,
    link: Option<(usize, String)>,
}

impl Writer {
    /// An empty text for which `room` bytes are set aside.
    pub(super) fn new(room: usize) -> Self {
        Self {
            out: String::with_capacity(room),
            owed: 0,
            space: false,
            preserve: false,
            quotes: 0,
            lists: Vec::new(),
            deeper_lists: 0,
            link: None,
        }
    }

    /// Text with its white space folded, unless it is to be preserved.
    pub(super) fn words(&mut self, text: &str) {
        if self.preserve {
            return self.preserved(text);
        }
        for word in text.split_inclusive(is_space) {
            let bare = word.trim_end_matches(is_space);
            if !bare.is_empty() {
                self.word(bare);
            }
            if bare.len() < word.len() {
                self.space = true;
            }
        }
    }

    /// One word as it is.
    pub(super) fn word(&mut self, word: &str) {
        self.settle();
        self.out.push_str(word);
    }

    fn preserved(&mut self, text: &str) {
        for (index, line) in text.split('\n').enumerate() {
            if index > 0 {
                self.line_break();
            }
            let line = line.trim_end_matches('\r');
            if !line.is_empty() {
                self.word(line);
            }
        }
    }

    /// Pays the owed line ends and space before something is written.
    fn settle(&mut self) {
        let at_start = self.out.is_empty();
        if self.owed > 0 || at_start {
            for _ in 0..if at_start { 0 } else { self.owed } {
                self.out.push('\n');
            }
            for _ in 0..self.quotes.min(DEPTH) {
                self.out.push_str("> ");
            }
            self.owed = 0;
        } else if self.space && !self.preserve {
            self.out.push(' ');
        }
        self.space = false;
    }

    /// A line ends here; another one if it has ended already, but no third.
    pub(super) fn line_break(&mut self) {
        self.owed = (self.owed + 1).min(3);
        self.space = false;
    }

    /// What follows stands on a line of its own.
    pub(super) fn new_line(&mut self) {
        self.owed = self.owed.max(1);
        self.space = false;
    }

    /// What follows stands after an empty line.
    pub(super) fn paragraph(&mut self) {
        self.owed = self.owed.max(if self.lists.is_empty() { 2 } else { 1 });
        self.space = false;
    }

    /// White space counts from here on, or no longer.
    pub(super) fn preserve(&mut self, on: bool) {
        self.preserve = on;
    }

    /// A quotation begins or ends.
    pub(super) fn quote(&mut self, begins: bool) {
        self.new_line();
        self.quotes = if begins { self.quotes.saturating_add(1) } else { self.quotes.saturating_sub(1) };
    }

    /// A list begins; `first` is the number of its first item, if it is numbered.
    pub(super) fn list(&mut self, first: Option<u32>) {
        self.paragraph();
        if self.lists.len() < DEPTH { self.lists.push(first) } else { self.deeper_lists += 1 }
    }

    /// The innermost list ends.
    pub(super) fn end_list(&mut self) {
        if self.deeper_lists > 0 {
            self.deeper_lists -= 1;
        } else {
            self.lists.pop();
        }
        self.paragraph();
    }

    /// An item begins.
    pub(super) fn item(&mut self) {
        self.new_line();
        let indent = "  ".repeat(self.lists.len().saturating_sub(1));
        let mark = match self.lists.last_mut() {
            Some(Some(number)) => {
                let mark = format!("{indent}{number}.");
                *number = number.saturating_add(1);
                mark
            }
            Some(None) | None => format!("{indent}-"),
        };
        self.word(&mark);
        self.space = true;
    }

    /// A cell of a table begins.
    pub(super) fn cell(&mut self) {
        if self.owed == 0 && !self.out.is_empty() {
            self.out.truncate(self.out.trim_end_matches(' ').len());
            self.out.push_str("  ");
            self.space = false;
        }
    }

    /// A link begins.
    pub(super) fn link(&mut self, target: Option<String>) {
        self.link = target.map(|target| (self.out.len(), target));
    }

    /// The link ends: its target is shown where it says more than its words.
    pub(super) fn end_link(&mut self) {
        let Some((start, target)) = self.link.take() else { return };
        let target = target.trim();
        let bare = target.strip_prefix("mailto:").unwrap_or(target);
        let shown = self.out.get(start..).unwrap_or("");
        let worth = target.starts_with("http://") || target.starts_with("https://") || target.starts_with("mailto:");
        let said = shown.contains(bare.trim_end_matches('/')) || shown.trim().is_empty();
        if worth && !said && bare.len() <= TARGET && !bare.contains(char::is_whitespace) {
            self.out.push_str(&format!(" ({bare})"));
        }
    }

    /// The whole text, ended by one line end.
    pub(super) fn finish(mut self) -> String {
        self.out.truncate(self.out.trim_end().len());
        if !self.out.is_empty() {
            self.out.push('\n');
        }
        self.out
    }
}

fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{A0}' | '\u{202F}' | '\u{200B}' | '\u{AD}')
}

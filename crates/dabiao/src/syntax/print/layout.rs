//! From a `Doc`, a text with places where it may be broken, to lines of a given width, after Philip Wadler's
//! "A prettier printer". Blanks are lazy: they are written only when something follows on the same line, so that a
//! comment may stand anywhere. It knows nothing of the language but that a comment ends its line.

/// A piece of text to be laid out.
#[derive(Clone, Debug)]
pub(super) enum Doc {
    /// Words without a line break.
    Text(String),
    /// A blank, unless a line begins or ends here.
    Space,
    /// A line break where its group is broken, else this text, which is empty or blank.
    Line(&'static str),
    /// A line break always.
    Hard,
    /// A line break and an empty line, always.
    Blank,
    /// A comment: on a line of its own, or behind what stands on the line. It breaks the groups around it.
    Comment {
        /// The text with its `#`.
        text: String,
        /// Whether it stands on a line of its own.
        own_line: bool,
    },
    /// Parts that stand on one line, or are broken at each `Line` that is directly in the group.
    Group(Vec<Doc>),
    /// Parts whose new lines are indented by so many blanks more.
    Nest(usize, Vec<Doc>),
}

/// Lays `docs` out in lines of `width` columns, where they can be broken. A full-width character takes two columns.
pub(super) fn render(docs: &[Doc], width: usize) -> String {
    let mut output = Output { text: String::new(), column: 0, breaks: 0, indent: 0, blanks: "", comment: false };
    let mut stack: Vec<Task> = docs.iter().rev().map(|doc| Task { indent: 0, broken: true, doc }).collect();
    while let Some(task) = stack.pop() {
        match task.doc {
            Doc::Text(text) => output.write(text),
            Doc::Space => output.blank(" "),
            Doc::Line(flat) if !task.broken => output.blank(flat),
            Doc::Line(_) | Doc::Hard => output.new_line(1, task.indent),
            Doc::Blank => output.new_line(2, task.indent),
            Doc::Comment { text, own_line } => output.comment(text, *own_line, task.indent),
            Doc::Group(parts) => {
                let broken = !fits(width.saturating_sub(output.next_column()), parts, &stack);
                stack.extend(parts.iter().rev().map(|doc| Task { broken, doc, ..task }));
            }
            Doc::Nest(by, parts) => {
                let indent = task.indent + by;
                stack.extend(parts.iter().rev().map(|doc| Task { indent, doc, ..task }));
            }
        }
    }
    output.text
}

/// A doc to be written, with the indentation of new lines and whether its group is broken.
#[derive(Clone, Copy)]
struct Task<'d> {
    indent: usize,
    broken: bool,
    doc: &'d Doc,
}

/// Whether `parts`, on one line, and what follows up to the next place for a line break take at most `width` columns.
fn fits(width: usize, parts: &[Doc], rest: &[Task]) -> bool {
    let mut left = width;
    let mut inside: Vec<&Doc> = parts.iter().rev().collect();
    while let Some(doc) = inside.pop() {
        let columns = match doc {
            Doc::Text(text) => columns(text),
            Doc::Space => 1,
            Doc::Line(flat) => flat.len(),
            Doc::Hard | Doc::Blank | Doc::Comment { .. } => return false,
            Doc::Group(parts) | Doc::Nest(_, parts) => {
                inside.extend(parts.iter().rev());
                0
            }
        };
        match left.checked_sub(columns) {
            Some(fewer) => left = fewer,
            None => return false,
        }
    }
    rest_fits(left, rest)
}

fn rest_fits(width: usize, rest: &[Task]) -> bool {
    let mut left = width;
    let mut outside: Vec<(&Doc, bool)> = Vec::new();
    let mut following = rest.iter().rev();
    loop {
        let Some((doc, broken)) = outside.pop().or_else(|| following.next().map(|task| (task.doc, task.broken))) else {
            return true;
        };
        let columns = match doc {
            Doc::Text(text) => columns(text),
            Doc::Space => 1,
            Doc::Line(flat) if !broken => flat.len(),
            Doc::Line(_) | Doc::Hard | Doc::Blank | Doc::Comment { .. } => return true,
            Doc::Group(parts) => {
                outside.extend(parts.iter().rev().map(|part| (part, true)));
                0
            }
            Doc::Nest(_, parts) => {
                outside.extend(parts.iter().rev().map(|part| (part, broken)));
                0
            }
        };
        match left.checked_sub(columns) {
            Some(fewer) => left = fewer,
            None => return false,
        }
    }
}

/// The columns that a text takes on a screen, nearly: wide characters are those of East Asian scripts.
fn columns(text: &str) -> usize {
    let wide = |letter: char| matches!(letter, '\u{1100}'..='\u{115F}' | '\u{2E80}'..='\u{A4CF}' | '\u{AC00}'..='\u{D7A3}' | '\u{F900}'..='\u{FAFF}' | '\u{FE30}'..='\u{FE6F}' | '\u{FF00}'..='\u{FF60}' | '\u{20000}'..='\u{3FFFD}');
    text.chars().map(|letter| 1 + usize::from(wide(letter))).sum()
}

/// The text written so far, and the blanks and breaks that what comes next will stand behind.
struct Output {
    text: String,
    column: usize,
    /// Line breaks owed: 0, 1, or 2 for an empty line.
    breaks: usize,
    /// The indentation owed after them.
    indent: usize,
    /// Blanks owed where no break is.
    blanks: &'static str,
    /// Whether the line ends with a comment.
    comment: bool,
}

impl Output {
    fn blank(&mut self, blanks: &'static str) {
        if blanks.len() > self.blanks.len() {
            self.blanks = blanks;
        }
    }

    fn new_line(&mut self, breaks: usize, indent: usize) {
        if !self.text.is_empty() {
            self.breaks = self.breaks.max(breaks);
            self.indent = indent;
        }
    }

    /// The column at which the next text would begin.
    fn next_column(&self) -> usize {
        if self.breaks > 0 { self.indent } else { self.column + self.blanks.len() }
    }

    fn write(&mut self, text: &str) {
        if self.breaks > 0 {
            self.text.extend(std::iter::repeat_n('\n', self.breaks));
            self.text.extend(std::iter::repeat_n(' ', self.indent));
            self.column = self.indent;
        } else {
            self.text.push_str(self.blanks);
            self.column += self.blanks.len();
        }
        self.text.push_str(text);
        self.column += columns(text);
        (self.breaks, self.blanks, self.comment) = (0, "", false);
    }

    /// Writes a comment. Behind a text it stands before the breaks that are owed, which then follow it.
    fn comment(&mut self, text: &str, own_line: bool, indent: usize) {
        if own_line || self.comment || self.text.is_empty() {
            self.new_line(1, indent);
            self.write(text);
            self.breaks = 1;
        } else {
            self.text.push(' ');
            self.text.push_str(text);
            self.breaks = self.breaks.max(1);
        }
        (self.indent, self.comment) = (indent, true);
    }
}

//! The hand that writes a `Doc`: it spells words in its language, and sets down each comment where the tree comes to the
//! place that the comment had in the source, so that none is lost and their order stays.

use super::layout::Doc;
use super::tokens;
use crate::language::Language;
use crate::span::Span;
use crate::syntax::ast::{Comment, DateLiteral, Labelled, Labels, Name, Path, Text};
use crate::syntax::words::Meaning;

/// Collects the `Doc` of one text.
pub(super) struct Printer<'a> {
    /// The language of the keywords.
    pub(super) language: Language,
    /// The comments that were not set down yet.
    comments: &'a [Comment],
    docs: Vec<Doc>,
}

impl<'a> Printer<'a> {
    pub(super) fn new(language: Language, comments: &'a [Comment]) -> Printer<'a> {
        Printer { language, comments, docs: Vec::new() }
    }

    /// What was written.
    pub(super) fn finish(self) -> Vec<Doc> {
        self.docs
    }

    /// Whether comments are left.
    pub(super) fn has_comments(&self) -> bool {
        !self.comments.is_empty()
    }

    /// Sets down the comments that stand before a place of the source.
    pub(super) fn comments_before(&mut self, place: u32) {
        while let [comment, rest @ ..] = self.comments {
            if comment.span.start >= place {
                break;
            }
            self.docs.push(Doc::Comment { text: comment.text.clone(), own_line: comment.own_line });
            self.comments = rest;
        }
    }

    pub(super) fn text(&mut self, text: impl Into<String>) {
        self.docs.push(Doc::Text(text.into()));
    }

    /// A token of the source, behind the comments that stand before it.
    pub(super) fn token(&mut self, span: Span, text: impl Into<String>) {
        self.comments_before(span.start);
        self.text(text);
    }

    pub(super) fn word(&mut self, meaning: Meaning) {
        self.text(tokens::keyword(meaning, self.language));
    }

    /// A keyword with a blank on either side.
    pub(super) fn infix(&mut self, meaning: Meaning) {
        self.space();
        self.word(meaning);
        self.space();
    }

    pub(super) fn space(&mut self) {
        self.docs.push(Doc::Space);
    }

    /// A line break where the group is broken, else `flat`.
    pub(super) fn line(&mut self, flat: &'static str) {
        self.docs.push(Doc::Line(flat));
    }

    pub(super) fn hard_line(&mut self) {
        self.docs.push(Doc::Hard);
    }

    pub(super) fn blank_line(&mut self) {
        self.docs.push(Doc::Blank);
    }

    /// What `write` writes, on one line or broken at its own places.
    pub(super) fn group(&mut self, write: impl FnOnce(&mut Self)) {
        let parts = self.apart(write);
        self.docs.push(Doc::Group(parts));
    }

    /// What `write` writes, its new lines indented by `by` more.
    pub(super) fn nest(&mut self, by: usize, write: impl FnOnce(&mut Self)) {
        let parts = self.apart(write);
        self.docs.push(Doc::Nest(by, parts));
    }

    fn apart(&mut self, write: impl FnOnce(&mut Self)) -> Vec<Doc> {
        let before = std::mem::take(&mut self.docs);
        write(self);
        std::mem::replace(&mut self.docs, before)
    }

    /// `{`, what `write` writes on lines of its own with the comments up to the place `close`, and `}`.
    pub(super) fn block(&mut self, close: u32, write: impl FnOnce(&mut Self)) {
        self.text("{");
        let parts = self.apart(|printer| {
            write(printer);
            printer.comments_before(close);
        });
        if !parts.is_empty() {
            self.docs.push(Doc::Nest(2, parts));
            self.hard_line();
        }
        self.text("}");
    }

    /// `open`, what `write` writes, the comments up to the place `close`, and `shut`, broken after `open` if need be.
    pub(super) fn enclosed(&mut self, (open, shut): (&str, &str), close: u32, write: impl FnOnce(&mut Self)) {
        self.text(open);
        self.group(|printer| {
            printer.nest(2, |printer| {
                printer.line("");
                write(printer);
                printer.comments_before(close);
            });
            printer.line("");
        });
        self.text(shut);
    }

    /// Items with `mark` between them, each beginning at the place that `start` tells.
    pub(super) fn list<T>(
        &mut self,
        items: &[T],
        mark: &str,
        start: impl Fn(&T) -> u32,
        write: impl Fn(&mut Self, &T, bool),
    ) {
        for (index, item) in items.iter().enumerate() {
            if index > 0 {
                self.text(mark);
                self.comments_before(start(item));
                self.line(" ");
            }
            write(self, item, index + 1 == items.len());
        }
    }

    pub(super) fn name(&mut self, name: &Name) {
        self.token(name.span, tokens::name(&name.text));
    }

    /// Names with commas between them, as many on a line as fit.
    pub(super) fn names(&mut self, names: &[Name]) {
        self.fill(names, |name| name.span.start, |printer, name| printer.name(name));
    }

    /// Items with commas between them, as many on a line as fit.
    pub(super) fn fill<T>(&mut self, items: &[T], start: impl Fn(&T) -> u32, write: impl Fn(&mut Self, &T)) {
        for (index, item) in items.iter().enumerate() {
            if index > 0 {
                self.text(",");
                self.comments_before(start(item));
            }
            self.group(|printer| {
                if index > 0 {
                    printer.line(" ");
                }
                write(printer, item);
            });
        }
    }

    pub(super) fn path(&mut self, path: &Path) {
        let names: Vec<String> = path.names.iter().map(|name| tokens::name(&name.text)).collect();
        self.token(path.span, names.join("."));
    }

    /// The base of a rate, which may stand behind a number.
    pub(super) fn base(&mut self, path: &Path) {
        let mut names = path.names.iter().map(|name| &name.text);
        let first = names.next().map(|first| tokens::name_after_number(first));
        let names: Vec<String> = first.into_iter().chain(names.map(|name| tokens::name(name))).collect();
        self.token(path.span, names.join("."));
    }

    pub(super) fn quoted(&mut self, text: &Text) {
        self.token(text.span, tokens::text(&text.value));
    }

    /// Texts that say something, broken between the languages if they are long.
    pub(super) fn labels(&mut self, labels: &Labels) {
        self.group(|printer| {
            printer.quoted(&labels.en);
            if let Some(zh) = &labels.zh {
                printer.comments_before(zh.span.start);
                printer.line(" ");
                printer.label_in_chinese(zh);
            }
        });
    }

    fn label_in_chinese(&mut self, zh: &Text) {
        self.text("|");
        self.space();
        self.quoted(zh);
    }

    /// A name with its labels, on one line however long.
    pub(super) fn labelled(&mut self, labelled: &Labelled) {
        self.name(&labelled.name);
        if let Some(labels) = &labelled.labels {
            self.space();
            self.quoted(&labels.en);
            if let Some(zh) = &labels.zh {
                self.comments_before(zh.span.start);
                self.space();
                self.label_in_chinese(zh);
            }
        }
    }

    /// A keyword and the date that stands behind it.
    pub(super) fn dated(&mut self, meaning: Meaning, date: &DateLiteral) {
        self.comments_before(date.span.start);
        self.infix(meaning);
        self.text(tokens::date(date.period, self.language));
    }
}

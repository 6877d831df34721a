//! A JSON value without floats, and its one way of being written: sorted keys, two blanks of indentation. An own writer,
//! so that no feature of a shared library can change the bytes.

use std::fmt::Write as _;

use crate::order::sorted;

/// A JSON value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Json {
    Null,
    Flag(bool),
    Count(i64),
    Text(String),
    List(Vec<Json>),
    Object(Vec<(&'static str, Json)>),
}

impl Json {
    pub(super) fn text(text: impl ToString) -> Json {
        Json::Text(text.to_string())
    }

    pub(super) fn count(count: usize) -> Json {
        Json::Count(i64::try_from(count).unwrap_or(i64::MAX))
    }

    pub(super) fn texts<T: ToString>(texts: impl IntoIterator<Item = T>) -> Json {
        Json::List(texts.into_iter().map(Json::text).collect())
    }

    pub(super) fn list<T>(items: &[T], make: impl FnMut(&T) -> Json) -> Json {
        Json::List(items.iter().map(make).collect())
    }

    /// What `make` gives, or null.
    pub(super) fn maybe<T>(value: Option<T>, make: impl FnOnce(T) -> Json) -> Json {
        value.map_or(Json::Null, make)
    }

    /// The text of a whole document, with a line end.
    pub(super) fn document(self) -> String {
        let mut out = String::new();
        write(&self, 0, &mut out);
        out.push('\n');
        out
    }
}

fn write(value: &Json, depth: usize, out: &mut String) {
    match value {
        Json::Null => out.push_str("null"),
        Json::Flag(flag) => out.push_str(if *flag { "true" } else { "false" }),
        Json::Count(count) => out.push_str(&count.to_string()),
        Json::Text(text) => write_text(text, out),
        Json::List(items) => write_between('[', ']', items.iter(), depth, out, |item, out| write(item, depth + 1, out)),
        Json::Object(members) => {
            let members = sorted(members.iter().collect(), |(key, _), (other, _)| key.cmp(other));
            write_between('{', '}', members.into_iter(), depth, out, |(key, value), out| {
                write_text(key, out);
                out.push_str(": ");
                write(value, depth + 1, out);
            });
        }
    }
}

fn write_between<T>(
    open: char,
    close: char,
    items: impl ExactSizeIterator<Item = T>,
    depth: usize,
    out: &mut String,
    mut one: impl FnMut(T, &mut String),
) {
    let empty = items.len() == 0;
    out.push(open);
    for (at, item) in items.enumerate() {
        out.push_str(if at == 0 { "\n" } else { ",\n" });
        out.push_str(&"  ".repeat(depth + 1));
        one(item, out);
    }
    if !empty {
        out.push('\n');
        out.push_str(&"  ".repeat(depth));
    }
    out.push(close);
}

fn write_text(text: &str, out: &mut String) {
    out.push('"');
    for letter in text.chars() {
        match letter {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            control if u32::from(control) < 0x20 => {
                // Writing to a `String` cannot fail.
                let _ = write!(out, "\\u{:04x}", u32::from(control));
            }
            other => out.push(other),
        }
    }
    out.push('"');
}

#[cfg(test)]
mod tests {
    use super::Json;

    #[test]
    fn keys_are_sorted_and_texts_are_escaped() {
        let value = Json::Object(vec![
            ("b", Json::List(vec![Json::Count(1), Json::Null, Json::Flag(true)])),
            ("a", Json::text("\"达标\"\\\n\u{1}")),
            ("c", Json::Object(Vec::new())),
            ("d", Json::List(Vec::new())),
        ]);
        let expected = "{\n  \"a\": \"\\\"达标\\\"\\\\\\n\\u0001\",\n  \"b\": [\n    1,\n    null,\n    true\n  ],\n  \"c\": {},\n  \"d\": []\n}\n";
        assert_eq!(value.document(), expected);
    }
}

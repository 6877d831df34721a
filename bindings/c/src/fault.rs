//! What goes wrong at the boundary, as data, with its status and its words. Faults of policies and facts come from the
//! core and keep their own codes and words.

use std::sync::Arc;

use dabiao::Language;
use dabiao::diagnostic::{Diagnostic, FactFault};

use crate::status::Status;

/// Why a call failed.
#[derive(Clone, Debug)]
pub(crate) enum Fault {
    /// A parameter is NULL.
    Null(&'static str),
    /// A text is not UTF-8, from this byte on.
    Utf8(&'static str, usize),
    /// A number is too large, or no member of its list.
    Range(&'static str, usize),
    /// There is nothing of this name, but perhaps of the other.
    Unknown(&'static str, String, Option<String>),
    /// A parameter is no value of its kind.
    Value(&'static str, String),
    /// Something must be done before.
    State(&'static str),
    /// More of something than the limit allows.
    Limit(&'static str, usize),
    /// The handle is of another kind.
    Kind(&'static str),
    /// The handle was made for another policy.
    Foreign(&'static str),
    /// A defect, with the message of the panic.
    Panic(String),
    /// The handle saw a panic before.
    Poisoned(&'static str),
    /// A policy has errors (or, as warnings, only what to look at).
    Source(Checked),
    /// The tables have errors (or, as warnings, only what to look at).
    Tables(Vec<FactFault>),
}

/// A source text with what was found in it.
#[derive(Clone, Debug)]
pub(crate) struct Checked {
    /// What messages call it.
    pub(crate) name: Arc<str>,
    /// The text.
    pub(crate) source: Arc<str>,
    /// What was found.
    pub(crate) found: Vec<Diagnostic>,
}

impl Fault {
    /// The status that tells it.
    pub(crate) fn status(&self) -> Status {
        match self {
            Fault::Null(_) => Status::Null,
            Fault::Utf8(..) => Status::Utf8,
            Fault::Range(..) => Status::Range,
            Fault::Unknown(..) => Status::UnknownName,
            Fault::Value(..) => Status::Value,
            Fault::State(_) => Status::State,
            Fault::Limit(..) => Status::Limit,
            Fault::Kind(_) | Fault::Foreign(_) => Status::Handle,
            Fault::Panic(_) => Status::Panic,
            Fault::Poisoned(_) => Status::Poisoned,
            Fault::Source(_) => Status::Source,
            Fault::Tables(_) => Status::Facts,
        }
    }

    /// The message of a fault of the call itself; none for those that the core words.
    pub(crate) fn message(&self, language: Language) -> Option<String> {
        let (en, zh) = match self {
            Fault::Null(what) => (format!("`{what}` is NULL"), format!("`{what}` 为 NULL")),
            Fault::Utf8(what, at) => {
                (format!("`{what}` is not UTF-8 from byte {at} on"), format!("`{what}` 自第 {at} 字节起不是 UTF-8"))
            }
            Fault::Range(what, number) => {
                (format!("`{what}` must not be {number}"), format!("`{what}` 不能为 {number}"))
            }
            Fault::Unknown(what, name, None) => {
                (format!("there is no {what} `{name}`"), format!("没有 {what} `{name}`"))
            }
            Fault::Unknown(what, name, Some(near)) => (
                format!("there is no {what} `{name}`; did you mean `{near}`?"),
                format!("没有 {what} `{name}`；是否指 `{near}`？"),
            ),
            Fault::Value(what, text) => (format!("`{what}` cannot be `{text}`"), format!("`{what}` 不能是 `{text}`")),
            Fault::State(before) => (format!("call {before} first"), format!("请先调用 {before}")),
            Fault::Limit(what, limit) => (format!("more than {limit} {what}"), format!("{what} 超过 {limit}")),
            Fault::Kind(what) => (format!("`{what}` is not a handle of this kind"), format!("`{what}` 不是此类句柄")),
            Fault::Foreign(what) => (format!("`{what}` was made for another policy"), format!("`{what}` 属于另一政策")),
            Fault::Panic(message) => (format!("defect of the library: {message}"), format!("库内部缺陷：{message}")),
            Fault::Poisoned(what) => (
                format!("`{what}` met a defect of the library before, and can only be freed"),
                format!("`{what}` 此前遇到库内部缺陷，只能释放"),
            ),
            Fault::Source(_) | Fault::Tables(_) => return None,
        };
        Some(if language == Language::Chinese { zh } else { en })
    }
}

//! The numbers that cross the boundary: statuses, verdicts, languages, severities. A number never changes its meaning.

use dabiao::Language;
use dabiao::evaluate::verdict::Verdict;

/// What a call comes to. New numbers may be added; a caller treats an unknown one as a failure.
#[repr(i32)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// It is done.
    Ok = 0,
    /// A pointer that must not be NULL is NULL.
    Null = 1,
    /// A text is not UTF-8.
    Utf8 = 2,
    /// A number is outside what is allowed: a length, an index, a member of an enumeration.
    Range = 3,
    /// The text of a policy has errors; each is a diagnostic of the error object.
    Source = 4,
    /// The tables of facts have errors; each is a diagnostic of the error object.
    Facts = 5,
    /// There is nothing of this name: a bundled policy, a reading, a rule, a subject, a column.
    UnknownName = 6,
    /// A text or a number is not a value of the kind wanted, such as a date.
    Value = 7,
    /// The calls come in the wrong order, such as facts that are evaluated before they were finished.
    State = 8,
    /// A limit of the host is exceeded.
    Limit = 9,
    /// The handle is of another kind, or belongs to another policy.
    Handle = 10,
    /// A defect of the library. Please report it.
    Panic = 11,
    /// An earlier call on this handle ended in `DABIAO_STATUS_PANIC`.
    Poisoned = 12,
}

/// What a rule comes to for one subject. Of two verdicts the lower number is the worse.
#[repr(i32)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VerdictCode {
    /// There is nothing to judge, or no such verdict.
    None = 0,
    /// 未达标
    NotMet = 1,
    /// 数据不足: what is missing decides.
    Undetermined = 2,
    /// 未到期: not yet due.
    Pending = 3,
    /// 已豁免: not met, for a recorded reason.
    Waived = 4,
    /// 达标
    Met = 5,
    /// 符合条件: of an entitlement.
    Eligible = 6,
    /// 不符合条件: of an entitlement.
    NotEligible = 7,
    /// 不适用
    NotApplicable = 8,
    /// In columns only: a subject of a rule that only shows values.
    Shown = 9,
}

/// The language of a text for people.
#[repr(i32)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LanguageCode {
    /// English
    English = 0,
    /// 中文
    Chinese = 1,
}

/// How bad a diagnostic is.
#[repr(i32)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Severity {
    /// There is no such diagnostic.
    None = 0,
    /// The text or the tables cannot be used.
    Error = 1,
    /// They can, but somebody should look.
    Warning = 2,
}

impl From<Option<Verdict>> for VerdictCode {
    fn from(verdict: Option<Verdict>) -> VerdictCode {
        match verdict {
            None => VerdictCode::None,
            Some(Verdict::Met) => VerdictCode::Met,
            Some(Verdict::NotMet) => VerdictCode::NotMet,
            Some(Verdict::Pending) => VerdictCode::Pending,
            Some(Verdict::NotApplicable) => VerdictCode::NotApplicable,
            Some(Verdict::Undetermined) => VerdictCode::Undetermined,
            Some(Verdict::Waived) => VerdictCode::Waived,
            Some(Verdict::Eligible) => VerdictCode::Eligible,
            Some(Verdict::NotEligible) => VerdictCode::NotEligible,
        }
    }
}

/// The language of a number, which comes from C as any integer.
pub(crate) fn language(number: i32) -> Option<Language> {
    match number {
        0 => Some(Language::English),
        1 => Some(Language::Chinese),
        _ => None,
    }
}

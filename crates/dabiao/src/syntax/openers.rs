//! The words that open a clause or an item, and where such a clause may stand. They occur in no expression.

use dabiao_grammar::Rule;

use super::pieces::Container;
use super::words::Meaning;

/// A word, or pair of words, that opens a clause.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Opener {
    pub(super) meaning: Meaning,
    /// How many tokens it takes.
    pub(super) words: usize,
}

/// Where a clause may stand; at the top of a file everything may.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Home {
    /// Only at the top of a file.
    Top,
    /// In a policy.
    Policy,
    /// In a rule.
    Rule,
    /// In both.
    RuleOrPolicy,
}

impl Opener {
    /// Whether it says how strongly a line binds.
    pub(super) fn is_force(self) -> bool {
        use Meaning::{Encourage, Explore, Must, MustNot, Promote, Shall, Should, Strive, Support, Target};
        matches!(
            self.meaning,
            Must | MustNot | Shall | Target | Should | Strive | Promote | Explore | Support | Encourage
        )
    }
}

/// The opener that begins at a word, given the word after it.
pub(super) fn at(word: &str, next: &str) -> Option<Opener> {
    let pair = match (word, next) {
        ("for", "each") => Some(Meaning::ForEach),
        ("must", "not") => Some(Meaning::MustNot),
        ("in", "principle") => Some(Meaning::InPrinciple),
        ("not", "encoded") => Some(Meaning::NotEncoded),
        ("except", "when") => Some(Meaning::ExceptWhen),
        _ => None,
    };
    if let Some(meaning) = pair {
        return Some(Opener { meaning, words: 2 });
    }
    let meaning = Meaning::of(word)?;
    opens(meaning).then_some(Opener { meaning, words: 1 })
}

/// The words whose clause ends with an opening brace.
pub(super) const HEADERS: &[(Meaning, Container)] =
    &[(Meaning::Policy, Container::Policy), (Meaning::Rule, Container::Rule), (Meaning::Entity, Container::Entity)];

/// Whether a word is the `then` of a ladder.
pub(super) fn is_then(word: &str) -> bool {
    Meaning::of(word) == Some(Meaning::ThenStage)
}

/// Whether a name must follow a word.
pub(super) fn wants_name(word: &str) -> bool {
    use Meaning::{Base, Body, Entity, Let, Of, Over, Policy, Reading, Rule, Show, Unit, Use, Vocabulary};
    let meaning = Meaning::of(word);
    word == "each"
        || meaning.is_some_and(|meaning| {
            matches!(
                meaning,
                Policy | Rule | Vocabulary | Use | Unit | Body | Entity | Let | Base | Reading | Show | Over | Of
            )
        })
        || meaning == Some(Meaning::ForEach)
}

/// The rule of the grammar for the piece that a word opens.
pub(super) fn rule(meaning: Meaning) -> Rule {
    match meaning {
        Meaning::Vocabulary => Rule::vocabulary,
        Meaning::Use => Rule::use_clause,
        Meaning::Unit => Rule::unit,
        Meaning::Body => Rule::body,
        Meaning::Let => Rule::let_clause,
        Meaning::Base => Rule::base,
        Meaning::NotEncoded => Rule::not_encoded,
        Meaning::ForEach => Rule::for_each,
        Meaning::Eligible => Rule::eligible,
        Meaning::Show => Rule::show,
        Meaning::ExceptWhen => Rule::except,
        Meaning::Cite => Rule::cite,
        Meaning::Responsible => Rule::responsible,
        Meaning::Note => Rule::note,
        Meaning::Reading => Rule::reading,
        Meaning::Implements
        | Meaning::Repeats
        | Meaning::Tightens
        | Meaning::Extends
        | Meaning::Relaxes
        | Meaning::Conflicts => Rule::relation,
        _ => Rule::line,
    }
}

/// The meanings whose words open a clause.
const OPENERS: &[Meaning] = {
    use Meaning::{
        Base, Body, Cite, Conflicts, Eligible, Encourage, Entity, ExceptWhen, Explore, Extends, ForEach, Implements,
        InPrinciple, Let, Must, MustNot, NotEncoded, Note, Policy, Promote, Reading, Relaxes, Repeats, Responsible,
        Rule, Shall, Should, Show, Strive, Support, Target, Tightens, Unit, Use, Vocabulary,
    };
    &[
        Base,
        Body,
        Cite,
        Conflicts,
        Eligible,
        Encourage,
        Entity,
        ExceptWhen,
        Explore,
        Extends,
        ForEach,
        Implements,
        InPrinciple,
        Let,
        Must,
        MustNot,
        NotEncoded,
        Note,
        Policy,
        Promote,
        Reading,
        Relaxes,
        Repeats,
        Responsible,
        Rule,
        Shall,
        Should,
        Show,
        Strive,
        Support,
        Target,
        Tightens,
        Unit,
        Use,
        Vocabulary,
    ]
};

fn opens(meaning: Meaning) -> bool {
    OPENERS.contains(&meaning)
}

/// The words that open a clause, in both languages.
pub(super) fn spellings() -> impl Iterator<Item = &'static str> {
    OPENERS.iter().flat_map(|meaning| [meaning.english(), meaning.chinese()])
}

/// Where a clause that a word opens may stand.
pub(super) fn home(meaning: Meaning) -> Home {
    match meaning {
        Meaning::Policy | Meaning::Vocabulary | Meaning::Unit | Meaning::Body | Meaning::Entity => Home::Top,
        Meaning::Rule | Meaning::Use | Meaning::Let | Meaning::Base | Meaning::NotEncoded => Home::Policy,
        Meaning::Cite | Meaning::Note | Meaning::Responsible | Meaning::Reading => Home::RuleOrPolicy,
        _ => Home::Rule,
    }
}

//! Items: declarations, definitions, and the headers of policies, rules, entities and readings.

use dabiao_grammar::Rule;
use pest::iterators::Pair;

use super::{Builder, Built, Cursor, Mismatch};
use crate::syntax::ast::{
    Entity, Field, Item, Labelled, Let, LetBody, Name, NotEncoded, Policy, ReadingLet, Rule as RuleNode, Step,
    Territory, Type, Unit,
};
use crate::syntax::words::{TYPES, canonical};

impl<'s> Builder<'s> {
    /// An item without braces, or a clause.
    pub(in crate::syntax) fn item(&mut self, pair: Pair<'s, Rule>) -> Built<Item> {
        let span = self.span(&pair);
        let kind = pair.as_rule();
        if kind == Rule::reading && holds_let(&pair) {
            return self.reading_let(pair).map(Item::ReadingLet);
        }
        if !matches!(
            kind,
            Rule::vocabulary
                | Rule::use_clause
                | Rule::unit
                | Rule::body
                | Rule::let_clause
                | Rule::base
                | Rule::not_encoded
        ) {
            return self.clause(pair).map(Item::Clause);
        }
        if kind == Rule::let_clause {
            return self.let_clause(pair).map(Item::Let);
        }
        let mut cursor = self.inside(pair);
        cursor.any()?;
        let item = match kind {
            Rule::vocabulary => Item::Vocabulary(self.take_labelled(&mut cursor)?),
            Rule::use_clause => Item::Use(self.take_name(&mut cursor)?),
            Rule::body => Item::Body(self.take_labelled(&mut cursor)?),
            Rule::base => Item::Base(self.take_path(&mut cursor)?),
            Rule::unit => {
                let name = self.take_labelled(&mut cursor)?;
                Item::Unit(Unit { name, whole: cursor.passes(Rule::kw_whole), span })
            }
            Rule::not_encoded => {
                let clause = self.take_text(&mut cursor)?;
                Item::NotEncoded(NotEncoded { clause, reason: self.take_labels(&mut cursor)?, span })
            }
            _ => return Err(Mismatch(span)),
        };
        cursor.end()?;
        Ok(item)
    }

    fn reading_let(&mut self, pair: Pair<'s, Rule>) -> Built<ReadingLet> {
        let span = self.span(&pair);
        let mut cursor = self.inside(pair);
        cursor.take(Rule::kw_reading)?;
        let name = self.take_labelled(&mut cursor)?;
        let lets = vec![self.let_clause(cursor.take(Rule::let_clause)?)?];
        cursor.end()?;
        Ok(ReadingLet { name, lets, span })
    }

    /// `let NAME of ENTITY = …`
    fn let_clause(&mut self, pair: Pair<'s, Rule>) -> Built<Let> {
        let span = self.span(&pair);
        let mut cursor = self.inside(pair);
        cursor.take(Rule::kw_let)?;
        let name = self.take_labelled(&mut cursor)?;
        let of = self.name_after(&mut cursor, Rule::kw_of)?;
        let body = cursor.any()?;
        let body = match body.as_rule() {
            Rule::field_type => LetBody::Input(self.field_type(body)?),
            Rule::let_set => {
                let mut set = self.inside(body);
                let base = self.take_path(&mut set)?;
                set.take(Rule::kw_where)?;
                let condition = self.take_condition(&mut set)?;
                set.end()?;
                LetBody::Set { base, condition }
            }
            Rule::let_steps => LetBody::Steps(self.steps(body)?),
            Rule::condition => LetBody::Value(self.condition(body)?),
            _ => return Err(Mismatch(span)),
        };
        cursor.end()?;
        Ok(Let { name, of, body, span })
    }

    fn steps(&mut self, pair: Pair<'s, Rule>) -> Built<Vec<Step>> {
        let mut cursor = self.inside(pair);
        let mut steps = Vec::new();
        while let Some(pair) = cursor.next_if(Rule::step) {
            let mut step = self.inside(pair);
            let value = self.arithmetic(step.take(Rule::arithmetic)?)?;
            step.take(Rule::kw_from)?;
            steps.push(Step { value, from: self.take_period(&mut step)? });
            step.end()?;
        }
        cursor.end()?;
        Ok(steps)
    }

    fn name_after(&mut self, cursor: &mut Cursor<'s>, keyword: Rule) -> Built<Option<Name>> {
        if cursor.passes(keyword) { self.take_name(cursor).map(Some) } else { Ok(None) }
    }

    /// `policy NAME in region "330800" from 2022 {`
    pub(in crate::syntax) fn policy_header(&mut self, pair: Pair<'s, Rule>) -> Built<Policy> {
        let span = self.span(&pair);
        let mut cursor = self.inside(pair);
        cursor.take(Rule::kw_policy)?;
        let name = self.take_labelled(&mut cursor)?;
        let mut territory = None;
        if let Some(entity) = self.name_after(&mut cursor, Rule::kw_in)? {
            territory = Some(Territory { entity, id: self.take_text(&mut cursor)? });
        }
        let from = self.period_after(&mut cursor, Rule::kw_from)?;
        let until = self.period_after(&mut cursor, Rule::kw_until)?;
        cursor.end()?;
        Ok(Policy { name, territory, from, until, members: Vec::new(), span, close: span })
    }

    /// `rule NAME {`
    pub(in crate::syntax) fn rule_header(&mut self, pair: Pair<'s, Rule>) -> Built<RuleNode> {
        let span = self.span(&pair);
        let mut cursor = self.inside(pair);
        cursor.take(Rule::kw_rule)?;
        let name = self.take_labelled(&mut cursor)?;
        cursor.end()?;
        Ok(RuleNode { name, clauses: Vec::new(), span, close: span })
    }

    /// `entity NAME in region from opened_on until closed_on {`
    pub(in crate::syntax) fn entity_header(&mut self, pair: Pair<'s, Rule>) -> Built<Entity> {
        let span = self.span(&pair);
        let mut cursor = self.inside(pair);
        cursor.take(Rule::kw_entity)?;
        let name = self.take_labelled(&mut cursor)?;
        let parent = self.name_after(&mut cursor, Rule::kw_in)?;
        let from = self.name_after(&mut cursor, Rule::kw_from)?;
        let until = self.name_after(&mut cursor, Rule::kw_until)?;
        cursor.end()?;
        Ok(Entity { name, parent, from, until, fields: Vec::new(), span })
    }

    /// `reading NAME "why": {`, from the pairs of the piece itself.
    pub(in crate::syntax) fn reading_header(&mut self, cursor: &mut Cursor<'s>) -> Built<Labelled> {
        cursor.take(Rule::kw_reading)?;
        let name = self.take_labelled(cursor)?;
        cursor.end()?;
        Ok(name)
    }

    /// `rehab_doctors, rehab_therapists: persons`
    pub(in crate::syntax) fn field(&mut self, pair: Pair<'s, Rule>) -> Built<Field> {
        let span = self.span(&pair);
        let mut cursor = self.inside(pair);
        let mut names = Vec::new();
        while let Some(pair) = cursor.next_if(Rule::labelled) {
            names.push(self.labelled(pair)?);
        }
        let of_type = self.field_type(cursor.take(Rule::field_type)?)?;
        cursor.end()?;
        Ok(Field { names, of_type, span })
    }

    fn labelled(&mut self, pair: Pair<'s, Rule>) -> Built<Labelled> {
        let mut cursor = self.inside(pair);
        let labelled = self.take_labelled(&mut cursor)?;
        cursor.end()?;
        Ok(labelled)
    }

    fn field_type(&mut self, pair: Pair<'s, Rule>) -> Built<Type> {
        let mut cursor = self.inside(pair);
        let only = cursor.any()?;
        cursor.end()?;
        match only.as_rule() {
            Rule::name => {
                let written = only.as_str().to_string();
                let name = self.name(&only);
                let text = canonical(TYPES, &written).map_or(name.text, str::to_string);
                Ok(Type::Named(Name { text, span: name.span }))
            }
            Rule::one_of => self.values(only, Rule::kw_one_of).map(Type::OneOf),
            Rule::ordered => self.values(only, Rule::kw_ordered).map(Type::Ordered),
            Rule::set_of => self.values(only, Rule::kw_set_of).map(Type::SetOf),
            _ => Err(Mismatch(self.span(&only))),
        }
    }

    fn values(&mut self, pair: Pair<'s, Rule>, keyword: Rule) -> Built<Vec<Labelled>> {
        let mut cursor = self.inside(pair);
        cursor.take(keyword)?;
        let mut values = Vec::new();
        while let Some(pair) = cursor.next_if(Rule::labelled) {
            values.push(self.labelled(pair)?);
        }
        cursor.end()?;
        Ok(values)
    }
}

/// Whether a reading gives a name another meaning.
fn holds_let(pair: &Pair<'_, Rule>) -> bool {
    pair.clone().into_inner().any(|inner| inner.as_rule() == Rule::let_clause)
}

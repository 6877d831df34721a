//! Random expressions, rule by rule as the grammar has them. `depth` bounds how many brackets deep they go.

use dabiao::syntax::words::{FUNCTIONS, Meaning};

use super::Writer;

const COMPARISONS: &[&str] = &[
    ">=",
    ">",
    "<=",
    "<",
    "=",
    "!=",
    "≥",
    "≤",
    "≠",
    "＞＝",
    "at least",
    "more than",
    "at most",
    "less than",
    "is",
    "is not",
    "不低于",
    "不少于",
    "至少",
    "达到",
    "超过",
    "高于",
    "不超过",
    "不高于",
    "低于",
    "不满",
    "少于",
    "为",
    "不为",
];

impl Writer {
    /// A condition or a value, `if` included.
    pub(super) fn condition(&mut self, depth: usize) {
        self.condition_that(depth, true);
    }

    /// A condition that may begin with `not` only where `denied` says so.
    pub(super) fn condition_that(&mut self, depth: usize, denied: bool) {
        if depth > 0 && self.random.chance(8) { self.conditional(depth) } else { self.simple(depth, denied) }
    }

    fn conditional(&mut self, depth: usize) {
        self.word(Meaning::If);
        self.alternative(depth);
        while self.random.chance(30) {
            self.word(Meaning::Else);
            self.word(Meaning::If);
            self.alternative(depth);
        }
        self.perhaps(70, |writer| {
            writer.word(Meaning::Else);
            writer.simple(depth - 1, true);
        });
    }

    fn alternative(&mut self, depth: usize) {
        self.simple(depth - 1, true);
        self.word(Meaning::Then);
        self.simple(depth - 1, true);
    }

    fn simple(&mut self, depth: usize, denied: bool) {
        self.truth(depth, denied);
        let joint = if self.random.chance(50) { Meaning::And } else { Meaning::Or };
        while depth > 0 && self.random.chance(25) {
            self.word(joint);
            self.truth(depth - 1, true);
        }
    }

    fn truth(&mut self, depth: usize, denied: bool) {
        self.perhaps(if denied { 12 } else { 0 }, |writer| writer.word(Meaning::Not));
        self.arithmetic(depth, true);
        self.perhaps(75, |writer| writer.comparison(depth));
    }

    fn comparison(&mut self, depth: usize) {
        match self.random.below(12) {
            0 => self.between(depth),
            1 => {
                self.word(Meaning::In);
                self.items();
            }
            2 => {
                self.word(Meaning::Includes);
                self.perhaps(40, |writer| writer.word(Meaning::AnyOf));
                self.items();
            }
            3 | 4 => {
                let meanings = [Meaning::Before, Meaning::After, Meaning::Since, Meaning::Until];
                let index = self.random.below(meanings.len());
                self.word(meanings.get(index).copied().unwrap_or(Meaning::Before));
                self.moment(depth);
            }
            5 => {
                self.quantity();
                let bound = if self.random.chance(50) { Meaning::OrMore } else { Meaning::OrLess };
                self.word(bound);
            }
            6 => {
                self.comparison_sign();
                match self.random.below(3) {
                    0 => self.quoted(),
                    1 => self.set(),
                    _ => self.word(Meaning::None),
                }
            }
            _ => self.compare(depth),
        }
    }

    pub(super) fn compare(&mut self, depth: usize) {
        self.comparison_sign();
        self.arithmetic(depth, true);
    }

    fn comparison_sign(&mut self) {
        self.any_of(COMPARISONS);
    }

    pub(super) fn between(&mut self, depth: usize) {
        self.word(Meaning::Between);
        self.arithmetic(depth, true);
        self.word(Meaning::And);
        self.arithmetic(depth, true);
    }

    /// A date, a year, or an expression of the subject.
    pub(super) fn moment(&mut self, depth: usize) {
        if self.random.chance(70) { self.period() } else { self.arithmetic(depth, true) }
    }

    /// What stands behind `in` and `includes`.
    fn items(&mut self) {
        if self.random.chance(70) { self.set() } else { self.path() }
    }

    fn set(&mut self) {
        self.put("{");
        self.listed(0, 4, ",", |writer| match writer.random.below(8) {
            0 => writer.quoted(),
            1 => writer.date(),
            2 => writer.quantity(),
            3 => writer.word(Meaning::None),
            _ => writer.path(),
        });
        self.sign("}");
    }

    /// Operands and signs; no ratio in the bound of a `case` row.
    pub(super) fn arithmetic(&mut self, depth: usize, ratio: bool) {
        match self.random.below(if depth == 0 { 4 } else { 10 }) {
            0..=3 => {
                self.perhaps(6, |writer| writer.put("-"));
                self.factor(depth, true);
            }
            4 | 5 => self.chain(depth),
            6 if ratio => {
                self.shared(depth);
                let colon = self.random.pick(&[":", ":", ":", "："]);
                self.sign(colon);
                self.shared(depth);
            }
            7 => {
                self.share();
                self.word(Meaning::Of);
                self.factor(depth, false);
            }
            8 => {
                self.reference(depth);
                self.word(Meaning::Of);
                self.share();
            }
            _ => self.factor(depth, true),
        }
    }

    fn chain(&mut self, depth: usize) {
        self.perhaps(10, |writer| writer.put("-"));
        self.factor(depth - 1, false);
        self.several(1, 3, |writer| {
            let sign = writer.random.pick(&["+", "-", "*", "/", "×", "÷", "＋"]);
            writer.put(sign);
            writer.shared(depth - 1);
        });
    }

    /// A factor, or a share of one, or of a share of one.
    fn shared(&mut self, depth: usize) {
        while self.random.chance(12) {
            self.share();
            self.word(Meaning::Of);
        }
        self.factor(depth, false);
    }

    /// An operand, on another day, and as a rate where no sign stands beside it.
    fn factor(&mut self, depth: usize, rate: bool) {
        if rate && self.random.chance(4) {
            return self.rate_before(depth);
        }
        self.operand(depth);
        self.perhaps(8, |writer| writer.at_day(depth));
        self.perhaps(if rate { 15 } else { 0 }, |writer| writer.rate(depth));
    }

    fn operand(&mut self, depth: usize) {
        match self.random.below(if depth == 0 { 8 } else { 16 }) {
            0..=3 => self.path(),
            4 | 5 => self.quantity(),
            6 => self.date(),
            7 if self.in_list => self.path(),
            7 => {
                self.word(Meaning::Attest);
                self.names();
            }
            8 => self.case(depth),
            9 | 10 => self.parenthesised(depth),
            11 => self.word(Meaning::None),
            _ => self.call(depth),
        }
    }

    pub(super) fn parenthesised(&mut self, depth: usize) {
        self.put("(");
        let in_list = std::mem::take(&mut self.in_list);
        self.condition(depth.saturating_sub(1));
        self.in_list = in_list;
        self.sign(")");
    }

    fn reference(&mut self, depth: usize) {
        if depth > 0 && self.random.chance(30) { self.call(depth) } else { self.path() }
    }

    fn at_day(&mut self, depth: usize) {
        self.word(Meaning::At);
        match self.random.below(4) {
            0 => self.reference(depth),
            1 if depth > 0 => self.parenthesised(depth),
            _ => self.period(),
        }
    }

    fn scale(&mut self) {
        match self.random.below(4) {
            0 => self.any_of(&["千", "万", "thousand", "百万"]),
            _ => self.number(),
        }
    }

    fn rate_part(&mut self, depth: usize) {
        if depth > 0 && self.random.chance(20) { self.parenthesised(depth) } else { self.reference(depth) }
    }

    fn rate(&mut self, depth: usize) {
        self.word(Meaning::Per);
        let scaled = self.random.chance(70);
        if scaled {
            self.scale();
        }
        self.perhaps(if scaled { 50 } else { 100 }, |writer| writer.rate_part(depth));
    }

    /// `每10万 常住人口 康复医师数`
    fn rate_before(&mut self, depth: usize) {
        self.word(Meaning::Per);
        self.perhaps(80, |writer| {
            writer.scale();
        });
        self.rate_part(depth);
        self.rate_part(depth);
    }

    fn case(&mut self, depth: usize) {
        let in_list = std::mem::take(&mut self.in_list);
        self.word(Meaning::Case);
        if self.random.chance(20) {
            self.parenthesised(depth)
        } else {
            self.reference(depth)
        }
        self.perhaps(10, |writer| writer.at_day(depth));
        self.perhaps(15, |writer| writer.rate(depth));
        self.put("{");
        self.several(1, 3, |writer| {
            writer.word(Meaning::To);
            writer.arithmetic(depth - 1, false);
            writer.sign(":");
            writer.simple(depth - 1, true);
        });
        self.perhaps(60, |writer| {
            writer.word(Meaning::Otherwise);
            writer.sign(":");
            writer.simple(depth - 1, true);
        });
        self.put("}");
        self.in_list = in_list;
    }

    /// A function with as many arguments as it takes, or an aggregate.
    fn call(&mut self, depth: usize) {
        let in_list = std::mem::take(&mut self.in_list);
        let name = self.table_word(FUNCTIONS);
        self.glue("(");
        match name {
            "floor" | "ceil" | "age" | "month_end" | "year_end" => self.condition(depth - 1),
            "days" | "working_days" => self.arguments(2, depth),
            "min" | "max" if self.random.chance(50) => {
                let count = 2 + self.random.below(2);
                self.arguments(count, depth);
            }
            "count" | "any" => self.set_with(depth, None, false),
            "share" | "all" => self.set_with(depth, None, true),
            _ => self.set_with(depth, Some(Meaning::Over), false),
        }
        self.sign(")");
        self.in_list = in_list;
    }

    fn arguments(&mut self, count: usize, depth: usize) {
        self.in_list = true;
        self.listed(count, count, ",", |writer| writer.condition(depth - 1));
    }

    fn set_with(&mut self, depth: usize, over: Option<Meaning>, tested: bool) {
        if let Some(over) = over {
            self.condition(depth - 1);
            self.word(over);
        }
        self.path();
        self.perhaps(60, |writer| {
            writer.word(Meaning::Where);
            writer.condition(depth - 1);
        });
        if tested {
            self.word(Meaning::With);
            self.condition(depth - 1);
        }
    }

    /// A condition in so many brackets, of all kinds.
    pub(super) fn deep(&mut self, brackets: usize) {
        let mut closing = Vec::new();
        for _ in 0..brackets {
            match self.random.below(4) {
                0 => {
                    self.put("max");
                    self.glue("(a,");
                    closing.push(") > 1");
                }
                1 => {
                    self.put("count");
                    self.glue("(h");
                    self.word(Meaning::Where);
                    closing.push(")");
                }
                2 => {
                    self.put("(a");
                    self.word(Meaning::Or);
                    closing.push(")");
                }
                _ => {
                    self.put("not (");
                    closing.push(")");
                }
            }
        }
        self.put("b > 1");
        for sign in closing.into_iter().rev() {
            self.sign(sign);
        }
    }
}

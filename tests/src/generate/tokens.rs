//! Random tokens and what stands between them: blanks, line ends and comments.

use dabiao::syntax::words::{Meaning, Word};

use super::Writer;

const PLAIN_NAMES: &[&str] = &[
    "a",
    "beds",
    "population",
    "hospital",
    "level_2",
    "II",
    "_x",
    "count",
    "min",
    "days",
    "number",
    "康复医师数",
    "常住人口",
    "县",
    "m2",
    "whole",
    "ordered",
    "every",
    "Ab9",
    "无障碍",
    "每千人口",
    "autonomous",
];
const ODD_NAMES: &[&str] = &[
    "rule",
    "规则",
    "县（市、区）",
    "a b",
    "5 times",
    "千克",
    "天",
    "million",
    "# no comment",
    "\"quoted\"",
    "{",
    "到2025",
    "不低于8",
    "人以上",
    "and",
    "非",
    "day",
    "数值",
    "é",
    "x.y",
    " ",
    "\\",
    "😀",
    "shall not",
    "每千",
    "以上人数",
];
const UNITS: &[&str] = &[
    "beds",
    "人",
    "张",
    "m2",
    "day",
    "days",
    "months",
    "个月",
    "天",
    "years",
    "周年",
    "working days",
    "working  day",
    "个工作日",
    "`千克`",
    "`a b`",
    "`天`",
    "`rule`",
    "`人以上`",
    "`million`",
];
const LETTERS: &[&str] = &[
    "a", "Z", " ", "达标", "（", "#", "|", "{", "}", "`", "“", "'", "1", "，", "\\\\", "\\\"", "\\n", "\\t", "é", "😀",
    ";",
];

impl Writer {
    /// A token behind a gap.
    pub(super) fn put(&mut self, token: &str) {
        self.gap();
        self.text.push_str(token);
        self.touching = false;
    }

    /// A token that may touch a Chinese keyword before it.
    fn put_digits(&mut self, token: &str) {
        if !self.touching || self.random.chance(50) {
            self.gap();
        }
        self.text.push_str(token);
        self.touching = false;
    }

    /// A sign, which may touch what stands before it.
    pub(super) fn sign(&mut self, sign: &str) {
        if self.random.chance(40) {
            self.gap();
        }
        self.text.push_str(sign);
        self.touching = false;
    }

    /// A token that touches what stands before it.
    pub(super) fn glue(&mut self, token: &str) {
        self.text.push_str(token);
        self.touching = false;
    }

    fn gap(&mut self) {
        match self.random.below(24) {
            0 => self.text.push_str("  "),
            1 => self.text.push('\n'),
            2 => self.text.push_str("\r\n\n \t"),
            3 => self.text.push('\u{3000}'),
            4 => {
                self.text.push(' ');
                self.comment();
            }
            5 => {
                self.text.push_str("\n  ");
                self.comment();
                self.perhaps(30, |writer| writer.comment());
            }
            _ => self.text.push(' '),
        }
    }

    /// A comment and its line end.
    pub(super) fn comment(&mut self) {
        self.text.push_str(if self.random.chance(90) { "#" } else { "＃" });
        for _ in 0..self.random.below(5) {
            let letters = self.random.pick(LETTERS);
            self.text.push_str(letters);
        }
        self.text.push_str(if self.random.chance(80) { "\n" } else { "  \n\n" });
    }

    /// A keyword in either language.
    pub(super) fn word(&mut self, meaning: Meaning) {
        if self.random.chance(35) {
            if self.text.len() != self.number_end || self.random.chance(60) {
                self.gap();
            }
            self.text.push_str(meaning.chinese());
            self.touching = true;
            return;
        }
        for word in meaning.english().split(' ') {
            self.put(word);
        }
    }

    /// One of several spellings.
    pub(super) fn any_of(&mut self, spellings: &[&str]) {
        let spelling = self.random.pick(spellings);
        self.put(spelling);
        self.touching = !spelling.is_ascii();
    }

    /// A word of a table in any of its spellings.
    pub(super) fn table_word(&mut self, table: &[Word]) -> &'static str {
        let index = self.random.below(table.len());
        let Some(word) = table.get(index) else { return "" };
        let spellings = if self.random.chance(60) { word.english } else { word.chinese };
        let spelling = self.random.pick(spellings);
        self.put(spelling);
        word.english.first().copied().unwrap_or("")
    }

    pub(super) fn name(&mut self) {
        let name = self.any_name();
        self.put(&name);
    }

    fn any_name(&mut self) -> String {
        match self.random.below(10) {
            0 => format!("`{}`", self.random.pick(PLAIN_NAMES)),
            1 | 2 => format!("`{}`", self.random.pick(ODD_NAMES)),
            _ => self.random.pick(PLAIN_NAMES).to_string(),
        }
    }

    pub(super) fn names(&mut self) {
        self.listed(1, 3, ",", Writer::name);
    }

    pub(super) fn path(&mut self) {
        self.name();
        while self.random.chance(20) {
            let name = self.any_name();
            self.glue(".");
            self.glue(&name);
        }
    }

    /// A quoted text.
    pub(super) fn quoted(&mut self) {
        let mut text = String::new();
        let chinese = self.random.chance(15);
        for _ in 0..self.random.below(6) {
            let letters = self.random.pick(LETTERS);
            if !chinese || !letters.contains('\\') {
                text.push_str(letters);
            }
        }
        self.put(&if chinese { format!("“{text}”") } else { format!("\"{text}\"") });
    }

    pub(super) fn labels(&mut self) {
        self.quoted();
        self.perhaps(60, |writer| {
            let bar = writer.random.pick(&["|", "|", "|", "｜"]);
            writer.sign(bar);
            writer.quoted();
        });
    }

    /// A name that may have labels.
    pub(super) fn labelled(&mut self) {
        self.name();
        self.perhaps(40, Writer::labels);
    }

    /// A number above zero.
    pub(super) fn number(&mut self) {
        let whole =
            self.random.pick(&["1", "8", "450", "2021", "1000", "10_000", "100000", "3_000_000", "９", "70000"]);
        let part = self.random.pick(&["", "", "", ".5", ".125", ".070"]);
        let scale = self.random.pick(&["", "", "", "", " million", " thousand", "万", " 亿", "百", "千万"]);
        self.put_digits(&format!("{whole}{part}{scale}"));
        if !scale.starts_with(' ') {
            self.number_end = self.text.len();
        }
    }

    /// A number with its percent sign or its unit.
    pub(super) fn quantity(&mut self) {
        self.number();
        let unit = self.random.pick(UNITS);
        match self.random.below(8) {
            0 => self.glue("%"),
            1 => self.glue(" ‰"),
            2 | 3 => self.glue(&format!(" {unit}")),
            _ => {}
        }
    }

    pub(super) fn share(&mut self) {
        let share = self.random.pick(&["2%", "60 %", "2.5%", "７％", "1‰"]);
        self.put_digits(share);
    }

    /// A date that is one wherever it stands.
    pub(super) fn date(&mut self) {
        let date = self.random.pick(&[
            "2021-10-31",
            "2021-02",
            "2021年10月31日",
            "2021年1月",
            "2025年",
            "2025年底",
            "2024-02-29",
            "2021年3月4号",
        ]);
        self.put_digits(date);
    }

    /// A date or a bare year.
    pub(super) fn period(&mut self) {
        if self.random.chance(50) { self.date() } else { self.put_digits("2025") }
    }
}

//! `Ast` to source text in its canonical layout: keywords in one language, one clause on a line, parentheses only where
//! the grammar or the reader needs them, every comment at its place. What is printed reads back as the same program.

mod clause;
mod expression;
mod item;
mod layout;
mod printer;
mod slot;
mod tokens;

use super::ast::{Ast, Clause, Expr};
use crate::language::Language;
use printer::Printer;
use slot::Slot;

/// The columns after which a line is broken where it can be.
const WIDTH: usize = 100;

/// Prints a file with its keywords in `language`. Names, labels and comments stay as they were written.
///
/// ```
/// use dabiao::language::Language;
/// use dabiao::syntax::{Limits, parse, print};
/// let parsed = parse("rehab_doctors per 100000>=8   by 2025 # the mark", &Limits::default());
/// assert_eq!(print(&parsed.ast, Language::English), "rehab_doctors per 100000 >= 8 by 2025 # the mark\n");
/// assert_eq!(print(&parsed.ast, Language::Chinese), "rehab_doctors 每 10万 不低于 8 到 2025年 # the mark\n");
/// ```
pub fn print(ast: &Ast, language: Language) -> String {
    let mut printer = Printer::new(language, &ast.comments);
    printer.file(&ast.items);
    let mut text = layout::render(&printer.finish(), WIDTH);
    if !text.is_empty() {
        text.push('\n');
    }
    text
}

/// Prints an expression on one line, as it would stand in a program.
pub fn print_expression(expr: &Expr, language: Language) -> String {
    let mut printer = Printer::new(language, &[]);
    printer.expression(expr, Slot::Any);
    layout::render(&printer.finish(), usize::MAX)
}

/// Prints a clause, as it would stand in a program at the left edge, without a line end.
pub fn print_clause(clause: &Clause, language: Language) -> String {
    let mut printer = Printer::new(language, &[]);
    printer.clause(clause);
    layout::render(&printer.finish(), WIDTH)
}

"""The peers in Python: judges the boundary rows of a file that `dabiao-peers cases` wrote, times a million rows (or, for
engines that take one row at a time, two thousand), and prints a line of the table for each engine.

Every engine is given the rules as they are written, with a division. An engine of columns leaves open what reads a missing
value, as a careful author would have it do.
"""

import json
import operator
import sys
import time
from functools import reduce
from statistics import median

import numpy as np

NOT_MET, UNKNOWN, PENDING, MET, NOT_APPLICABLE = 1, 2, 3, 5, 8
OPERATORS = {">=": operator.ge, "<=": operator.le, ">": operator.gt, "<": operator.lt, "==": operator.eq, "!=": operator.ne}
ROWS, TURNS = 1_000_000, 5

with open(sys.argv[1]) as file:
    GIVEN = json.load(file)
NAMES, RULES, CASES = GIVEN["names"], GIVEN["rules"], GIVEN["cases"]


def fields_of(rule):
    """The fields that a rule reads."""
    compares = [compare for _, all_of in rule["clauses"] for compare in all_of]
    found = [name for c in compares for name in [*c["part"], c["whole"]] if name]
    return list(dict.fromkeys(found))


def number(compare):
    numerator, denominator = compare["bound"]
    return numerator if denominator == 1 else numerator / denominator


def value_of(compare, column):
    """`part / whole * per` of any values that Python's operators work on."""
    value = reduce(operator.add, [column(name) for name in compare["part"]])
    if compare["whole"]:
        value = value / column(compare["whole"])
    return value * compare["per"] if compare["per"] != 1 else value


def holds(all_of, column):
    tests = [OPERATORS[c["op"]](value_of(c, column), number(c)) for c in all_of]
    return reduce(operator.and_, tests)


def as_text(rule, field, choice, both):
    """The rule as an expression of an infix language."""

    def compare(c):
        left = " + ".join(field(name) for name in c["part"])
        left = f"({left})" if len(c["part"]) > 1 else left
        left += f" / {field(c['whole'])}" if c["whole"] else ""
        left += f" * {float(c['per'])!r}" if c["per"] != 1 else ""
        numerator, denominator = c["bound"]
        bound = repr(numerator / denominator) if denominator in (1, 10, 100, 1000) else f"{float(numerator)!r} / {float(denominator)!r}"
        return f"{left} {c['op']} {bound}"

    text = str(NOT_MET)
    for verdict, all_of in reversed(rule["clauses"]):
        text = choice(both.join(map(compare, all_of)), verdict, text)
    return text


# Each engine: `table(columns)` takes lists of int, float or None by name; `judge(table)` gives a sequence of codes by rule.


class Numpy:
    name = "numpy"

    def table(self, columns):
        return {name: np.array(values, dtype=float if has_gaps(values) else None) for name, values in columns.items()}

    def judge(self, table):
        with np.errstate(divide="ignore", invalid="ignore"):
            return [self.rule(rule, table) for rule in RULES]

    def rule(self, rule, table):
        column = table.__getitem__
        gaps = [np.isnan(column(n)) for n in fields_of(rule) if column(n).dtype.kind == "f"]
        tests = gaps + [holds(all_of, column) for _, all_of in rule["clauses"]]
        codes = [UNKNOWN] * len(gaps) + [verdict for verdict, _ in rule["clauses"]]
        return np.select(tests, [np.uint8(code) for code in codes], np.uint8(NOT_MET))


class Polars:
    name = "polars"

    def table(self, columns):
        import polars

        self.pl = polars
        self.rules = [self.rule(rule).alias(rule["name"]) for rule in RULES]
        return polars.DataFrame(columns)

    def rule(self, rule):
        pl = self.pl
        chain = pl.when(pl.any_horizontal(*(pl.col(n).is_null() for n in fields_of(rule)))).then(pl.lit(UNKNOWN, pl.UInt8))
        for verdict, all_of in rule["clauses"]:
            chain = chain.when(holds(all_of, pl.col)).then(pl.lit(verdict, pl.UInt8))
        return chain.otherwise(pl.lit(NOT_MET, pl.UInt8))

    def judge(self, table):
        return table.select(self.rules).get_columns()


class Duckdb:
    name = "duckdb"

    def table(self, columns):
        import duckdb
        import pyarrow

        self.connection = duckdb.connect()
        self.connection.execute("set threads = 1")
        self.connection.register("given", pyarrow.table(columns))
        self.connection.execute("create table region as select * from given")
        rules = ", ".join(f"{self.rule(rule)}::utinyint as {rule['name']}" for rule in RULES)
        return f"select {rules} from region"

    def rule(self, rule):
        gaps = " or ".join(f"{name} is null" for name in fields_of(rule))
        text = as_text(rule, str, lambda test, then, rest: f"when {test} then {then} {rest}", " and ")
        return f"case when {gaps} then {UNKNOWN} {text.rsplit(' ', 1)[0]} else {NOT_MET} end".replace("==", "=")

    def judge(self, query):
        return list(self.connection.execute(query).fetchnumpy().values())


class Pyarrow:
    name = "pyarrow"

    def table(self, columns):
        import pyarrow
        import pyarrow.compute

        self.pc = pyarrow.compute
        return {name: pyarrow.array(values).cast(pyarrow.float64(), safe=False) for name, values in columns.items()}

    def judge(self, table):
        pc = self.pc
        tests = {">=": pc.greater_equal, "<=": pc.less_equal, ">": pc.greater, "<": pc.less, "==": pc.equal, "!=": pc.not_equal}

        def test(c):
            value = reduce(pc.add, [table[name] for name in c["part"]])
            value = pc.divide(value, table[c["whole"]]) if c["whole"] else value
            value = pc.multiply(value, float(c["per"])) if c["per"] != 1 else value
            return tests[c["op"]](value, float(number(c)))

        found = []
        for rule in RULES:
            codes = NOT_MET
            for verdict, all_of in reversed(rule["clauses"]):
                codes = pc.if_else(reduce(pc.and_, map(test, all_of)), verdict, codes)
            codes = codes.fill_null(UNKNOWN)
            found.append(codes.to_numpy(zero_copy_only=False))
        return found


class Rows:
    """Engines that take one row at a time."""

    rows = 2_000

    def table(self, columns):
        return [self.bind(dict(zip(columns, row))) for row in zip(*columns.values())]

    def judge(self, table):
        found = [[self.answer(rule, row) for rule in self.rules] for row in table]
        return list(zip(*found))

    def answer(self, rule, row):
        try:
            return int(self.evaluate(rule, row))
        except Exception:  # whatever an engine raises over a missing value is no verdict
            return UNKNOWN


class Cel(Rows):
    name = "cel-python, a tenth of the rows"  # it takes a thousand times as long as the others
    rows = 20
    tenth = True

    def __init__(self):
        import celpy

        self.celpy, environment = celpy, celpy.Environment()
        texts = [as_text(r, "double({})".format, lambda c, t, e: f"{c} ? {t} : ({e})", " && ") for r in RULES]
        self.rules = [environment.program(environment.compile(text)) for text in texts]

    def bind(self, row):
        from celpy import celtypes

        types = {int: celtypes.IntType, float: celtypes.DoubleType}
        return {name: types[type(value)](value) for name, value in row.items() if value is not None}

    def evaluate(self, rule, row):
        return rule.evaluate(row)


class Zen(Rows):
    name = "zen-engine"

    def __init__(self):
        import zen

        texts = [as_text(r, str, lambda c, t, e: f"{c} ? {t} : ({e})", " and ") for r in RULES]
        self.rules = [zen.compile_expression(text) for text in texts]

    def bind(self, row):
        return row

    def evaluate(self, rule, row):
        return rule.evaluate(row)


class OpenFisca:
    name = "openfisca"

    def table(self, columns):
        from openfisca_core.entities import build_entity
        from openfisca_core.periods import DateUnit
        from openfisca_core.simulation_builder import SimulationBuilder
        from openfisca_core.taxbenefitsystems import TaxBenefitSystem
        from openfisca_core.variables import Variable

        region = build_entity(key="region", plural="regions", label="region", is_person=True)
        system = TaxBenefitSystem([region])
        common = {"entity": region, "definition_period": DateUnit.YEAR}

        def formula_of(rule):
            def formula(regions, period):
                with np.errstate(divide="ignore", invalid="ignore"):
                    return Numpy().rule(rule, {name: regions(name, period) for name in fields_of(rule)})

            return formula

        for name in NAMES:
            system.add_variable(type(name, (Variable,), {"value_type": float, **common}))
        for rule in RULES:
            kind = {"value_type": int, "formula": formula_of(rule), **common}
            system.add_variable(type("is_" + rule["name"], (Variable,), kind))
        simulation = SimulationBuilder().build_default_simulation(system, count=len(columns[NAMES[0]]))
        for name, values in columns.items():
            simulation.set_input(name, "2026", np.array(values, dtype=float))
        return simulation

    def judge(self, simulation):
        for rule in RULES:
            simulation.delete_arrays("is_" + rule["name"])
        return [simulation.calculate("is_" + rule["name"], "2026") for rule in RULES]


def has_gaps(values):
    return not isinstance(values, np.ndarray) and any(value is None for value in values)


def columns_of(case):
    read = float if case["kind"] == "decimal" else int
    rows = [[None if text is None else read(text) for text in row] for row in case["rows"]]
    return dict(zip(NAMES, map(list, zip(*rows))))


def count(engine, case):
    """How many verdicts are wrong, and how many are left open though they are decided."""
    wrong = left = 0
    said = engine.judge(engine.table(columns_of(case)))
    for at, codes in enumerate(said):
        for code, row in zip(codes, case["verdicts"]):
            exact = row[at]
            if code == UNKNOWN:
                left += exact not in (UNKNOWN, PENDING)
            else:
                wrong += code != exact and not (exact == PENDING and code == NOT_MET)
    return wrong, left


def national(rows):
    """Whole numbers as they are in a country; their sizes matter here, their verdicts do not."""
    random = np.random.default_rng(20)
    population = random.integers(40, 1_500, rows) * 1_000
    of_population = {"elderly": 0.2, "doctors": 0.0025, "nurses": 0.0038, "rehab_doctors": 8e-5, "therapists": 12e-5,
                     "caregivers": 0.004, "social_workers": 45e-5, "beds": 0.0065, "rehab_beds": 13e-5,
                     "nursing_beds": 0.0039, "institutions": 5e-4}
    made = {name: (population * part * random.uniform(0.5, 1.5, rows)).astype(np.int64) for name, part in of_population.items()}
    return {"population": population, **made}


def report(make):
    engine = make()
    few = [{**case, "rows": case["rows"][: len(case["rows"]) // 10]} for case in CASES]
    counts = [count(engine, case) for case in (few if getattr(engine, "tenth", False) else CASES)]
    rows = getattr(engine, "rows", ROWS)
    columns = national(rows)
    if isinstance(engine, Rows):
        columns = {name: values.tolist() for name, values in columns.items()}
    table = engine.table(columns)
    seconds = []
    for _ in range(TURNS):
        begin = time.perf_counter()
        engine.judge(table)
        seconds.append(time.perf_counter() - begin)
    each = median(seconds) / rows / len(RULES) * 1e9
    wrong = " | ".join(str(wrong) for wrong, _ in counts)
    print(f"| {engine.name} (Python) | {wrong} | {sum(left for _, left in counts)} | {each:.1f} | |", flush=True)


for make in [Polars, Numpy, Duckdb, Pyarrow, Cel, Zen, OpenFisca]:
    try:
        report(make)
    except ImportError as error:
        print(f"| {make.name} (Python) | not installed: {error} | | | | | | |")

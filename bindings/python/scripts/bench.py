"""The 20 rules of `benches/` over a million rows and 12 columns, from a data frame to a table of verdicts: medians of seven,
in time of the processor, which other work on the machine disturbs less; with two threads in time of the clock.

    python bindings/python/scripts/bench.py [ROWS]
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy
import polars

import dabiao

#: The fields after the population: so many millionths of another one, from and to.
MADE = {
    "elderly": ("population", 100_000, 400_000),
    "doctors": ("population", 1_500, 3_500),
    "nurses": ("population", 2_800, 4_800),
    "rehab_doctors": ("population", 40, 120),
    "therapists": ("population", 60, 180),
    "caregivers": ("elderly", 10_000, 30_000),
    "social_workers": ("elderly", 1_000, 4_000),
    "beds": ("population", 4_500, 8_500),
    "rehab_beds": ("beds", 10_000, 40_000),
    "nursing_beds": ("beds", 400_000, 800_000),
    "institutions": ("population", 200, 800),
}


def policy() -> dabiao.Policy:
    """The rules, as the benches have them."""
    return dabiao.load(Path(__file__).with_name("twenty.dabiao"))


def frame(rows: int, shuffled: bool = False) -> polars.DataFrame:
    """Numbers as they are in a country, for the same rows the same."""
    chance = numpy.random.default_rng(20)
    columns = {"population": chance.integers(40, 1_500, rows) * 1_000}
    for name, (of, low, high) in MADE.items():
        columns[name] = columns[of] * chance.integers(low, high, rows) // 1_000_000
    numbers = chance.permutation(rows) if shuffled else numpy.arange(rows)
    ids = polars.Series("id", [f"r{number:07}" for number in numbers])
    return polars.DataFrame({"id": ids, **columns})


def median(work: Callable[[], object], clock: Callable[[], float] = time.process_time) -> float:
    taken = []
    for _ in range(7):
        started = clock()
        work()
        taken.append(clock() - started)
    return statistics.median(taken) * 1_000


if __name__ == "__main__":
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    judge = policy()
    day = "2026-01-15"
    for title, given in {
        "polars": frame(rows),
        "polars, ids in no order": frame(rows, shuffled=True),
        "pandas": frame(rows).to_pandas(),
        "pyarrow": frame(rows).to_arrow(),
    }.items():
        facts = judge.facts(given)
        columns = judge.columns(facts, as_of=day)
        parts = {
            "facts": lambda: judge.facts(given),
            "verdicts": lambda: judge.columns(facts, as_of=day),
            "to_arrow": lambda: columns.to_arrow(),
            "together": lambda: judge.columns(given, as_of=day).to_arrow(),
        }
        times = {name: median(work) for name, work in parts.items()}
        times["together, two threads"] = median(
            lambda: judge.columns(given, as_of=day, threads=2).to_arrow(), time.perf_counter
        )
        print(f"{rows:,} rows of {title}: " + ", ".join(f"{name} {taken:.0f} ms" for name, taken in times.items()))

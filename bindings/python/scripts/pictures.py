"""The bundled sample facts -> the charts of docs/python.md, as SVG files in the folder that is given."""

from __future__ import annotations

import sys
import warnings
from pathlib import Path

import vl_convert

import dabiao

ROOT = Path(__file__).parents[3]
#: The provinces of the sample.
PROVINCES = ["110000", "330000", "370000", "660000", "940000", "950000"]


def charts() -> dict[str, object]:
    """The charts by the names of their files."""
    policy = dabiao.load("cn_rehab_2021")
    with warnings.catch_warnings():
        # The folder serves several policies.
        warnings.simplefilter("ignore", dabiao.FactsWarning)
        report = policy.evaluate(ROOT / "crates/dabiao-policies/samples", as_of="2026-01-15")
    provinces = report.filter(subject=PROVINCES)
    return {
        "verdicts": provinces.plot("verdicts"),
        "targets": provinces.plot("targets", rule="therapists"),
        "shortfalls": provinces.plot("shortfalls"),
    }


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for name, chart in charts().items():
        made = vl_convert.vegalite_to_svg(chart.to_dict())
        (folder / f"{name}.svg").write_text(made.rstrip("\n") + "\n", encoding="utf-8", newline="\n")

"""The blocks of docs/python.md run, in their order, and so does the readme of the package."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]


def blocks(path):
    return re.findall(r"^```python\n(.*?)^```$", path.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)


@pytest.mark.filterwarnings("default::dabiao.FactsWarning")
@pytest.mark.parametrize("path", ["docs/python.md", "bindings/python/README.md"])
def test_blocks(path, monkeypatch, capsys):
    for library in ("pandas", "polars", "duckdb", "pyarrow", "altair"):
        pytest.importorskip(library)
    monkeypatch.chdir(ROOT)
    found = blocks(ROOT / path)
    assert found
    names = {}
    for at, block in enumerate(found, 1):
        exec(compile(block, f"{path}, block {at}", "exec"), names)

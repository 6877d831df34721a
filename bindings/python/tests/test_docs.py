"""The blocks of docs/python.md run, in their order, and so does the readme of the package; the reference is current."""

import re
import subprocess
import sys
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


def test_the_reference_is_current():
    """`cargo xtask python --docs` writes it."""
    script = ROOT / "bindings/python/scripts/reference.py"
    made = subprocess.run([sys.executable, script], capture_output=True, text=True, encoding="utf-8", check=True).stdout
    assert (ROOT / "docs/python-reference.md").read_text(encoding="utf-8") == made


def test_the_pictures_are_there():
    shown = re.findall(r"!\[[^]]+\]\((pictures/[a-z]+\.svg)\)", (ROOT / "docs/python.md").read_text(encoding="utf-8"))
    assert len(shown) == 3
    for path in shown:
        assert (ROOT / "docs" / path).stat().st_size < 100_000

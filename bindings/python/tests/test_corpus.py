"""The corpus through Python: the bytes of the core, one named test for each case."""

from functools import cache
from pathlib import Path

import pytest

import dabiao

CORPUS = Path(__file__).parents[3] / "tests" / "corpus"


def cases(below):
    return sorted(path.parent for path in (CORPUS / below).glob("*/*/as-of"))


def named(folder):
    return str(folder.relative_to(CORPUS))


bundled = cache(dabiao.load)


def policy_of(folder):
    own = folder / "policy.dabiao"
    return dabiao.load(own) if own.exists() else bundled((folder / "policy").read_text().strip())


@pytest.mark.filterwarnings("ignore::dabiao.FactsWarning")
@pytest.mark.parametrize("folder", [*cases("good"), *cases("policies")], ids=named)
def test_verdicts(folder):
    policy = policy_of(folder)
    reading = folder / "reading"
    report = policy.evaluate(
        folder / "facts",
        as_of=(folder / "as-of").read_text().strip(),
        reading=reading.read_text().strip() if reading.exists() else None,
    )
    expected = folder / "verdicts.json"
    if expected.exists():
        assert report.to_json().encode() == expected.read_bytes()
    else:
        assert len(report) > 0


def shown(folder, lang):
    try:
        policy = dabiao.load(folder / "policy.dabiao", lang=lang)
        facts = policy.facts(folder / "facts") if (folder / "facts").is_dir() else None
    except dabiao.DabiaoError as error:
        return f"{error}\n"
    return facts.warnings if facts else policy.warnings


BAD = sorted(path.parent for path in (CORPUS / "bad").glob("*/*/errors.txt"))


@pytest.mark.filterwarnings("ignore::dabiao.FactsWarning")
@pytest.mark.parametrize("folder", BAD, ids=named)
def test_messages(folder):
    expected = (folder / "errors.txt").read_text(encoding="utf-8")
    found = f"{shown(folder, 'en')}\n{shown(folder, 'zh')}"
    assert found == expected


def test_the_corpus_is_not_empty():
    assert len(cases("good")) >= 50
    assert len(cases("policies")) >= 100
    assert len(BAD) >= 40

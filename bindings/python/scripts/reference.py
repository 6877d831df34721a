"""The docstrings of the installed package -> the pages of docs/python-reference.md, on stdout."""

from __future__ import annotations

import inspect
import re

import dabiao
import dabiao.plots
import dabiao.spark

HEAD = """# dabiao in Python: reference

Made from the docstrings by `cargo xtask python --docs`; the guide is [dabiao in Python](python.md).
"""

PARTS = {
    "Policies": ["compile", "load", "policies", "Policy", "Rule", "Entity", "Attribute", "Input"],
    "Facts and verdicts": ["Facts", "Report", "Judgement", "RuleSummary", "Readings", "Columns", "Record"],
    "Errors": [
        *("DabiaoError", "PolicyError", "FactsError", "LimitError", "InternalError", "FactsWarning", "Diagnostic"),
    ],
}

#: What belongs to every object of Python.
_USUAL = {"__init__", "__repr__", "__str__", "__hash__", "__reduce__", "__dir__", "__len__", "__iter__", "__eq__"}


def page() -> str:
    """The whole page."""
    named = {name for names in PARTS.values() for name in names}
    missing = set(dabiao.__all__) - named - {"__version__"}
    if missing:
        raise SystemExit(f"in no part of the reference: {', '.join(sorted(missing))}")
    parts = [HEAD]
    for title, names in PARTS.items():
        parts.append(f"## {title}\n")
        parts += [_object(f"dabiao.{name}", getattr(dabiao, name)) for name in names]
    for module in (dabiao.plots, dabiao.spark):
        parts.append(f"## {module.__name__}\n\n{_text(module)}")
        parts += [_object(f"{module.__name__}.{name}", getattr(module, name)) for name in module.__all__]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(parts)).rstrip() + "\n"


def _object(name: str, what: object) -> str:
    if not inspect.isclass(what):
        if not callable(what):
            return f"### {name}\n\n```\n{what}\n```\n"
        return f"### {name}\n\n{_signature(name.rpartition('.')[2], what)}\n{_text(what)}"
    parts = [f"### {name}\n\n{_text(what)}"]
    members = list(vars(what).items())
    if what.__module__ == "dabiao._dabiao":
        # Those of native classes come in another order each time.
        members.sort()
    for member, value in members:
        if member.startswith("_") and member not in ("__call__", "__arrow_c_stream__"):
            continue
        of = name.rpartition(".")[2]
        if isinstance(value, property) or inspect.isgetsetdescriptor(value):
            if inspect.getdoc(value):
                parts.append(f"#### {of}.{member}\n\n{_text(value)}")
        elif callable(value):
            doc = _text(value) if member != "__call__" else "The record, judged with these values and no others.\n"
            parts.append(f"#### {of}.{member}\n\n{_signature(member, value)}\n{doc}")
    return "\n".join(parts)


def _signature(name: str, what: object) -> str:
    """The call, as it is written, on a line for each argument where one line does not hold it."""
    shown = []
    marked = False
    signature = inspect.signature(what)  # type: ignore[arg-type]
    for parameter in signature.parameters.values():
        if parameter.name == "self":
            continue
        if parameter.kind is parameter.KEYWORD_ONLY and not marked:
            shown.append("*")
            marked = True
        text = {parameter.VAR_KEYWORD: "**", parameter.VAR_POSITIONAL: "*"}.get(parameter.kind, "") + parameter.name
        if parameter.annotation is not parameter.empty:
            text += f": {parameter.annotation}"
        if parameter.default is not parameter.empty:
            text += f" = {parameter.default!r}" if parameter.annotation is not parameter.empty else f"={parameter.default!r}"
        shown.append(text)
    result = f" -> {signature.return_annotation}" if signature.return_annotation is not signature.empty else ""
    line = f"{name}({', '.join(shown)}){result}"
    if len(line) > 110:
        line = f"{name}(\n    " + ",\n    ".join(shown) + f",\n){result}"
    return f"```python\n{line}\n```\n"


def _text(what: object) -> str:
    """A docstring of numpy's style as Markdown."""
    lines = (inspect.getdoc(what) or "").splitlines()
    made: list[str] = []
    section = ""
    at = 0
    while at < len(lines):
        line = lines[at]
        if at + 1 < len(lines) and re.fullmatch("-{3,}", lines[at + 1]):
            section = line
            made += ["", f"**{section}**", ""]
            at += 2
            if section == "Examples":
                made += ["```python", *"\n".join(lines[at:]).rstrip().splitlines(), "```"]
                break
            continue
        if section in ("Parameters", "Attributes", "Returns", "Raises", "Warns") and line:
            if line.startswith("    "):
                made.append("  " + line.strip())
            else:
                name, _, kind = line.partition(" : ")
                made.append(f"- `{name}`" + (f" ({kind})" if kind else "") + "  ")
        else:
            made.append(line)
        at += 1
    text = re.sub(r":[a-z]+:`([^`]+)`", r"`\1`", "\n".join(made))
    # Literals of reStructuredText as those of Markdown; fences stay.
    return re.sub(r"(?<!`)``([^`\n]+)``(?!`)", r"`\1`", text).strip() + "\n"


if __name__ == "__main__":
    print(page(), end="")

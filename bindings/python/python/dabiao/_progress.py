"""How far a long evaluation has come: one line on stderr, rewritten in place."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from types import TracebackType


class Line:
    """The line. It is called with the number of judgements made, and of all; at its end it stays, with the time taken."""

    def __init__(self) -> None:
        self._started = time.monotonic()
        self._width = 0
        self._draw("reading the facts")

    def __call__(self, done: int, total: int) -> None:
        if total == 0:
            return
        share = done / total
        passed = time.monotonic() - self._started
        left = f", {passed / share - passed:,.0f} s left" if share > 0.01 else ""
        bar = "#" * int(share * 20)
        self._draw(f"[{bar:<20}] {int(share * 100):3d} % of {total:,} verdicts{left}")

    def _draw(self, text: str, end: str = "") -> None:
        # What was drawn before may have been longer.
        sys.stderr.write(f"\r{text:<{self._width}}{end}")
        sys.stderr.flush()
        self._width = len(text)

    def __enter__(self) -> Callable[[int, int], object]:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        passed = time.monotonic() - self._started
        self._draw(f"{'judged' if kind is None else 'stopped'} after {passed:,.1f} s", "\n")

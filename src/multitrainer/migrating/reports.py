"""What a command came to: lines for people, an object for programs, and which of the three ways it ended."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING, Any

from bson import json_util

from multitrainer.migrations.words import KINDS, REASONS
from multitrainer.wire import shown_id

if TYPE_CHECKING:
    from multitrainer.services.moving_over.summaries import Named, Sample, Summary

Raw = dict[str, Any]

LONGEST_SHOWN = 300

OBJECT_ID = re.compile(r'{"\$oid": "([0-9a-f]{24})"}')
"""In samples an id stands bare, so that it differs from the same as text."""

WHERE_LISTED = "List it with `multitrainer migrate status --set-aside`, or as a table with --csv FILE."


class Ending(IntEnum):
    """How a command ended: its exit code."""

    DONE = 0
    LEFT_OVER = 1
    """Finished, with something left that people have to see to."""
    FAILED = 2


@dataclass(frozen=True, slots=True)
class Report:
    """What a command came to."""

    lines: Sequence[str]
    data: Raw
    ending: Ending = Ending.DONE

    def as_json(self) -> str:
        """The object for programs, in MongoDB's relaxed extended JSON."""
        return extended({**self.data, "exitCode": int(self.ending)})


def extended(value: Any) -> str:
    """A value in MongoDB's relaxed extended JSON."""
    return json_util.dumps(value, json_options=json_util.RELAXED_JSON_OPTIONS)


def number(count: float, one: str = "document", several: str = "documents") -> str:
    """So many of something, in words that fit."""
    return f"{count:,.0f} {one if count == 1 else several}"


def ending_of(aside: int) -> Ending:
    """How a command ends that set so many aside."""
    return Ending.LEFT_OVER if aside else Ending.DONE


def planned(summaries: Sequence[Summary]) -> Report:
    """What `plan` found."""
    lines = [line for summary in summaries for line in _planned(summary)]
    aside = sum(summary.aside for summary in summaries)
    data = {"command": "plan", "migrations": [{**counts(s), **_examples(s)} for s in summaries]}
    return Report([*lines, "Nothing was written."], data, ending_of(aside))


BEFORE = (
    "was applied before, so nothing was done. Whether it still holds: `verify`. What was written since: `sync --once`."
)


def moved(command: str, words: str, summaries: Sequence[Summary], aside: Mapping[str, int]) -> Report:
    """What `up` or `sync --once` did, in words, and how many are aside now by migration."""
    lines = [line for summary in summaries for line in _moved(summary, words)]
    left = sum(aside[summary.migration] for summary in summaries)
    if left:
        aside_now = number(left, "document is set aside until it is", "documents are set aside until they are")
        lines.append(f"{aside_now} mended. {WHERE_LISTED}")
    migrations = [{**counts(s), "asideNow": aside[s.migration], **_examples(s)} for s in summaries]
    return Report(lines, {"command": command, "migrations": migrations}, ending_of(left))


def verified(summaries: Sequence[Summary], not_begun: Sequence[str]) -> Report:
    """What `verify` found."""
    lines = [line for summary in summaries for line in _verified(summary)]
    lines += [f"{name}: not begun, so nothing to verify." for name in not_begun]
    wrong = sum(summary.wrong for summary in summaries)
    if not wrong:
        lines.append("No difference was found. Nothing was written.")
    data = {"command": "verify", "wrong": wrong, "notBegun": [*not_begun]}
    migrations = [{**counts(s), "wrong": s.wrong, "differences": _named(s.named)} for s in summaries]
    ending = Ending.FAILED if wrong else ending_of(sum(s.aside for s in summaries))
    return Report(lines, {**data, "migrations": migrations}, ending)


def undone(summaries: Sequence[Summary]) -> Report:
    """What `down` did."""
    lines = [line for summary in summaries for line in _undone(summary)]
    migrations = [{**counts(s), "left": s.wrong, "leftDocuments": _named(s.named)} for s in summaries]
    return Report(lines, {"command": "down", "migrations": migrations}, ending_of(sum(s.wrong for s in summaries)))


def counts(summary: Summary) -> Raw:
    """How many documents were looked at, changed by kind, and set aside by reason."""
    return {
        "migration": summary.migration,
        "seen": summary.seen,
        "changed": dict(summary.kinds),
        "aside": dict(summary.reasons),
    }


def _planned(summary: Summary) -> Iterator[str]:
    yield f"{summary.migration}: {number(summary.seen)} looked at, {summary.changed:,} would change."
    for kind, count in summary.kinds.most_common():
        yield f"  {count:>9,}  {kind}: {KINDS[kind]}"
        yield from (f"             {_before_after(sample)}" for sample in summary.samples[kind])
    if summary.aside:
        yield f"  {summary.aside:,} would be set aside:"
    for reason, count in summary.reasons.most_common():
        yield from _aside(summary, reason, count)


def _moved(summary: Summary, words: str) -> Iterator[str]:
    if summary.was_applied:
        yield f"{summary.migration}: {BEFORE}"
        return
    yield f"{summary.migration}: {words}, {number(summary.changed)} changed in this run."
    yield from (f"  {count:>9,}  {kind}: {KINDS[kind]}" for kind, count in summary.kinds.most_common())
    for reason, count in summary.reasons.most_common():
        yield from _aside(summary, reason, count)


def _aside(summary: Summary, reason: str, count: int) -> Iterator[str]:
    yield f"  {count:>9,}  {reason}: {REASONS[reason].words}"
    yield f"             What to do: {REASONS[reason].to_do}"
    yield from (f"             {_line(example)}" for example in summary.examples.get(reason, ()))


def _verified(summary: Summary) -> Iterator[str]:
    found = f"{number(summary.wrong, 'difference', 'differences')}, {summary.aside:,} set aside"
    yield f"{summary.migration}: {number(summary.seen)} looked at, {found}."
    yield from _listed(summary)


def _undone(summary: Summary) -> Iterator[str]:
    left = number(summary.wrong, "left as it is", "left as they are")
    yield f"{summary.migration}: {number(summary.changed)} restored, {left}."
    yield from _listed(summary)


def _listed(summary: Summary) -> Iterator[str]:
    yield from (f"  {_line(named)}" for named in summary.named)
    if more := summary.wrong - len(summary.named):
        yield f"  and {more:,} more."


def _line(named: Named) -> str:
    return f"{shown_id(named.of)}: {named.words}"


def _before_after(sample: Sample) -> str:
    return f"{shown_id(sample.of)}: {_shortened(sample.change.before)} → {_shortened(sample.change.after)}"


def _shortened(value: Any) -> str:
    text = OBJECT_ID.sub(r"\1", extended(value))
    return text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]}…"


def _examples(summary: Summary) -> Raw:
    samples = {
        kind: [{"_id": s.of, "before": s.change.before, "after": s.change.after} for s in some]
        for kind, some in summary.samples.items()
    }
    return {"samples": samples, "examples": {reason: _named(some) for reason, some in summary.examples.items()}}


def _named(named: Sequence[Named]) -> list[Raw]:
    return [{"_id": one.of, "detail": one.words} for one in named]

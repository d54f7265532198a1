"""Schools, exemptions and admins in the rows of their tabs, and what is wrong with these; problems are added to a list."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from service.policy.exemption import KINDS, Exemption
from service.policy.problems import Problem
from service.policy.register_lines import Line
from service.policy.schools import HalfTerm, School
from service.policy.staff_cells import is_ours


def schools_in(
    lines: Sequence[Line], term_dates: Sequence[Line], ids: frozenset[str], problems: list[Problem]
) -> tuple[School, ...]:
    """Schools with their half-terms. ids: every staff id of the register."""
    problems += [problem for line in lines for problem in _wrong_school(line, ids)]
    lines = [line for line in lines if line.sound and not _leaves_first(line)]
    found: dict[str, dict[str, dict[int, HalfTerm]]] = defaultdict(lambda: defaultdict(dict))
    known = {line.values["id"] for line in lines}
    for line in term_dates:
        if not line.sound:
            continue
        school, cycle = line.values["school"], line.values["cycle"]
        one = HalfTerm(line.values["number"], line.values["starts"], line.values["ends"])
        if school not in known:
            problems.append(Problem("Term dates", line.number, "", "School id", school, f"one of {', '.join(sorted(known))}"))
        elif not 1 <= one.number <= 6 or one.ends < one.starts:
            problems.append(
                Problem("Term dates", line.number, "", "Half-term", str(one.number), "1 to 6, ending after it starts")
            )
        elif one.number in found[school][cycle]:
            message = f"{school} has this half-term of {cycle} already, further up"
            problems.append(Problem("Term dates", line.number, "", "Half-term", str(one.number), message))
        else:
            found[school][cycle][one.number] = one
    return tuple(
        School(**line.values, half_terms={cycle: _in_order(ones.values()) for cycle, ones in found[line.values["id"]].items()})
        for line in lines
    )


def _wrong_school(line: Line, ids: frozenset[str]) -> Iterator[Problem]:
    for leader in line.values.get("leaders", ()):
        if leader not in ids:
            yield Problem("Schools", line.number, "", "Leaders", leader, "nobody in the register has this staff id")
    if _leaves_first(line):
        message = f"before it joins on {line.values['joins']}; its people wait"
        yield Problem("Schools", line.number, "", "Leaves", str(line.values["leaves"]), message)


def _leaves_first(line: Line) -> bool:
    joins, leaves = line.values.get("joins"), line.values.get("leaves")
    return bool(joins and leaves and leaves < joins)


def _in_order(half_terms: Iterable[HalfTerm]) -> tuple[HalfTerm, ...]:
    return tuple(sorted(half_terms, key=lambda one: one.number))


def exemptions_in(lines: Sequence[Line], ids: frozenset[str], problems: list[Problem]) -> tuple[Exemption, ...]:
    """Those that are sound. ids: every staff id of the register."""
    found = []
    for line in lines:
        if not line.sound:
            continue
        one = Exemption(**line.values)
        if one.staff_id not in ids:
            problems.append(
                Problem("Exemptions", line.number, "", "Staff id", one.staff_id, "nobody in the register has this staff id")
            )
        elif one.kind not in KINDS:
            problems.append(Problem("Exemptions", line.number, one.staff_id, "Kind", one.kind, f"one of: {', '.join(KINDS)}"))
        elif one.kind == KINDS[0] and one.ends is None:
            message = "needed for an early career teacher: the day on which induction ends"
            problems.append(Problem("Exemptions", line.number, one.staff_id, "Ends", "", message))
        elif one.ends and one.ends < one.starts:
            problems.append(
                Problem("Exemptions", line.number, one.staff_id, "Ends", str(one.ends), f"before the start on {one.starts}")
            )
        else:
            found.append(one)
    return tuple(found)


def admins_in(lines: Sequence[Line], domains: frozenset[str], problems: list[Problem]) -> frozenset[str]:
    """The addresses of the trust's that are named, lower case."""
    found = set()
    for line in lines:
        if not line.sound:
            continue
        if not is_ours(line.values["email"], domains):
            message = f"not an address of the trust; allowed after the @: {', '.join(sorted(domains))}"
            problems.append(Problem("Admins", line.number, "", "E-mail", line.values["email"], message))
        else:
            found.add(line.values["email"].lower())
    return frozenset(found)

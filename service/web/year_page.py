"""The page on the year as a file of its own, HTML or Markdown, to be sent to whoever should read it first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from jinja2 import Environment, PackageLoader, select_autoescape

from service.web.desk import Section, Table, YearPage

READ_ONLY = "This page only says what would be done. Nothing of it has been done."


def as_markdown(page: YearPage, trust: str) -> str:
    """The page as Markdown."""
    return "\n".join([*_head(page, trust), *(line for one in page.sections for line in _section(one))]).rstrip() + "\n"


def as_html(page: YearPage, trust: str) -> str:
    """The page as one HTML file that needs nothing else."""
    environment = Environment(
        loader=PackageLoader("service.web"), autoescape=select_autoescape(), trim_blocks=True, lstrip_blocks=True
    )
    return environment.get_template("year_sent.html").render(page=page, trust=trust, read_only=READ_ONLY)


def _head(page: YearPage, trust: str) -> Iterator[str]:
    yield from (
        f"# {_plain(page.title)} · {_plain(trust)}",
        "",
        _plain(page.lead),
        "",
        f"{READ_ONLY} Its fingerprint is `{page.fingerprint}`.",
        "",
    )


def _section(section: Section) -> Iterator[str]:
    yield from (f"## {section.title}", "")
    for paragraph in section.text:
        yield from (_plain(paragraph), "")
    if section.table:
        yield from (*_table(section.table), "")
    if section.lines:
        yield from (*(f"- {_plain(line)}" for line in section.lines), "")
    if section.more:
        yield from (f"and {section.more:,} more", "")


def _table(table: Table) -> Iterator[str]:
    yield _row(table.headings)
    yield _row(["---"] * len(table.headings))
    for row in table.rows:
        yield _row(row)


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(_plain(cell).replace('|', '/') for cell in cells)} |"


def _plain(text: str) -> str:
    """A name with a star or a bracket in it stays what it is."""
    for letter in "\\`*_[]<>":
        text = text.replace(letter, f"\\{letter}")
    return " ".join(text.split())

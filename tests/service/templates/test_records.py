"""What comes in with a Form, in a Doc that its person does with what they like: their words stay, and a record is there once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from service.google.document_records import requests_for
from service.policy.record import Part, Record
from tests.service.templates.test_people_edit import EDITS, _edited
from tests.thoroughness import THOROUGH

DAY = datetime(2025, 10, 6, 9, tzinfo=UTC)
people = settings(
    max_examples=80 if THOROUGH else 20,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
WORDS = st.text(alphabet="aé🌱 .=", min_size=1, max_size=12).filter(lambda text: text.strip())
RECORDS = st.lists(st.tuples(st.integers(0, 2), st.integers(0, 5), WORDS, st.booleans()), min_size=1, max_size=5)


def record(response: int, minute: int, words: str, *, listed: bool) -> Record:
    """The later version of a response says something else."""
    parts = (
        Part("A strength", (f"{words} {minute}", "and more"), listed=listed),
        Part("What I am proudest of", (words.strip(),)),
    )
    return Record(f"r{response}", DAY + timedelta(minutes=minute), f"My reflection, {response}", parts)


def keep(document, one):
    """Put a record in; whether anything had to be done."""
    requests = requests_for(document.json, one)
    if requests:
        document.do(requests)
    return bool(requests)


def lines(document):
    return [line.text for line in document.tab.lines if line.text]


def is_within(some, more):
    """Whether all of some stand in more, in the same order."""
    rest = iter(more)
    return all(one in rest for one in some)


@people
@given(key=st.sampled_from(["A/teachers", "B", "C"]), edits=EDITS, records=RECORDS)
def test_whatever_people_did_a_record_comes_in_once_and_takes_none_of_their_words(paper, key, edits, records):
    document = _edited(paper(key), edits)
    theirs = lines(document)
    for response, minute, words, listed in records:
        one = record(response, minute, words, listed=listed)
        keep(document, one)
        assert not keep(document, one)
        assert is_within(theirs, lines(document))


@people
@given(records=RECORDS, edits=EDITS)
def test_what_is_written_into_records_stays_when_more_comes_in(paper, records, edits):
    document = paper("A/teachers")
    for response, minute, words, listed in records:
        keep(document, record(response, minute, words, listed=listed))
    before = {name: place for name, place in document.tab.ranges.items() if name.startswith("ggp.record.")}
    assert before
    place = sorted(before.values(), key=lambda one: one.start)[0]
    document.type(place.start + 2, "MINE")
    _edited(document, [edit for edit in edits if edit[0] == "t"])
    for response in range(3):
        keep(document, record(response, 50 + response, "later", listed=True))
    said = "".join(lines(document))
    assert "MINE" in said or "MINE" in "".join(part for part in said.split()) or _scattered("MINE", said)


def _scattered(word, text):
    """Its letters in order: somebody may have typed between them."""
    rest = iter(text)
    return all(letter in rest for letter in word)


def test_the_newest_stands_on_top_and_each_in_its_own_range(paper):
    document = paper("A/teachers")
    for response, minute in ((0, 5), (1, 1), (2, 9)):
        keep(document, record(response, minute, f"Word{response}", listed=False))
    said = lines(document)
    places = [said.index(f"My reflection, {response}") for response in (2, 0, 1)]
    assert places == sorted(places)
    assert said.index("From the Form") < places[0] < said.index("Or write here")
    styles = {line.text: line.style for line in document.tab.lines}
    assert styles["My reflection, 0"] == "HEADING_2"
    assert styles["A strength"] == "HEADING_3"
    assert styles["Or write here"] == "HEADING_1"


def test_a_changed_answer_takes_the_place_of_one_that_nobody_touched(paper):
    document = paper("A/teachers")
    keep(document, record(0, 1, "Before", listed=True))
    keep(document, record(1, 0, "Older", listed=True))
    keep(document, record(0, 5, "After", listed=True))
    said = "\n".join(lines(document))
    assert "Before" not in said
    assert said.index("After 5") < said.index("Older 0")
    assert sum(name.startswith("ggp.record.") for name in document.tab.ranges) == 2


def test_without_its_line_a_record_comes_in_at_the_end(paper):
    document = paper("A/teachers")
    anchor = next(line for line in document.tab.lines if line.text.startswith("What I answer in the reflection Form"))
    document.delete(anchor.start, anchor.end)
    keep(document, record(0, 1, "Late", listed=False))
    keep(document, record(1, 2, "Later", listed=False))
    said = lines(document)
    assert said.index("A role I hope for") < said.index("My reflection, 1") < said.index("My reflection, 0")
    assert document.read().answers["pull"] == ""


def test_a_record_is_no_part_of_an_answer(paper):
    document = paper("B")
    before = document.read()
    keep(document, record(0, 1, "Grow", listed=True))
    after = document.read()
    assert (after.answers, after.choices, after.missing) == (before.answers, before.choices, before.missing)

"""The words of every template: warm, plain, short, and nothing that ranks anyone."""

from __future__ import annotations

import re

import pytest

from service.policy.template import About, Bullets, Choice, Heading, Question, Table, Text

KEYS = ("A/headteachers", "A/job-description", "A/teachers", "A/teaching-assistants", "B", "C", "D")
NEVER = r"\b(grad(e|ed|es|ing)|rat(ed|ing|ings)|scor(e|es|ed|ing)|target|targets|outstanding|inadequate|performance|apprais\w+)\b"


def _said(template):
    """Every text that a person reads, in order."""
    yield template.heading
    for block in template.blocks:
        if isinstance(block, Heading):
            yield block.text
        elif isinstance(block, Text):
            yield _plain(block.words)
        elif isinstance(block, Bullets):
            yield from (_plain(item) for item in block.items)
        elif isinstance(block, About):
            yield from (field.label for field in block.fields)
        elif isinstance(block, Table):
            yield from block.header
            yield from (row.heading for row in block.rows)
        elif isinstance(block, Question | Choice):
            yield from (one for one in (block.heading, block.hint) if one)


def _plain(words):
    return "".join(span.text for span in words)


def _own_words(template):
    """Sentences in our own words: official titles are none."""
    official = {choice.question for choice in template.choices.values()}
    running = [one for one in _said(template) if "Standards" not in one and one not in official]
    return [one.strip() for text in running for one in re.split(r"(?<=[.?!])\s", text) if " " in one.strip()]


@pytest.mark.parametrize("key", KEYS)
def test_nothing_ranks_anyone(templates, key):
    assert not [text for text in _said(templates[key]) if re.search(NEVER, text, re.IGNORECASE)]


@pytest.mark.parametrize("key", KEYS)
def test_pay_is_named_once_to_say_that_it_has_no_place_here(templates, key):
    about_pay = [text for text in _said(templates[key]) if re.search(r"\bpay\b", text)]
    assert len(about_pay) == 1
    assert "nothing here is evidence for pay or capability" in about_pay[0]


@pytest.mark.parametrize("key", KEYS)
def test_sentences_are_short(templates, key):
    lengths = [len(sentence.split()) for sentence in _own_words(templates[key])]
    assert max(lengths) <= 22
    assert sum(lengths) / len(lengths) <= 10


@pytest.mark.parametrize("key", KEYS)
def test_a_reader_of_twelve_can_follow(templates, key):
    """Flesch-Kincaid (Kincaid et al. 1975): a grade of 7 is the American year of twelve-year-olds."""
    sentences = _own_words(templates[key])
    words = [word for sentence in sentences for word in re.findall(r"[A-Za-z']+", sentence)]
    grade = 0.39 * len(words) / len(sentences) + 11.8 * sum(map(_syllables, words)) / len(words) - 15.59
    assert grade <= 7


def _syllables(word):
    word = re.sub(r"(?<=[^l])e$|(?<=[^dt])ed$", "", word.lower())
    return max(1, len(re.findall(r"[aeiouy]+", word)))


@pytest.mark.parametrize("key", KEYS)
def test_a_link_says_where_it_leads(templates, key):
    spans = [span for block in templates[key].blocks if isinstance(block, Text) for span in block.words if span.link]
    for span in spans:
        assert span.link.startswith("https://")
        assert len(span.text.split()) >= 2
        assert not re.search(r"^(here|this|link|click)|https?:", span.text, re.IGNORECASE)


def test_official_wording_is_linked_to_and_not_quoted(templates):
    texts = [block for block in templates["A/teachers"].blocks if isinstance(block, Text)]
    links = [span.link for text in texts for span in text.words if span.link]
    assert links == ["https://www.gov.uk/government/publications/teachers-standards"]
    assert not any(one.hint for one in templates["A/teachers"].questions.values() if getattr(one, "choice", None))


def test_a_reflection_begins_with_strengths(templates):
    assert next(iter(templates["A/teachers"].questions)) == "proudest"


def test_a_presentation_is_one_page(templates):
    """About 45 lines of 11 points fit on A4; headings take two, answers get one each to start with."""
    plan = templates["D"]
    lines = 2 + 2 * sum(isinstance(block, Heading) for block in plan.blocks) + 2 + len(plan.fields)
    lines += 4 * sum(isinstance(block, Question | Choice) for block in plan.blocks)
    assert lines <= 45

"""Numbers as text by a section of a number format, and by no format at all."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from local_workspace.sheets.locales import separators
from local_workspace.sheets.patterns import Section

Tokens = tuple[tuple[str, str], ...]


def general(value: float, locale: str) -> str:
    """The automatic format: ten digits at most, very large and very small numbers with an exponent."""
    if float(value).is_integer() and abs(value) < 1e15:
        return str(int(value))
    if 1e-9 <= abs(value) < 1e15:
        digits = max(0, 10 - len(str(int(abs(value)))) if abs(value) >= 1 else 10 - _leading(value))
        text = f"{value:.{digits}f}".rstrip("0").rstrip(".") if digits else f"{value:.0f}"
    else:
        mantissa, _, exponent = f"{value:.5e}".partition("e")
        text = f"{mantissa.rstrip('0').rstrip('.')}E{exponent[0]}{exponent[1:].lstrip('0').rjust(2, '0')}"
    return text.replace(".", separators(locale)[0])


def _leading(value: float) -> int:
    """Below zero for each zero right after the point: they do not count as digits."""
    return -int(-Decimal(value).adjusted() - 1)


def by_section(value: float, section: Section, locale: str) -> str:
    """A number by a section of a pattern. The sign is the caller's matter for a section of negative numbers."""
    tokens = section.tokens
    if any(name == "slash" for name, _ in tokens) and any(name == "digit" for name, _ in tokens):
        return _fraction(value, tokens)
    if any(name == "exponent" for name, _ in tokens):
        return _scientific(value, tokens, locale)
    return _decimal(Decimal(repr(value)), tokens, locale)


def _decimal(value: Decimal, tokens: Tokens, locale: str) -> str:
    value *= Decimal(100) ** sum(name == "percent" for name, _ in tokens)
    whole, decimals = _halves(tokens)
    digits = [place for place in whole if tokens[place][0] == "digit"]
    if not digits and not decimals:
        return "".join(text for _, text in tokens)
    commas = [place for place, (name, _) in enumerate(tokens) if name == "comma"]
    last = max(place for place, (name, _) in enumerate(tokens) if name == "digit") if digits or decimals else -1
    scaling = [place for place in commas if place > last]
    value = value.scaleb(-3 * len(scaling))
    places = sum(tokens[place][0] == "digit" for place in decimals)
    rounded = abs(value).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    before, _, after = f"{rounded:f}".partition(".")
    grouped = any(digits and digits[0] < place < digits[-1] for place in commas)
    shown = _before(before, tokens, whole, grouped, locale) + _after(after, tokens, decimals, locale)
    return ("-" if value < 0 and rounded else "") + shown


def _halves(tokens: Tokens) -> tuple[list[int], list[int]]:
    """Places of the tokens before the point, and from it on."""
    point = next((place for place, (name, _) in enumerate(tokens) if name == "point"), len(tokens))
    return list(range(point)), list(range(point, len(tokens)))


def _before(number: str, tokens: Tokens, places: list[int], grouped: bool, locale: str) -> str:
    """Digits from the right, one for each placeholder; what is left over goes to the first of them."""
    digits = [place for place in places if tokens[place][0] == "digit"]
    left, shown, count = number.lstrip("0"), "", 0
    mark = separators(locale)[1]
    for place in reversed(places):
        name, text = tokens[place]
        if name in ("literal", "percent"):
            shown = text + shown
        if name != "digit":
            continue
        taking = [left[-1:] or {"0": "0", "?": " "}.get(text, "")]
        left = left[:-1]
        if place == digits[0]:
            taking += reversed(left)
        for digit in taking:
            if grouped and count and count % 3 == 0 and digit.strip():
                shown = mark + shown
            shown, count = digit + shown, count + 1
    return shown


def _after(number: str, tokens: Tokens, places: list[int], locale: str) -> str:
    shown, position = "", 0
    significant = len(number.rstrip("0"))
    for place in places:
        name, text = tokens[place]
        if name == "digit":
            needed = text == "0" or position < significant
            shown += number[position] if needed else (" " if text == "?" else "")
            position += 1
        elif name == "point":
            shown += separators(locale)[0]
        elif name in ("literal", "percent"):
            shown += text
    return shown


def _scientific(value: float, tokens: Tokens, locale: str) -> str:
    at = next(place for place, (name, _) in enumerate(tokens) if name == "exponent")
    mantissa, exponent = tokens[:at], tokens[at + 1 :]
    whole, _ = _halves(mantissa)
    step = max(1, sum(mantissa[place][0] == "digit" for place in whole))
    power = Decimal(repr(value)).adjusted() // step * step if value else 0
    shown = _decimal(Decimal(repr(value)).scaleb(-power), mantissa, locale)
    if len(shown.lstrip("-").partition(separators(locale)[0])[0]) > step:
        power += step
        shown = _decimal(Decimal(repr(value)).scaleb(-power), mantissa, locale)
    width = sum(text == "0" for name, text in exponent if name == "digit")
    sign = "-" if power < 0 else ("+" if tokens[at][1].endswith("+") else "")
    rest = "".join(text for name, text in exponent if name == "literal")
    return f"{shown}{tokens[at][1][0]}{sign}{str(abs(power)).rjust(width, '0')}{rest}"


def _fraction(value: float, tokens: Tokens) -> str:
    slash = next(place for place, (name, _) in enumerate(tokens) if name == "slash")
    below = "".join(text for name, text in tokens[slash + 1 :] if name in ("digit", "literal"))
    above = [place for place in range(slash) if tokens[place][0] == "digit"]
    mixed = any(tokens[place][0] == "literal" for place in range(above[0], slash))
    denominator = int(below) if below.strip().isdigit() and int(below) else 0
    most = 10 ** max(1, below.count("#") + below.count("?") + below.count("0")) - 1
    whole = int(abs(value)) if mixed else 0
    rest = Fraction(repr(abs(value))) - whole
    part = Fraction(round(rest * denominator), denominator) if denominator else rest.limit_denominator(most)
    if part == 1 and mixed:
        whole, part = whole + 1, Fraction(0)
    bottom = denominator or part.denominator
    shown = f"{part * bottom}/{bottom}" if part or not mixed else ""
    return ("-" if value < 0 else "") + " ".join(
        text for text in (str(whole) if mixed and whole else "", shown) if text or not mixed
    )

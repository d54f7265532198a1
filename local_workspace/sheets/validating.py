"""Whether what a person types meets a cell's rule. The API writes whatever it is given; the pages ask here first
(support.google.com/docs/answer/186103: "Reject the input")."""

from __future__ import annotations

from local_workspace.sheets.areas import Area
from local_workspace.sheets.book import Book
from local_workspace.sheets.conditions import meets
from local_workspace.sheets.formula_values import condition_holds, listed
from local_workspace.sheets.writing import entered


def accepts(book: Book, area: Area, text: str) -> bool:
    """Whether a text may be typed into the one cell of an area. A rule that is not strict takes anything, and so does every
    rule nothing at all."""
    cell = book.cell(area.sheet, area.top, area.left)
    rule = cell.get("dataValidation", {})
    if not rule.get("strict") or not text:
        return True
    typed = entered(book, {name: one for name, one in cell.items() if name != "userEnteredValue"}, text, "USER_ENTERED")
    if "formulaValue" in typed.get("userEnteredValue", {}):
        return True
    condition = rule["condition"]
    found = meets(book, condition, typed)
    place = (area.top, area.left)
    return bool(condition_holds(book, area.sheet, condition, place, place, typed) if found is None else found)


def choices(book: Book, area: Area) -> list[str]:
    """What a cell's rule proposes, in its order; nothing where it is no list."""
    condition = book.cell(area.sheet, area.top, area.left).get("dataValidation", {}).get("condition", {})
    texts = [str(one.get("userEnteredValue", "")) for one in condition.get("values", [])]
    if condition.get("type") == "ONE_OF_LIST":
        return texts
    if condition.get("type") == "ONE_OF_RANGE":
        return sorted(listed(book, area.sheet, texts[0]))
    return ["TRUE", "FALSE"] if condition.get("type") == "BOOLEAN" and not texts else []

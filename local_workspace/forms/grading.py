"""A quiz's own marks: points where an answer is among the correct ones
(developers.google.com/workspace/forms/api/reference/rest/v1/forms#grading)."""

from __future__ import annotations

from collections.abc import Sequence

from local_workspace.core.call import Json
from local_workspace.forms.form import Form


def grade(question: Json, given: Sequence[str]) -> Json | None:
    """The Grade of an answer; None where nothing is graded by itself."""
    grading = question.get("grading")
    if not grading or not grading.get("correctAnswers"):
        return None
    wanted = {one["value"] for one in grading["correctAnswers"].get("answers", ())}
    several = question.get("choiceQuestion", {}).get("type") == "CHECKBOX"
    right = set(given) == wanted if several else bool(given) and given[0] in wanted
    feedback = grading.get("whenRight" if right else "whenWrong") or grading.get("generalFeedback")
    points = {"score": float(grading.get("pointValue", 0)), "correct": True} if right else {}
    return {**points, **({"feedback": feedback} if feedback else {})}


def total(form: Form, grades: Sequence[Json]) -> Json:
    """`totalScore`: "only set if the form was a quiz and the response was graded"."""
    return {"totalScore": sum(float(one.get("score", 0)) for one in grades)} if form.is_quiz and grades else {}

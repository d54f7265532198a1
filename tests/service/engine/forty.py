"""Forty responses to the Forms of a small trust: reflections, some changed and some sent twice; growth conversations, a few by
people who are not the line manager; check-ins, one by somebody who leads nothing."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from service.jobs.gather import gather
from service.policy.form_template import question_id
from service.policy.forms import everyone_key, mark_key, sentence_key, standard_key
from service.policy.people import line_manager_on
from service.policy.teams import all_teams
from service.reconcile.tabs import AGREEMENTS

AGREED = "We talked the plan over and agree on the focus"


def answer_forty(town: Any) -> None:
    """Send them, a minute after each other."""
    found = gather(town.fresh().world)
    people = sorted(found.register.people, key=lambda one: one.staff_id)
    taking_part = [one for one in people if f"2025-26/A/{one.staff_id}" in found.actual.items]
    sent = 0

    def send(form: str, email: str, answers: dict[str, str], response: str = "") -> str:
        nonlocal sent
        town.served.workspace.clock.advance(timedelta(minutes=1))
        file_id = found.actual.items[f"2025-26/form/{form}"].file_id
        body = {"formId": file_id, "email": email, "answers": {question_id(key): text for key, text in answers.items()}}
        sent += not response
        more = {"responseId": response} if response else {}
        answer: str = town.served.workspace.routes["form-responses"](town.served.workspace, {**body, **more})["responseId"]
        return answer

    managed = [one for one in taking_part if line_manager_on(one, found.now.date())]
    teams = [one for one in all_teams(found.register, found.now.date()).values() if one.leads]
    numbers = iter(range(1000))
    while sent < 22:
        one = taking_part[next(numbers) % len(taking_part)]
        heading = found.asks[f"reflection/{one.standards}"].items[0].title
        said = {
            standard_key(heading): "Somewhere I want to grow",
            sentence_key(heading): f"=Number {sent} 🌱",
            "proudest": f"A\nB {sent}",
        }
        response = send(f"reflection/{one.standards}", one.email, said)
        if sent % 5 == 0:
            send(f"reflection/{one.standards}", one.email, {**said, "proudest": f"Changed {sent}"}, response)
    while sent < 32:
        one = managed[next(numbers) % len(managed)]
        manager = found.register.person(line_manager_on(one, found.now.date()) or "")
        by = one if sent % 4 == 0 else manager
        send("conversation", by.email, {"who": f"{one.name} ({one.staff_id})", "agreed": AGREED, "what": f"Agreed {sent}"})
    while sent < 40:
        team = teams[next(numbers) % len(teams)]
        lead = found.register.person(sorted(team.leads)[0])
        by = next(one for one in people if one.staff_id not in team.leads) if sent == 36 else lead
        marks = {mark_key(team.name, one.staff_id): "Apologies" for one in team.members[: sent % 3]}
        yes = "Yes, everyone" if sent % 2 else "Not everyone, as I tick below"
        send(f"check-in/{team.school}", by.email, {"team": team.name, everyone_key(team.name): yes, **marks})


def collected_picture(town: Any) -> dict[str, Any]:
    """What came of them, whatever the order: the workbooks' rows, the agreements, and the text of every Doc."""
    world = town.fresh().world
    found = gather(world)
    items = found.actual.items
    shown: dict[str, Any] = {}
    for key in ("answers/reflections", "answers/check-ins"):
        file_id = items[f"2025-26/{key}"].file_id
        for title in world.books.look(file_id):
            rows = world.books.rows(file_id, title)
            shown[f"{key} {title}"] = sorted(tuple(sorted(row.items())) for row in rows)
    shown["agreements"] = sorted(map(tuple, world.workbook.tables().rows[AGREEMENTS]))
    for key, item in items.items():
        if key.startswith(("2025-26/A/", "2025-26/B/", "2025-26/C/")):
            params = {"fileId": item.file_id, "mimeType": "text/plain"}
            media = town.served.dispatcher.as_person("drive.files.export", "break-glass@stour.example", params)
            shown[key] = media.data.decode()
    return shown

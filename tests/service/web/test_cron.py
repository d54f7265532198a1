"""Cron's entry points, its table and its yaml."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import yaml

from cron import table
from service.errors import Unsure
from service.web import cron
from service.web.desk import Outcome

FROM_CRON = {"X-Appengine-Cron": "true"}
CRON_YAML = Path(table.__file__).with_name("cron.yaml")


@pytest.fixture
def desk(house):
    return house.FakeDesk()


@pytest.fixture
def client(house, desk):
    return house.app(desk, who=None, config=house.GOOGLE).test_client()


@pytest.mark.parametrize("headers", [{}, {"X-Appengine-Cron": "false"}, {"X-Cron": "true"}, {"X-Appengine-Cron": ""}])
def test_anyone_but_cron_gets_403_and_starts_nothing(client, desk, headers):
    answer = client.get("/cron/provision", headers=headers)
    assert answer.status_code == 403
    assert desk.asked == []


def test_a_signed_in_admin_is_not_cron(house, desk):
    client = house.app(desk, who=house.ADMIN).test_client()
    assert client.get("/cron/provision").status_code == 403
    assert "provision_tonight" not in desk.asked


def test_crons_request_runs_the_job_and_answers_200(client, desk):
    answer = client.get("/cron/provision", headers=FROM_CRON)
    assert (answer.status_code, answer.text) == (200, "All 3 changes are made.\n")
    assert desk.asked == ["provision_tonight"]


def test_a_run_that_left_something_answers_500_so_that_cron_tries_again(client, desk):
    desk.outcome = Outcome(False, "2 changes are waiting for certainty.")
    assert client.get("/cron/provision", headers=FROM_CRON).status_code == 500


@pytest.mark.parametrize("problem", [RuntimeError("no"), Unsure("drive.files.list", "backendError")])
def test_a_run_that_breaks_answers_5xx_in_plain_text(client, desk, problem):
    desk.trouble["provision_tonight"] = problem
    answer = client.get("/cron/provision", headers=FROM_CRON)
    assert answer.status_code >= 500
    assert answer.mimetype == "text/plain"


def test_a_job_that_is_not_in_the_table_is_404(client):
    assert client.get("/cron/rollover", headers=FROM_CRON).status_code == 404


def test_a_job_is_not_started_by_post(client, desk):
    assert client.post("/cron/provision", headers=FROM_CRON).status_code >= 400
    assert desk.asked == []


def test_every_job_of_the_table_has_an_entry_point_and_the_other_way_round(desk):
    assert set(cron.jobs(desk)) == {job.name for job in table.TABLE}


def test_cron_yaml_is_the_table():
    assert yaml.safe_load(CRON_YAML.read_text("utf-8")) == json.loads(json.dumps(table.as_cron_yaml()))


def test_what_is_not_daily_comes_again_by_itself_and_is_not_tried_again():
    """``every 5 minutes from 07:00 to 19:00``: docs.cloud.google.com/appengine/docs/standard/reference/cron-yaml."""
    often = {job.name: job for job in table.TABLE if not job.schedule.startswith("every day ")}
    assert {name: job.schedule for name, job in often.items()} == {
        "collect": "every 5 minutes from 07:00 to 19:00",
        "collect-hourly": "every 60 minutes",
    }
    assert not any(job.retries for job in often.values())


def test_every_daily_schedule_is_at_an_hour_that_happens_once_every_day():
    london = ZoneInfo(table.TIMEZONE)
    daily = [job for job in table.TABLE if job.schedule.startswith("every day ")]
    assert {job.name for job in daily} == {"provision", "track", "access"}
    for job in daily:
        hour, minute = map(int, job.schedule.removeprefix("every day ").split(":"))
        for day in (datetime(2026, 3, 29, hour, minute, tzinfo=london), datetime(2026, 10, 25, hour, minute, tzinfo=london)):
            assert day.replace(fold=0).utcoffset() == day.replace(fold=1).utcoffset()
            assert day.astimezone(ZoneInfo("UTC")).astimezone(london) - day == timedelta(0)

"""Next year's cycle as a file, drafted from this year's for a person to look at."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import yaml

from service.policy.cycle import Cycle
from service.policy.drafting import drafted, next_id

HEADING = """\
# Drafted from {last}, a year on. Look at every day, at the drivers, and at what a focus may link to.
# Turning the year goes by this file as it is reviewed; days that are changed later count from then on.
"""


def write_draft(folder: Path, cycles: Mapping[str, Cycle], wanted: str) -> Path | None:
    """Draft ``cycles/<wanted>.yaml`` in a trust's folder from the cycle before, if that stands there and the draft does not.

    Where it can't be written, as on App Engine, None: the draft is then made anew wherever it is needed.
    """
    before = next((one for one in cycles.values() if next_id(one) == wanted), None)
    path = folder / "cycles" / f"{wanted}.yaml"
    if before is None or wanted in cycles or path.exists():
        return None
    try:
        path.write_text(HEADING.format(last=before.id) + as_yaml(drafted(before)), "utf-8")
    except OSError:
        return None
    return path


def as_yaml(cycle: Cycle) -> str:
    """A cycle as its file; the standards are docs_templates/' own."""
    data = cycle.model_dump(mode="python", exclude={"standards"})
    windows = {appendix.value: window for appendix, window in data.pop("windows").items()}
    plain = {**data, "drivers": list(data["drivers"]), "areas": [_listed(one) for one in data["areas"]]}
    plain |= {"windows": windows, "half_terms": list(data["half_terms"])}
    return yaml.safe_dump(plain, sort_keys=False, allow_unicode=True, width=130)


def _listed(area: Mapping[str, object]) -> dict[str, object]:
    return {name: list(value) if isinstance(value, tuple) else value for name, value in area.items()}

"""The settings of the environment, read once when something is started."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from service.errors import SetUpError

SAMPLE = Path(__file__).parents[1] / "trust"


class Settings(BaseSettings):
    """Every setting, as `.env.example` explains it. An empty one counts as not given."""

    model_config = SettingsConfigDict(env_prefix="GGP_", env_file=".env", env_ignore_empty=True, extra="ignore", frozen=True)

    workspace: str = ""
    key_file: Path | None = None
    trust: Path = SAMPLE
    pace: Literal["google", "unlimited"] | None = None
    iap_audience: str = ""
    secret_key: str = ""
    log_salt: str = ""


def read_settings() -> Settings:
    """From the environment and `.env`. Raises SetUpError naming each setting that is wrong."""
    try:
        return Settings()
    except ValidationError as problem:
        wrong = ", ".join("GGP_" + "_".join(str(part) for part in error["loc"]).upper() for error in problem.errors())
        raise SetUpError(f"these settings are wrong: {wrong}; .env.example explains them") from problem

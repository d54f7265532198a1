"""The service as gunicorn starts it: ``gunicorn 'service.web.server:app()'``. Nothing happens before that call."""

from __future__ import annotations

import sys

from service.web import logs
from service.web.app import Service, create_app
from service.web.chooser import LocalIdentity
from service.web.config import Front
from service.web.iap import IapIdentity


def app() -> Service:
    """The service of the environment's settings. Raises SetUpError."""
    from service.wiring import front  # here, because wiring knows this package's values: no circle at import

    return serve(front())


def serve(front: Front) -> Service:
    """One service. Its identity is the signed header's where there is a verifier, else the chooser's, which `create_app`
    refuses on Google's Workspace."""
    logs.configure(sys.stdout, front.config.log_salt)
    return create_app(front.config, front.desk, IapIdentity(front.verify) if front.verify else LocalIdentity())

"""Service accounts' keys: made here, written in the form of Google's key files, kept only as their public half."""

from __future__ import annotations

import json
import secrets
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from local_workspace.core.workspace import Workspace


def make_key(workspace: Workspace, email: str, project: str) -> dict[str, str]:
    """A new key for a service account, as its key file. The private half is kept nowhere else."""
    private = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    public = private.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    key_id = secrets.token_hex(20)
    with workspace.lock:
        workspace.db.execute("INSERT INTO service_keys VALUES (?, ?, ?)", (key_id, email, public.decode()))
    pem = private.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    return {
        "type": "service_account",
        "project_id": project,
        "private_key_id": key_id,
        "private_key": pem.decode(),
        "client_email": email,
        "client_id": "1" + str(int(key_id, 16))[:20],
        "token_uri": f"{workspace.base_url}/token",
        "universe_domain": "googleapis.com",
    }


def write_key_file(workspace: Workspace, path: Path, email: str, project: str) -> None:
    """Write a key to a file that only its owner may read; one there that still fits is kept, with this server's address."""
    key = _fitting(workspace, path, email) or make_key(workspace, email, project)
    path.touch(mode=0o600, exist_ok=True)
    path.chmod(0o600)
    path.write_text(json.dumps(key, indent=2), "utf-8")


def _fitting(workspace: Workspace, path: Path, email: str) -> dict[str, str] | None:
    try:
        key: dict[str, str] = json.loads(path.read_text("utf-8"))
        wanted = (key["private_key_id"], email)
    except (OSError, ValueError, KeyError, TypeError):
        return None
    known = workspace.db.execute("SELECT 1 FROM service_keys WHERE key_id = ? AND email = ?", wanted).fetchone()
    return key | {"token_uri": f"{workspace.base_url}/token"} if known else None

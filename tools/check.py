"""The checks: style, types, import contracts. One after the other, each to its end; exit 1 if any found something."""

from __future__ import annotations

import subprocess
import sys

CHECKS = (
    ("style", ["ruff", "check", "."]),
    ("format", ["ruff", "format", "--check", "."]),
    ("types", ["mypy"]),
    ("imports", ["lint-imports", "--no-cache"]),
)


def main() -> int:
    """Run every check; print which did not pass."""
    failed = []
    for name, (program, *arguments) in CHECKS:
        module = {"lint-imports": "importlinter.cli"}.get(program, program)
        command = [sys.executable, "-m", module, *arguments]
        if program == "lint-imports":
            command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as run; run()", *arguments]
        if subprocess.run(command, check=False).returncode:  # noqa: S603 our own tools
            failed.append(name)
    if failed:
        sys.stderr.write(f"checks that did not pass: {', '.join(failed)}\n")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())

"""Builds what `service/web/static` has from elsewhere: the design system and htmx, at the versions below.

Run once when a version changes, and commit what it writes; nothing of npm is needed at run time. From GOV.UK Frontend it
leaves out what is for government only: the crest, and the typeface GDS Transport, which a system font stack replaces.
The licence texts beside the assets are kept by hand: the npm package of GOV.UK Frontend has none.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tarfile
from pathlib import Path
from tempfile import TemporaryDirectory

STATIC = Path(__file__).parent.parent / "service" / "web" / "static"
GOVUK, HTMX = "govuk-frontend@6.3.0", "htmx.org@4.0.1"
FONTS = 'system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue","Noto Sans","Liberation Sans",sans-serif'

RULE = re.compile(r"[^{}]*\{[^{}]*(?:govuk-crest|GDS Transport;font-style)[^{}]*\}")
SOURCE_MAP = re.compile(r"\n?(?:/\*|//)# sourceMappingURL=\S+(?: \*/)?\s*$")
FORBIDDEN = ("GDS Transport", "crest", "url(", "@font-face")


def main() -> None:
    with TemporaryDirectory() as folder:
        govuk, htmx = (unpacked(package, Path(folder)) for package in (GOVUK, HTMX))
        write("govuk-frontend.min.css", own_dress((govuk / "dist/govuk/govuk-frontend.min.css").read_text("utf-8")))
        write("govuk-frontend.min.js", (govuk / "dist/govuk/govuk-frontend.min.js").read_text("utf-8"))
        write("htmx.min.js", (htmx / "dist/htmx.min.js").read_text("utf-8"))
        write("licences/htmx.txt", (htmx / "LICENSE").read_text("utf-8"))


def unpacked(package: str, folder: Path) -> Path:
    """An npm package's own files. package: ``name@version``."""
    done = subprocess.run(  # noqa: S603 - the package names are the constants above
        ["npm", "pack", "--silent", package],  # noqa: S607
        cwd=folder,
        check=True,
        capture_output=True,
        text=True,
    )
    target = folder / package
    with tarfile.open(folder / done.stdout.strip()) as archive:
        archive.extractall(target, filter="data")
    return target / "package"


def own_dress(css: str) -> str:
    """The design system's CSS without the crest and with the system's typeface. Raises SystemExit if any is left."""
    css = RULE.sub("", css).replace("GDS Transport,arial,sans-serif", FONTS)
    left = [word for word in FORBIDDEN if word in css]
    if left:
        raise SystemExit(f"the design system's CSS still has {', '.join(left)}: look at RULE in {Path(__file__).name}")
    return css


def write(name: str, text: str) -> None:
    text = SOURCE_MAP.sub("", text).rstrip() + "\n"
    (STATIC / name).write_text(text, "utf-8")
    sys.stdout.write(f"{name}: {len(text.encode()):,} bytes\n")


if __name__ == "__main__":
    main()

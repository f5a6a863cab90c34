"""A real Neo4j server for tests and benchmarks, started from `deploy/neo4j-test` with a JDK and Maven, on loopback."""

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import neo4j

PROJECT = Path(__file__).resolve().parent.parent / "deploy" / "neo4j-test"
OPENED = ("java.nio", "java.io", "sun.nio.ch", "java.lang")
LTS, CURRENT = "5.26.30", "2026.08.1"
NEEDS = {LTS: 17, CURRENT: 25}  # the Java that a version runs on, at least
JVMS = ("/usr/lib/jvm", "/Library/Java/JavaVirtualMachines", "/opt/java")
PASSWORD = "for tests only"


class Server(NamedTuple):
    """A running server: its address, its process, and where its data lie."""

    url: str
    process: "subprocess.Popen[str]"
    home: Path


class Unavailable(Exception):
    """Why no server can be started on this machine."""


@contextmanager
def running(version: str = LTS, *, home: Path | None = None, port: int = 0, auth: bool = False, heap: str = "1g", read_only: bool = False) -> Iterator[Server]:
    """A server that ends with the block; with `auth` the user neo4j has PASSWORD. Raises Unavailable.

    `home`: data of an earlier one to go on with, else a folder that is thrown away. `read_only`: nothing may be written but to the system database.
    """
    java, jars = _java(NEEDS[version]), _jars(version)
    with tempfile.TemporaryDirectory(prefix="trilateral-neo4j-") as folder:
        place, port = home or Path(folder, "home"), port or _free_port()
        command = _command(java, version, jars, heap, (str(place), str(port), *(["auth"] * auth), *(["read-only"] * read_only)))
        fresh = not place.exists()
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
            try:
                if not any(line.startswith("ready") for line in process.stdout or ()):
                    raise Unavailable("the Neo4j server ended before it was ready")
                server = Server(f"bolt://127.0.0.1:{port}", process, place)
                if auth and fresh:
                    _set_password(server.url)
                yield server
            finally:
                process.terminate()


@contextmanager
def connected() -> Iterator[neo4j.Driver]:
    """A driver to a server of its own, which ends with the block."""
    with running() as server, neo4j.GraphDatabase.driver(server.url) as driver:
        yield driver


def _command(java: str, version: str, jars: Path, heap: str, arguments: Sequence[str]) -> list[str]:
    opens = [f"--add-opens=java.base/{name}=ALL-UNNAMED" for name in OPENED]
    vectors = ["--add-modules=jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED"] if NEEDS[version] >= 25 else []
    return [java, f"-Xmx{heap}", *opens, *vectors, "-cp", f"{jars}/*", str(PROJECT / "Server.java"), *arguments]


def _set_password(url: str) -> None:
    with neo4j.GraphDatabase.driver(url, auth=("neo4j", "neo4j")) as driver:
        driver.execute_query("ALTER CURRENT USER SET PASSWORD FROM 'neo4j' TO $new", new=PASSWORD, database_="system")


def _jars(version: str) -> Path:
    """The folder of a version's jars, which Maven fills the first time."""
    folder = PROJECT / "target" / version
    if not (folder / "complete").exists():
        if not shutil.which("mvn"):
            raise Unavailable("Maven (mvn) is not on the path")
        fetch = ["mvn", "-q", "-B", "-f", str(PROJECT / "pom.xml"), "dependency:copy-dependencies", f"-Dneo4j.version={version}", f"-DoutputDirectory={folder}"]
        if subprocess.run(fetch, stdout=subprocess.DEVNULL).returncode:
            raise Unavailable(f"Maven could not fetch Neo4j {version}")
        (folder / "complete").touch()
    return folder


def _java(least: int) -> str:
    """A Java of at least this version: of JAVA_HOME, on the path, or in a folder of JDKs."""
    homes = sorted((path for folder in JVMS for path in Path(folder).glob("*")), key=lambda path: path.name)
    candidates = [Path(os.environ.get("JAVA_HOME", "/none"), "bin", "java"), Path(shutil.which("java") or "/none"), *(home / "bin" / "java" for home in homes)]
    for java in candidates:
        if java.is_file() and _version_of(java) >= least:
            return str(java)
    raise Unavailable(f"no Java {least} or newer was found; set JAVA_HOME")


def _version_of(java: Path) -> int:
    release = java.resolve().parent.parent / "release"
    said = next((line for line in release.read_text().splitlines() if line.startswith("JAVA_VERSION=")), "") if release.is_file() else ""
    number = said.partition('"')[2].partition(".")[0].strip('"')
    return int(number) if number.isdecimal() else 0


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])

"""The files of deploy/: what can be held of them without a container engine or a cluster."""

import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from api.settings import PREFIX, Settings
from graph.kernels import __path__ as kernels

ROOT = Path(__file__).resolve().parent.parent
DEPLOY = ROOT / "deploy"
COMPOSE: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
KUBERNETES: list[dict[str, Any]] = list(yaml.safe_load_all((DEPLOY / "kubernetes.yaml").read_text(encoding="utf-8")))
NOTES = (DEPLOY / "README.md").read_text(encoding="utf-8")
CONTAINERFILE = (DEPLOY / "Containerfile").read_text(encoding="utf-8")


def instructions(stage: str) -> list[tuple[str, str]]:
    """Instructions of a stage of the Containerfile, with what each says on one line."""
    whole = re.sub(r"\\\n\s*", "", re.sub(r"^#.*\n", "", stage, flags=re.MULTILINE))
    return [(word, rest) for line in whole.splitlines() if line.strip() for word, _, rest in [line.partition(" ")]]


def pods() -> list[dict[str, Any]]:
    return [one["spec"]["template"]["spec"] for one in KUBERNETES if "template" in one["spec"]]


def containers() -> list[dict[str, Any]]:
    return [one for pod in pods() for one in (*pod.get("initContainers", ()), *pod["containers"])]


def is_secret(name: str) -> bool:
    return bool(re.search(r"PASSWORD|KEY|SECRET|TOKEN|AUTH", name)) and not name.endswith("_FILE")


@pytest.mark.parametrize("name", ["api", "neo4j"])
def test_a_service_of_the_compose_file_has_no_more_rights_than_it_needs(name: str) -> None:
    service = COMPOSE["services"][name]
    user, _, group = service["user"].partition(":")
    assert int(user) > 0
    assert int(group) > 0
    assert service["cap_drop"] == ["ALL"]
    assert "no-new-privileges:true" in service["security_opt"]
    assert not service.keys() & {"privileged", "cap_add", "pid", "network_mode", "devices"}
    assert {"test", "interval", "timeout", "retries", "start_period"} == service["healthcheck"].keys()
    assert service["restart"] == "unless-stopped"


def test_the_api_cannot_write_to_its_image_and_waits_for_the_database() -> None:
    api = COMPOSE["services"]["api"]
    assert api["read_only"] is True
    assert {one.partition(":")[0] for one in api["tmpfs"]} == {"/tmp"}
    assert {one.split(":")[1] for one in api["volumes"]} == {"/data", "/var/cache/trilateral"}
    assert api["depends_on"]["neo4j"]["condition"] == "service_healthy"
    assert all(port.startswith("127.0.0.1:") for port in api["ports"])
    assert "ports" not in COMPOSE["services"]["neo4j"]
    assert COMPOSE["networks"]["inside"]["internal"] is True
    assert COMPOSE["services"]["neo4j"]["networks"] == ["inside"]
    assert api["build"] == {"context": "..", "dockerfile": "deploy/Containerfile"}


def test_what_the_compose_file_names_is_there() -> None:
    for service in COMPOSE["services"].values():
        named = {one.partition(":")[0] for one in service["volumes"]}
        assert named <= COMPOSE["volumes"].keys()
        assert set(service["networks"]) <= COMPOSE["networks"].keys()
        assert set(service["secrets"]) <= COMPOSE["secrets"].keys()


def test_secrets_are_files_that_the_notes_tell_how_to_make_and_git_leaves_out() -> None:
    for secret in COMPOSE["secrets"].values():
        assert f"deploy/{secret['file'].removeprefix('./')}" in NOTES
    assert "deploy/secrets/" in (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
    given = [(name, value) for service in COMPOSE["services"].values() for name, value in service["environment"].items()]
    given += [(one["name"], one["value"]) for container in containers() for one in container.get("env", ())]
    assert not [name for name, _ in given if is_secret(name) and name != f"{PREFIX}NEED_KEYS"]
    assert all(value.startswith("/run/secrets/") for name, value in given if name.endswith("_FILE"))
    assert not [value for _, value in given if "@" in value]


def test_the_settings_that_are_given_are_settings() -> None:
    known = {PREFIX + name.upper() for name in Settings.model_fields}
    given = {name for service in COMPOSE["services"].values() for name in service["environment"] if name.startswith(PREFIX)}
    given |= {one["name"] for container in containers() for one in container.get("env", ()) if one["name"].startswith(PREFIX)}
    given |= set(re.findall(rf"{PREFIX}[A-Z0-9_]+", CONTAINERFILE))
    assert given <= known
    assert {f"{PREFIX}STORE", f"{PREFIX}NEO4J_PASSWORD_FILE", f"{PREFIX}NEED_KEYS"} <= given


def test_the_final_image_runs_as_nobody_in_particular_and_holds_nothing_that_builds() -> None:
    build, final = (instructions(stage) for stage in re.split(r"^(?=FROM )", CONTAINERFILE, flags=re.MULTILINE)[1:])
    assert build[0][1].endswith(" AS build")
    assert not re.search(r"pip install|uv |apt-get|gcc|nodejs", " ".join(rest for _, rest in final))
    assert [rest for word, rest in final if word == "COPY"] == ["--from=build /opt/trilateral /opt/trilateral"]
    words = [word for word, _ in final]
    assert dict(final)["USER"] == "10001:10001" == COMPOSE["services"]["api"]["user"]
    warmed = words.index("USER") + next(place for place, (word, rest) in enumerate(final[words.index("USER") :]) if rest == "python -m graph.kernels")
    assert words[warmed] == "RUN"
    assert Path(next(iter(kernels)), "__main__.py").is_file()
    assert {"HEALTHCHECK", "ENTRYPOINT", "VOLUME"} <= set(words)
    assert 'ENTRYPOINT ["trilateral"]' in CONTAINERFILE
    copied = {rest.split()[0] for word, rest in build if word == "COPY" and "." not in rest.split()[0]}
    assert all((ROOT / name).is_dir() for name in copied)
    assert copied == {"graph", "loaders", "api", "viz", "trilateral"}


def test_pods_have_no_more_rights_than_they_need() -> None:
    assert len(pods()) == 2
    for pod in pods():
        assert pod["automountServiceAccountToken"] is False
        assert pod["securityContext"]["runAsNonRoot"] is True
        assert pod["securityContext"]["runAsUser"] > 0
        assert pod["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
        assert not pod.keys() & {"hostNetwork", "hostPID", "hostIPC"}
    for one in containers():
        assert one["securityContext"]["allowPrivilegeEscalation"] is False
        assert one["securityContext"]["capabilities"] == {"drop": ["ALL"]}
        assert {"requests", "limits"} <= one["resources"].keys()
        assert one["securityContext"].get("readOnlyRootFilesystem", False) is ("trilateral" in one["image"])
    served = {one["name"]: one for one in containers()}
    assert served["api"]["readinessProbe"]["httpGet"]["path"] == "/readyz"
    assert served["neo4j"]["readinessProbe"]


def test_what_kubernetes_names_is_there() -> None:
    for one in KUBERNETES:
        assert {"apiVersion", "kind", "metadata", "spec"} <= one.keys()
        if "template" in one["spec"]:
            labels, pod = one["spec"]["template"]["metadata"]["labels"], one["spec"]["template"]["spec"]
            assert one["spec"]["selector"]["matchLabels"] == labels
            volumes = {volume["name"] for volume in pod["volumes"]} | {claim["metadata"]["name"] for claim in one["spec"].get("volumeClaimTemplates", ())}
            mounted = {mount["name"] for container in (*pod.get("initContainers", ()), *pod["containers"]) for mount in container["volumeMounts"]}
            assert mounted <= volumes
            for volume in pod["volumes"]:
                for item in volume.get("secret", {}).get("items", ()):
                    assert f"--from-file={item['key']}=" in NOTES
    apps = {one["metadata"]["labels"]["app"] for one in KUBERNETES if one["kind"] in ("Deployment", "StatefulSet")}
    assert {one["spec"]["selector"]["app"] for one in KUBERNETES if one["kind"] == "Service"} == apps
    policy = next(one for one in KUBERNETES if one["kind"] == "NetworkPolicy")
    assert policy["spec"]["podSelector"]["matchLabels"]["app"] == "neo4j"


def test_one_version_of_neo4j_is_named_everywhere() -> None:
    images = {COMPOSE["services"]["neo4j"]["image"], *(one["image"] for one in containers() if one["image"].startswith("neo4j"))}
    assert images == {"neo4j:5.26-community"}
    tested = re.search(r"<neo4j.version>([\d.]+)<", (DEPLOY / "neo4j-test" / "pom.xml").read_text(encoding="utf-8"))
    started = re.search(r"^NEO4J \?= ([\d.]+)$", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert tested
    assert started
    assert tested[1] == started[1]
    assert tested[1].startswith("5.26.")


def test_the_notes_name_every_file() -> None:
    for path in DEPLOY.iterdir():
        if path.name not in ("README.md", "secrets"):
            assert f"`{path.name}{'/' if path.is_dir() else ''}`" in NOTES


def test_make_starts_the_server_with_java_and_maven_alone() -> None:
    done = subprocess.run(["make", "--dry-run", "neo4j"], cwd=ROOT, capture_output=True, text=True, check=True)
    assert "dependency:copy-dependencies" in done.stdout
    assert "deploy/neo4j-test/Server.java neo4j-data 7687" in done.stdout
    assert "python" not in done.stdout
    done = subprocess.run(["make", "--dry-run", "demo", "STORE=neo4j://host:7687"], cwd=ROOT, capture_output=True, text=True, check=True)
    assert "--store neo4j://host:7687 demo" in done.stdout

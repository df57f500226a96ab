import re
from typing import Any

import pytest
import yaml

from multitrainer.settings import Settings
from tests.tooling.project import ROOT


@pytest.fixture(scope="module")
def compose() -> Any:
    """docker-compose.yml as data."""
    return yaml.safe_load((ROOT / "docker-compose.yml").read_text())


@pytest.fixture(scope="module")
def dockerfile(compose: Any) -> str:
    """The Dockerfile within it."""
    return str(compose["services"]["api"]["build"]["dockerfile_inline"])


def test_mongodb_is_a_replica_set_that_initiates_itself(compose: Any) -> None:
    mongo = compose["services"]["mongo"]
    assert mongo["image"] == "mongo:8"
    assert mongo["command"][1:3] == ["--replSet", "rs0"]
    probe = mongo["healthcheck"]["test"][-1]
    assert 'rs.initiate({ _id: "rs0"' in probe
    assert "isWritablePrimary" in probe


def test_the_api_waits_for_mongodb_and_tells_its_own_health(compose: Any) -> None:
    api = compose["services"]["api"]
    assert api["depends_on"]["mongo"]["condition"] == "service_healthy"
    assert "/healthz" in api["healthcheck"]["test"][-1]


def test_the_api_is_told_by_real_settings_where_mongodb_is(compose: Any) -> None:
    told = compose["services"]["api"]["environment"]
    known = {f"MULTITRAINER_{name.upper()}" for name in Settings.model_fields}
    assert set(told) <= known
    assert told["MULTITRAINER_MONGODB_URI"] == "mongodb://mongo:27017/multitrainer?replicaSet=rs0"


def test_the_worker_works_apart_on_the_same_database_and_image(compose: Any) -> None:
    api, worker = compose["services"]["api"], compose["services"]["worker"]
    assert worker["command"] == ["multitrainer", "worker"]
    assert worker["image"] == api["image"]
    assert api["environment"]["MULTITRAINER_WORKER"] == "false"
    uri = "MULTITRAINER_MONGODB_URI"
    assert worker["environment"][uri] == api["environment"][uri]
    assert worker["env_file"] == api["env_file"]
    assert set(worker["environment"]) <= {f"MULTITRAINER_{name.upper()}" for name in Settings.model_fields}


def test_e_mails_go_to_a_catcher_of_a_pinned_version_unless_a_mail_server_is_named(compose: Any) -> None:
    told = compose["services"]["worker"]["environment"]
    assert told["MULTITRAINER_SMTP_HOST"] == "${MULTITRAINER_SMTP_HOST:-mail}"
    assert told["MULTITRAINER_SMTP_PORT"] == "${MULTITRAINER_SMTP_PORT:-1025}"
    assert re.fullmatch(r"axllent/mailpit:v\d+\.\d+\.\d+", compose["services"]["mail"]["image"])


def test_a_secret_has_to_be_set_before_anything_starts(compose: Any) -> None:
    name = "MULTITRAINER_JWT_SECRET"
    secret = compose["services"]["api"]["environment"][name]
    assert compose["services"]["worker"]["environment"][name] == secret, "it signs links that the API has to read"
    assert re.fullmatch(r"\$\{MULTITRAINER_JWT_SECRET:\?.*openssl rand -hex 32.*\}", secret)


def test_nothing_listens_beyond_this_machine(compose: Any) -> None:
    ports = [port for service in compose["services"].values() for port in service.get("ports", [])]
    assert ports
    assert all(port.startswith("127.0.0.1:") for port in ports)


def test_services_come_back_and_data_outlives_the_containers(compose: Any) -> None:
    services = compose["services"]
    assert {service["restart"] for service in services.values()} == {"unless-stopped"}
    mounted = {volume.partition(":")[0] for volume in services["mongo"]["volumes"]}
    assert mounted == set(compose["volumes"])


def test_the_image_checks_hashes_and_does_not_run_as_root(dockerfile: str) -> None:
    assert "--require-hashes --requirement requirements.lock" in dockerfile
    last_stage = dockerfile[dockerfile.rindex("\nFROM ") :]
    assert re.search(r"^USER multitrainer$", last_stage, re.MULTILINE)


def test_what_the_image_copies_exists_and_is_in_its_context(dockerfile: str) -> None:
    copied = [
        source
        for line in re.findall(r"^COPY (?!--from)(.+)$", dockerfile, re.MULTILINE)
        for source in line.split()[:-1]
    ]
    allowed = {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    assert set(copied) == allowed
    assert all((ROOT / source).exists() for source in copied)

"""Settings that can't be meant are refused in a sentence that names them, however strange they are."""

from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from pydantic import ValidationError
from typer.testing import CliRunner, Result

from multitrainer.cli import cli
from multitrainer.domain.covers.rules import Answering, CoverRules, Quiet
from multitrainer.domain.questions.rules import TIME_TO_ANSWER
from multitrainer.domain.questions.values import Step
from multitrainer.domain.questions.working_time import Hours
from multitrainer.settings import Settings

FAILED, UTC = 2, ZoneInfo("UTC")
NUMBERS = ("mongodb_timeout_seconds", "body_timeout_seconds", "default_batch_hours", "default_weekly_hours")


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)


def invoked(*arguments: str, **settings: str) -> Result:
    return CliRunner().invoke(cli, arguments, env={f"MULTITRAINER_{name.upper()}": v for name, v in settings.items()})


@pytest.mark.parametrize("name", NUMBERS)
@pytest.mark.parametrize("value", ["inf", "-inf", "nan", "1e300", "0", "1e-400"])
def test_a_number_is_one_that_can_be_reckoned_with(name: str, value: str) -> None:
    with pytest.raises(ValidationError, match=name):
        Settings(_env_file=None, **{name: value})  # type: ignore[arg-type]  # as the environment has it


def test_no_text_has_a_character_that_can_not_be_passed_on() -> None:
    texts = ("host", "mongodb_uri", "mongodb_database", "data_dir", "trainer_roles")
    for name in texts:
        for value in ("a\udcff", "a\0b", "a\n"):
            with pytest.raises(ValidationError, match="can't be printed"):
                Settings(_env_file=None, **{name: value})  # type: ignore[arg-type]  # as the environment has it


@pytest.mark.parametrize("host", ["", "a..b", "a" * 70])
def test_a_host_is_one_that_can_be_looked_up(host: str) -> None:
    with pytest.raises(ValidationError, match="host"):
        Settings(_env_file=None, host=host)


@pytest.mark.parametrize("host", ["0.0.0.0", "::1", "fe80::1%eth0", "localhost", "münchen.example", "a.example."])
def test_every_other_host_may_be_tried(host: str) -> None:
    assert Settings(_env_file=None, host=host).host == host


@pytest.mark.parametrize("zone", ["", "Mars/Olympus", "Europe", "../etc/passwd", "Europe/Berlin ", "+01:00", "/UTC"])
def test_a_time_zone_is_one_that_there_is(zone: str) -> None:
    with pytest.raises(ValidationError, match="time_zone"):
        Settings(_env_file=None, time_zone=zone)


def test_the_institutes_time_zone_is_named_as_iana_does() -> None:
    assert Settings(_env_file=None, time_zone="Europe/Berlin").time_zone == "Europe/Berlin"


def test_an_institute_that_sets_nothing_about_cover_has_the_usual_rules() -> None:
    zone = ZoneInfo("Europe/Berlin")
    assert Settings(_env_file=None).cover_rules(zone) == CoverRules(zone)


def test_an_institute_sets_its_own_rules_of_cover_in_words_that_a_person_reads() -> None:
    stated = {
        "answering": " 3d:1d , 90m:20m:2, 0:5m:10", "quiet": "", "near_minutes": "60", "neighbour_minutes": "0",
        "adjacent_minutes": "10", "together_minutes": "5", "admin_minutes": "30", "long_day_hours": "10",
        "daily_hours": "6.5", "weekly_hours": "25", "fair_hours": "12", "weights": "skills:40, rather-not:-50",
    }  # fmt: skip
    settings = Settings.model_validate({f"cover_{name}": value for name, value in stated.items()})
    assert settings.cover_rules(UTC) == CoverRules(
        UTC,
        weights=(30, 40, 15, 10, 20, -50),
        answering=(Answering(4320, 1440), Answering(90, 20, 2), Answering(0, 5, 10)),
        quiet=None,
        near_minutes=60,
        neighbour_minutes=0,
        adjacent_minutes=10,
        together_minutes=5,
        admin_minutes=30,
        long_day_hours=10,
        daily_hours=6.5,
        weekly_hours=25,
        fair_hours=12,
    )
    assert Settings.model_validate({"cover_quiet": "22:00-06:30"}).cover_quiet == Quiet(22 * 60, 6 * 60 + 30)


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("answering", "", "times left fall"),
        ("answering", "72h:24h", "the last is 0"),
        ("answering", "0:0", "some time to answer"),
        ("answering", "0:999999d", "a year at most"),
        ("answering", "0:15m:0", "At least one"),
        ("answering", "0", "no row like"),
        ("answering", "0:15m:1:1", "no row like"),
        ("answering", "0:15m:-1", "no row like"),
        ("answering", "0:15m:²", "no row like"),
        ("answering", "0:15", "a time that is none, 15"),
        ("answering", "0:1.5h", "a time that is none"),
        ("quiet", "21:00", "no hours like 21:00-07:00"),
        ("quiet", "24:00-07:00", "no hours like"),
        ("quiet", "07:00-07:00", "two times"),
        ("weights", "skils:1", "write one of knows-batch, skills"),
        ("weights", "skills", "write one of"),
        ("weights", "skills:nan", "Weights are numbers"),
        ("weights", "skills:inf", "Weights are numbers"),
        ("weights", "skills:1,skills:2", "twice"),
        ("near_minutes", "-1", "Minutes are 0 to"),
        ("admin_minutes", "99999999", "Minutes are 0 to"),
        ("together_minutes", "1.5", "integer"),
        ("daily_hours", "0", "Hours are more than 0"),
        ("weekly_hours", "nan", "Hours are more than 0"),
        ("long_day_hours", "169", "168 at most"),
        ("fair_hours", "inf", "Hours by which cover is fair"),
    ],
)
def test_rules_of_cover_that_make_no_sense_are_refused_in_the_rules_words(name: str, value: str, words: str) -> None:
    with pytest.raises(ValidationError, match=words) as refused:
        Settings.model_validate({f"cover_{name}": value})
    assert refused.value.errors()[0]["loc"] == (f"cover_{name}",)


@pytest.mark.parametrize("address", ["", "school", "a b@x", "a@x>", "@x", "a@"])
def test_e_mails_come_from_an_address(address: str) -> None:
    with pytest.raises(ValidationError, match="mail_from"):
        Settings(_env_file=None, mail_from=address)


@pytest.mark.parametrize(
    "url",
    ["school.example", "ftp://school.example", "https://", "https://a b", "https://u:p@x.example", "https://x.example?a",
     "https://x.example/#a", "https://x.example/<b>", "https://é.example", "javascript:alert(1)", "https://x.example//a"],
)  # fmt: skip
def test_links_lead_to_an_address_of_the_web(url: str) -> None:
    with pytest.raises(ValidationError, match="public_url"):
        Settings(_env_file=None, public_url=url)


@pytest.mark.parametrize(
    "url", ["https://x.example", "http://127.0.0.1:8000/", "https://x.example/a/b/", "http://[::1]:80"]
)
def test_which_may_be_any_other(url: str) -> None:
    assert Settings(_env_file=None, public_url=url).public_url == url.rstrip("/")
    assert Settings(_env_file=None, public_url="").public_url is None


def test_a_password_of_the_mail_server_is_neither_shown_nor_sent_in_clear() -> None:
    settings = Settings.model_validate({"smtp_host": "mail.example", "smtp_user": "school", "smtp_password": "geheim"})
    assert "geheim" not in repr(settings)
    with pytest.raises(ValidationError, match="in clear"):
        Settings.model_validate({"smtp_host": "mail.example", "smtp_tls": "none", "smtp_password": "geheim"})
    assert Settings.model_validate({"smtp_host": "", "smtp_user": "", "smtp_password": ""}).smtp_host is None


def test_a_key_of_the_old_application_goes_with_every_algorithm_that_is_named() -> None:
    theirs = generate_private_key(65537, 2048).public_key()
    public = theirs.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
    for key, right, wrong in (
        ("t" * 32, "HS256,HS512", ("RS256", "HS256,RS256", "EdDSA")),
        (public, "RS256,PS256", ("HS256", "RS256,HS256", "ES256")),
        (public.replace("\n", "\\n"), "RS256", ("HS256",)),
    ):
        given = {"old_token_key": key, "old_token_algorithms": right}
        assert Settings.model_validate(given).old_token_algorithms == tuple(right.split(","))
        for several in wrong:
            with pytest.raises(ValidationError, match="old_token_algorithms"):
                Settings.model_validate({**given, "old_token_algorithms": several})
    with pytest.raises(ValidationError, match="HS256 needs a shared secret"):
        Settings.model_validate({"old_token_key": public})


def test_an_empty_data_folder_is_the_usual_one(monkeypatch: pytest.MonkeyPatch) -> None:
    usual = Settings(_env_file=None).data_dir
    monkeypatch.setenv("MULTITRAINER_DATA_DIR", "")
    assert Settings(_env_file=None).data_dir == usual


def test_a_relative_data_folder_stays_where_it_is(tmp_path: Path) -> None:
    assert Settings(_env_file=None, data_dir=Path("school")).data_dir == tmp_path / "school"


@pytest.mark.parametrize("command", ["serve", "doctor"])
@pytest.mark.parametrize(
    ("settings", "words"),
    [
        (
            {"cover_answering": "12h:4h,72h:24h"},
            "MULTITRAINER_COVER_ANSWERING: The times left fall from row to row, and the last is 0.",
        ),
        ({"mongodb_timeout_seconds": "inf"}, "MULTITRAINER_MONGODB_TIMEOUT_SECONDS: Input should be a finite number"),
        ({"jwt_secret": "short"}, "MULTITRAINER_JWT_SECRET: should have at least 32 characters, not 5\n"),
        ({"trainer_roles": ","}, "MULTITRAINER_TRAINER_ROLES: Tuple should have at least 1 item, not 0\n"),
        ({"host": ""}, "MULTITRAINER_HOST: String should have at least 1 character"),
        ({"data_dir": "~nobodyatall/x"}, "MULTITRAINER_DATA_DIR: stands for no folder; name one by its whole path"),
        ({"data_dir": "/tmp/\udcff"}, "MULTITRAINER_DATA_DIR: has a line break or another character that can't be"),
    ],
)
def test_a_wrong_setting_is_named(command: str, settings: dict[str, str], words: str) -> None:
    refused = invoked(command, **settings)
    assert (refused.exit_code, refused.stdout) == (FAILED, "")
    assert refused.stderr.startswith(f"A setting is wrong. {words}")


def test_an_argument_that_is_no_text_is_refused() -> None:
    refused = invoked("serve", "--host", "\udcff")
    assert (refused.exit_code, refused.stdout) == (FAILED, "")
    assert "MULTITRAINER_HOST: has a line break or another character" in refused.stderr


@pytest.mark.parametrize("command", ["serve", "doctor"])
def test_a_settings_file_in_another_encoding_is_named(command: str, tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes("MULTITRAINER_HOST=café".encode("latin-1"))
    refused = invoked(command)
    assert (refused.exit_code, refused.stderr) == (FAILED, "The file .env is no UTF-8 text. Save it as UTF-8.\n")


def test_a_settings_file_that_may_not_be_read_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def locked(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    (tmp_path / ".env").touch()
    monkeypatch.setattr(Path, "open", locked)
    monkeypatch.setattr("builtins.open", locked)
    refused = invoked("doctor")
    assert (refused.exit_code, refused.stderr) == (FAILED, "The file .env can't be read: Permission denied.\n")


def test_an_institute_says_when_it_works_in_words_that_a_person_reads() -> None:
    stated = {"working_hours": "sat-sun 10:00-12:00, Tue 13:00-24:00, tue 08:00-12:00", "question_lead_hours": "2.5"}
    rules = Settings.model_validate(stated).question_rules(UTC)
    weekend, tuesday = (Hours(600, 720),), (Hours(480, 720), Hours(780, 1440))
    assert rules.time.week == ((), tuesday, (), (), (), weekend, weekend)
    assert rules.hours == {**TIME_TO_ANSWER, Step.LEAD: 2.5}


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("mon-fri", "no row like mon-fri 09:00-17:00"),
        ("mon-fry 09:00-17:00", "no row like mon-fri 09:00-17:00"),
        ("mon 17:00-09:00", "come one after the other"),
        ("mon 09:00-12:00, mon 11:00-13:00", "come one after the other"),
        ("mon 24:30-24:45", "come one after the other"),
        ("", "on one of them at least"),
    ],
)
def test_working_hours_that_make_no_sense_are_refused(value: str, words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        Settings.model_validate({"working_hours": value})

"""The URI of a database: what is wrong with it is said in words, and never with a part of its credentials."""

import pytest
from pymongo.errors import ExecutionTimeout
from structlog.testing import capture_logs

from multitrainer import connecting, logs
from multitrainer.connecting import CannotConnect, Place, awaited, database_at, short, wait_for, whereabouts
from multitrainer.database import Database
from multitrainer.metrics import Metrics
from multitrainer.settings import Settings

SETTINGS = Settings(_env_file=None)


def refusal(uri: str) -> str:
    with pytest.raises(CannotConnect) as refused:
        database_at(uri, SETTINGS)
    assert str(refused.value).startswith("MULTITRAINER_MONGODB_URI can't be used: ")
    return str(refused.value)


@pytest.mark.parametrize(
    "credentials",
    [
        *("sarah:ge@heim", "sarah:ge@hei/m", "sarah:ge/heim", "sarah:12/heim", "sarah:ge?heim", "sarah:ge?hei=m"),
        *("sarah:12?heim=x", "sarah:ge:heim", "sarah:ge%heim", "sa/rah:geheim", "sa@rah:geheim", "sarah:12/he%40im"),
    ],
)
@pytest.mark.parametrize("scheme", ["mongodb", "mongodb+srv"])
def test_credentials_that_are_not_encoded_are_not_repeated(scheme: str, credentials: str) -> None:
    words = refusal(f"{scheme}://{credentials}@h.example/institute")
    assert "percent-encoded" in words
    assert [part for part in ("ge", "hei", "im", "sa", "rah", "12") if part in words.partition(": ")[2].split()] == []
    assert "h.example" not in words


@pytest.mark.parametrize(
    ("uri", "words"),
    [
        ("sarah:geheim@h", "it has to begin with mongodb:// or mongodb+srv://"),
        ("geheim@h", "it has to begin with mongodb:// or mongodb+srv://"),
        ("mongodb://", "it names no host"),
        ("mongodb://sarah:geheim@", "it names no host"),
        ("mongodb://h,,i", "a comma too many"),
        ("mongodb://sarah:geheim", "behind a host's colon comes its port, a number"),
        ("mongodb://h:27017x", "behind a host's colon comes its port, a number"),
        ("mongodb://::1", r"an IPv6 address stands in [ ]"),
        ("mongodb://h/?datetime_conversion=x", "x"),
    ],
)
def test_what_is_wrong_is_said_in_words(uri: str, words: str) -> None:
    told = refusal(uri)
    assert words in told
    assert "geheim" not in told


@pytest.mark.parametrize(
    "uri",
    [
        "mongodb://sarah:ge%40he%2Fim@h1:27017,h2/institute?replicaSet=rs0",
        "mongodb://sarah:geheim@[::1]:27017",
        "mongodb://%2Ftmp%2Fmongodb-27017.sock/institute",
        "mongodb://h/?appName=sarah%40h",
        "mongodb+srv://sarah:geheim@h.example/institute",
    ],
)
async def test_other_forms_of_a_uri_are_none_of_our_business(uri: str) -> None:
    database_at(uri, SETTINGS).close()


def test_a_message_of_the_driver_is_shown_without_credentials() -> None:
    uri = "mongodb://sarah:ge%40heim@h/?authMechanismProperties=AWS_SESSION_TOKEN:streng,geheim&tlsCAFile=/ca.pem"
    error = ValueError("sarah, ge@heim or ge%40heim at h: geheim is none of streng; see /ca.pem")
    assert short(error, uri) == "***, *** or *** at h: *** is none of ***; see /ca.pem"


async def test_an_unknown_option_is_named_once_without_its_value(recwarn: pytest.WarningsRecorder) -> None:
    uri = "mongodb://h/?proxyPassword=geheim"
    logs.configure("warning")
    with capture_logs() as lines:
        database_at(uri, SETTINGS).close()
        Database(uri, SETTINGS, Metrics()).close()  # the service's own
    logs.configure("error")
    assert lines == [{"event": "unknown-option-in-uri", "log_level": "warning", "option": "proxypassword"}]
    assert "geheim" not in str(lines)
    assert [warning for warning in recwarn if "Unknown option" in str(warning.message)] == []


async def test_a_command_gives_up_on_a_server_that_stays_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connecting, "GIVES_UP_AFTER_SECONDS", 1.0)
    monkeypatch.setattr(connecting, "FIRST_PAUSE_SECONDS", 0.1)
    settings = Settings(_env_file=None, mongodb_timeout_seconds=0.1)
    said: list[str] = []
    with pytest.raises(CannotConnect, match=r"The MongoDB that is meant does not answer for 1 s: .*refused"):
        async with awaited(
            Place("mongodb://sarah:geheim@127.0.0.1:1/?authSource=x", "the MongoDB that is meant", None),
            settings,
            said.append,
            makes_indexes=False,
        ):
            raise AssertionError("nobody is there")
    assert said[0].startswith("No answer from the MongoDB that is meant (127.0.0.1:1: ")
    assert "geheim" not in str(said)


@pytest.mark.parametrize(
    ("uri", "words"),
    [
        ("mongodb://sarah:geheim@h:1,i/institute?tls=true", "the database institute on h:1,i"),
        ("mongodb+srv://sarah:ge%2Fheim@h.example/?w=1", "the database multitrainer on h.example"),
        ("mongodb://[::1]:27017", "the database multitrainer on [::1]:27017"),
        ("mongodb://h/in%20stitute.courses", "the database in stitute on h"),
        ("", "the embedded database in "),
    ],
)
def test_a_database_is_named_without_credentials(uri: str, words: str) -> None:
    assert whereabouts(Settings(_env_file=None, mongodb_uri=uri)).startswith(words)


def test_no_part_of_a_password_is_taken_for_a_host() -> None:
    with pytest.raises(CannotConnect, match="percent-encoded") as refused:
        whereabouts(Settings(_env_file=None, mongodb_uri="mongodb://sarah:ge/heim@h/institute"))
    assert "ge" not in str(refused.value).split(": ", 1)[1].split()


async def test_an_answer_that_would_come_too_late_is_waited_for_as_one_that_does_not_come(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(connecting, "FIRST_PAUSE_SECONDS", 0)
    answers = iter([ExecutionTimeout("operation would exceed time limit"), None])
    told: list[str] = []

    async def ping(_: Database) -> None:
        if error := next(answers):
            raise error

    monkeypatch.setattr(Database, "ping", ping)
    uri = "mongodb://h.example/"
    database = Database(uri, SETTINGS, Metrics())
    await wait_for(database, Place(uri, "the MongoDB that is meant", None), told.append)
    assert len(told) == 1
    assert "No answer" in told[0]

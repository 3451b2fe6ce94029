import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from instagramapi.settings import Settings, WrongSetting, masked, read_settings


def config(folder: Path, text: str) -> dict[str, str]:
    path = folder / "instagramapi.toml"
    path.write_text(text, "utf-8")
    return {"INSTAGRAMAPI_CONFIG": str(path)}


def refusal(environment: dict[str, str]) -> str:
    with pytest.raises(WrongSetting) as refused:
        read_settings(environment)
    return str(refused.value)


def test_without_any_word_the_defaults_hold() -> None:
    settings = read_settings({"HOME": "/root", "PORT": "1"})

    assert settings == Settings()
    assert (settings.data_dir, settings.providers) == (Path("data"), ("demo",))
    assert settings.rate_limit == "none"


def test_a_setting_is_an_environment_variable() -> None:
    settings = read_settings(
        {
            "INSTAGRAMAPI_PORT": "9000",
            "INSTAGRAMAPI_DATA_DIR": "/srv/data",
            "INSTAGRAMAPI_PROVIDERS": "archive, demo,",
            "INSTAGRAMAPI_RATE_LIMIT": "60/minute",
            "INSTAGRAMAPI_ACCESS_LOG": "false",
            "INSTAGRAMAPI_PUBLIC_URL": "https://api.example.com/ig/",
        }
    )

    assert settings.port == 9000
    assert settings.data_dir == Path("/srv/data")
    assert settings.providers == ("archive", "demo")
    assert settings.rate_limit == "60/minute"
    assert not settings.access_log
    assert settings.url == "https://api.example.com/ig"


def test_a_setting_is_a_line_of_the_config_file(tmp_path: Path) -> None:
    text = 'port = 9000\nproviders = ["archive", "demo"]\naccess_log = false\n'

    settings = read_settings(config(tmp_path, text))

    assert (settings.port, settings.providers) == (9000, ("archive", "demo"))
    assert not settings.access_log


def test_the_command_line_wins_over_the_environment_and_that_over_the_file(tmp_path: Path) -> None:
    environment = config(tmp_path, 'host = "10.0.0.1"\nport = 1\ncache_bytes = 1') | {
        "INSTAGRAMAPI_HOST": "10.0.0.2",
        "INSTAGRAMAPI_PORT": "2",
    }

    settings = read_settings(environment, port=3, host=None)

    assert (settings.cache_bytes, settings.host, settings.port) == (1, "10.0.0.2", 3)


@pytest.mark.parametrize(
    ("variable", "message"),
    [
        ("INSTAGRAMAPI_POTR", "is not a setting. Did you mean INSTAGRAMAPI_PORT?"),
        ("INSTAGRAMAPI_DATADIR", "is not a setting. Did you mean INSTAGRAMAPI_DATA_DIR?"),
        ("INSTAGRAMAPI_XYZZY", "is not a setting."),
        ("INSTAGRAMAPI_", "is not a setting."),
    ],
)
def test_an_unknown_variable_is_refused_with_the_near_one(variable: str, message: str) -> None:
    assert refusal({variable: "1"}) == f"{variable} {message}"


def test_an_unknown_line_of_the_file_is_refused_with_the_near_one(tmp_path: Path) -> None:
    environment = config(tmp_path, "potr = 1")

    path = environment["INSTAGRAMAPI_CONFIG"]
    assert refusal(environment) == f"potr in {path} is not a setting. Did you mean port?"


@pytest.mark.parametrize("variable", ["INSTAGRAMAPI_KEY", "INSTAGRAMAPI_URL"])
def test_the_variables_of_a_client_are_no_settings_of_the_server(variable: str) -> None:
    assert read_settings({variable: "ig_live_x"}) == Settings()


@pytest.mark.parametrize(
    ("variable", "value", "says"),
    [
        ("PORT", "http", "valid integer"),
        ("PORT", "70000", "65535"),
        ("PUBLIC_URL", "api.example.com", "must start with http:// or https://"),
        ("PUBLIC_URL", "https://a b", "must start with http:// or https://"),
        ("RATE_LIMIT", "60/week", "for example 60/minute"),
        ("BILLING_CACHED", "half", "'free' or 'full'"),
        ("DEADLINE_S", "0", "greater than 0"),
        ("DEADLINE_S", "nan", "less than or equal to 300"),
        ("STALE_FOR_S", "inf", "less than or equal to 31536000"),
        ("CACHE_BYTES", "-1", "greater than or equal to 0"),
        ("ACCESS_LOG", "maybe", "valid boolean"),
        ("WELCOME_CREDITS", "9" * 30, "less than or equal to"),
    ],
)
def test_a_wrong_value_is_one_line_that_names_the_variable(
    variable: str, value: str, says: str
) -> None:
    message = refusal({f"INSTAGRAMAPI_{variable}": value})

    assert message.startswith(f"INSTAGRAMAPI_{variable} cannot be used: ")
    assert says in message
    assert "\n" not in message


def test_a_wrong_value_in_the_file_is_one_line_that_names_the_setting(tmp_path: Path) -> None:
    message = refusal(config(tmp_path, "providers = [1]"))

    assert message.startswith("INSTAGRAMAPI_PROVIDERS cannot be used: ")
    assert "\n" not in message


@pytest.mark.parametrize("text", ["port = ", "port 1", "\x00", 'host = "a\nb"'])
def test_a_file_that_is_no_toml_is_refused(tmp_path: Path, text: str) -> None:
    environment = config(tmp_path, text)

    message = refusal(environment)

    path = environment["INSTAGRAMAPI_CONFIG"]
    assert message.startswith(f"INSTAGRAMAPI_CONFIG={path} cannot be read: ")
    assert "\n" not in message


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "latin.toml"
    path.write_bytes(b'host = "caf\xe9"')

    assert "cannot be read" in refusal({"INSTAGRAMAPI_CONFIG": str(path)})


@pytest.mark.parametrize("path", ["/no/such/file.toml", ""])
def test_a_file_that_is_not_there_is_refused(path: str) -> None:
    assert refusal({"INSTAGRAMAPI_CONFIG": path}).startswith(
        f"INSTAGRAMAPI_CONFIG={path} cannot be read: "
    )


def test_secrets_are_never_shown() -> None:
    settings = read_settings(
        {
            "INSTAGRAMAPI_SECRET": "hush-hush" * 6,
            "INSTAGRAMAPI_METRICS_TOKEN": "hush-token",
            "INSTAGRAMAPI_PEER_KEY": "hush-key",
        }
    )

    shown = json.dumps(masked(settings), allow_nan=False)
    assert {masked(settings)[name] for name in ("secret", "metrics_token", "peer_key")} == {
        "**********"
    }
    assert "hush" not in shown + repr(settings) + str(settings)


def test_a_refusal_never_repeats_the_value() -> None:
    message = refusal({"INSTAGRAMAPI_SECRET": "canary" * 6, "INSTAGRAMAPI_PORT": "canary"})

    assert "canary" not in message


def test_the_effective_values_are_shown_by_name() -> None:
    shown = masked(Settings())

    assert list(shown) == list(Settings.model_fields)
    assert (shown["data_dir"], shown["secret"]) == ("data", None)


def test_every_setting_is_explained() -> None:
    fields = Settings.model_fields.values()

    assert all(field.description and field.description.endswith(".") for field in fields)


@pytest.mark.parametrize(
    ("host", "url"), [("127.0.0.1", "http://127.0.0.1:8000"), ("::1", "http://[::1]:8000")]
)
def test_callers_reach_the_server_where_it_listens(host: str, url: str) -> None:
    assert Settings(host=host).url == url


def test_the_environment_of_the_process_is_read_when_asked() -> None:
    code = "from instagramapi.settings import read_settings; raise SystemExit(read_settings().port)"
    environment = os.environ | {"INSTAGRAMAPI_PORT": "77"}

    done = subprocess.run([sys.executable, "-c", code], env=environment, check=False)

    assert done.returncode == 77


@pytest.mark.parametrize("seconds", ["0.5", "-1", "86401", "nan"])
def test_the_canary_is_slow_or_off(seconds: str) -> None:
    assert "INSTAGRAMAPI_CANARY_EVERY_S cannot be used: it must be 0, which is off" in refusal(
        {"INSTAGRAMAPI_CANARY_EVERY_S": seconds}
    )


@pytest.mark.parametrize("seconds", ["0", "1", "300.5"])
def test_the_canary_has_a_pace(seconds: str) -> None:
    settings = read_settings({"INSTAGRAMAPI_CANARY_EVERY_S": seconds})

    assert settings.canary_every_s == float(seconds)

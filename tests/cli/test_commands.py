"""Every command: what it prints for people, what for programs, and its exit code."""

import json
import re
import signal
import sqlite3
import subprocess
import textwrap
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from cli_makers import ENVIRONMENT, PROGRAM, run, run_program

from instagramapi.cli.main import main, tree


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder with the account of Ada and 10 credits."""
    made = run(
        *("accounts", "create", "--email", "ada@example.com", "--credits", "10"),
        *("--data-dir", tmp_path / "data"),
    )
    assert made.code == 0
    return tmp_path / "data"


def every_command(command: Any = None, path: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    """List the words of every command but those of the catalogue."""
    command = command or tree()
    below = getattr(command, "commands", None)
    if path == ("call",):
        return []
    if not below:
        return [path]
    return [found for name, each in below.items() for found in every_command(each, (*path, name))]


@pytest.mark.parametrize("words", every_command(), ids=" ".join)
def test_every_command_says_what_it_does_with_an_example_and_takes_json(
    words: tuple[str, ...],
) -> None:
    ran = run(*words, "--help")

    assert ran.code == 0
    assert "Example:" in ran.out
    assert "instagramapi " + " ".join(words) in " ".join(ran.out.split())
    assert "--json" in ran.out


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("accounts create --email bob@example.com", "account_id email credits"),
        ("accounts list", "accounts"),
        ("users create --email bob@example.com", "user_id email account_id role is_operator"),
        ("users list", "users"),
        ("users link --email ada@example.com", "user_id email url expires_at"),
        ("keys create --account ada@example.com --name x", "key key_id mode account_id"),
        ("keys list", "keys"),
        (
            "credits grant --account ada@example.com --amount 5 --reason why",
            "account_id balance",
        ),
        ("credits payments", "payments"),
        ("credits cap --account ada@example.com --day 5", "account_id cap_day cap_month"),
        ("ledger verify", "ok entries accounts violations"),
        ("providers", "providers endpoints"),
        ("migrate", "schema"),
        ("privacy suppress --handle nike", "suppressed entries"),
        ("privacy lift --id 1", "suppressed entries"),
        ("privacy list", "entries"),
        ("privacy erase --handle nike", "suppressed entries erased kept removed dropped"),
    ],
)
def test_with_json_it_prints_one_object_of_these_names(data: Path, words: str, names: str) -> None:
    ran = run(*words.split(), "--data-dir", data, "--json")

    assert (ran.code, ran.err) == (0, "")
    assert list(ran.json) == names.split()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("accounts create --email bob@example.com --credits 5", "with 5 credits"),
        ("accounts list", "ada@example.com"),
        ("users create --email bob@example.com --operator", "owner of account acc_"),
        ("users list", "There is no user yet."),
        ("users link --email ada@example.com", "/link?ticket="),
        ("keys create --account ada@example.com --name x", "ig_live_"),
        ("keys list", "There is no key yet."),
        ("credits grant --account ada@example.com --amount 5 --reason why", "15 credits now"),
        ("credits payments", "There is no payment yet."),
        ("credits cap --account ada@example.com --day 5", "5 credits a day, no cap a month"),
        ("ledger verify", "1 entries of 1 accounts agree"),
        ("providers", "profile/posts"),
        ("migrate", "schema is version"),
        ("privacy suppress --handle nike", "the list has 1 entries"),
        ("privacy lift --handle nike", "the list has 0 entries"),
        ("privacy list", "0 entries"),
        ("privacy erase --handle nike", "no file of this server holds a copy"),
        ("settings", "INSTAGRAMAPI_WELCOME_CREDITS"),
    ],
)
def test_without_json_it_prints_for_people(data: Path, words: str, said: str) -> None:
    ran = run(*words.split(), "--data-dir", data)

    assert ran.code == 0
    assert said in ran.out
    assert "\x1b" not in ran.out + ran.err


@pytest.mark.parametrize(
    ("words", "code", "param"),
    [
        ("keys revoke nonsense", "missing_parameter", "key"),
        ("accounts create --email ada@example.com", "missing_parameter", "email"),
        ("keys create --account x --name y", "missing_parameter", "account"),
        (
            "keys create --account ada@example.com --name y --scope profil",
            "missing_parameter",
            "scopes",
        ),
        ("keys create --name y", "wrong_usage", None),
        ("keys list --colour red", "wrong_usage", None),
        (
            "credits grant --account ada@example.com --amount 0 --reason x",
            "wrong_usage",
            None,
        ),
        ("privacy suppress", "wrong_usage", "handle"),
        ("privacy suppress --handle a --id 1", "wrong_usage", "handle"),
    ],
)
def test_wrong_usage_is_exit_code_2_and_says_which_parameter(
    data: Path, words: str, code: str, param: str | None
) -> None:
    for_programs = run(*words.split(), "--data-dir", data, "--json")
    for_people = run(*words.split(), "--data-dir", data)

    error = for_programs.json["error"]
    assert (error["code"], error["param"]) == (code, param)
    assert (for_programs.code, for_people.code) == (2, 2)
    assert for_people.out == ""
    assert error["message"] in for_people.err


def test_a_command_that_does_not_exist_is_wrong_usage() -> None:
    ran = run("acounts")

    assert ran.code == 2
    assert "Did you mean 'accounts'" in ran.err


def test_a_ledger_that_is_wrong_is_exit_code_1_with_its_violations(data: Path) -> None:
    with closing(sqlite3.connect(data / "instagramapi.db")) as connection:
        connection.execute("UPDATE balances SET balance = 99")
        connection.commit()

    for_programs = run("ledger", "verify", "--data-dir", data, "--json")
    for_people = run("ledger", "verify", "--data-dir", data)

    assert (for_programs.code, for_people.code) == (1, 1)
    assert for_programs.json["ok"] is False
    (violation,) = for_programs.json["violations"]
    assert violation in for_people.out


def test_a_key_is_alone_on_standard_output_so_that_a_script_can_take_it(data: Path) -> None:
    ran = run("keys", "create", "--account", "ada@example.com", "--name", "x", "--data-dir", data)

    assert len(ran.out.strip()) == len("ig_live_") + 32
    assert "not shown again" in ran.err


def test_every_term_of_a_key_has_its_option(data: Path) -> None:
    where = ("--data-dir", data, "--json")
    made = run(
        *("keys", "create", "--account", "ada@example.com", "--name", "x", "--mode", "test"),
        *("--expires-at", "2040-01-31", "--scope", "profile", "--scope", "post"),
        *("--address", "10.0.0.0/8", "--cap-day", "5", "--cap-month", "50"),
        *("--rate-limit", "60/minute", *where),
    )
    (key,) = run("keys", "list", *where).json["keys"]
    table = run("keys", "list", "--data-dir", data).out

    assert made.code == 0
    assert key["scopes"] == ["post", "profile"]
    assert "until 2040-01-31T00:00:00Z; 5 credits/day; 50 credits/month; 60/minute" in table
    assert "only post, profile; from 10.0.0.0/8" in table


def test_a_rotated_key_says_how_long_the_old_one_works(data: Path) -> None:
    where = ("--data-dir", data)
    made = run(
        "keys", "create", "--account", "ada@example.com", "--name", "x", *where, "--json"
    ).json
    rotated = run("keys", "rotate", made["key_id"], "--overlap", "60", *where)
    revoked = run("keys", "revoke", made["key_id"], *where)

    assert rotated.out.startswith("ig_live_")
    assert "works until 20" in rotated.err
    assert revoked.out.startswith(f"Revoked {made['key_id']} at 20")


def test_a_backup_is_made_and_restored(data: Path, tmp_path: Path) -> None:
    backed_up = run("backup", tmp_path / "copy.tar", "--data-dir", data)
    folder = run("backup", tmp_path / "copy", "--data-dir", data, "--json")
    again = run("backup", tmp_path / "copy.tar", "--data-dir", data, "--json")
    restored = run("restore", tmp_path / "copy.tar", "--data-dir", tmp_path / "new")
    also = run("restore", tmp_path / "copy", "--data-dir", tmp_path / "also", "--json")
    over = run("restore", tmp_path / "copy.tar", "--data-dir", data, "--json")

    assert (backed_up.code, folder.code, restored.code) == (0, 0, 0)
    assert folder.json.keys() == {"target", "undelivered", "has_secret"}
    assert also.json.keys() == {"data_dir", "ok", "entries", "accounts", "violations"}
    assert "1 entries of 1 accounts" in restored.out
    assert (again.code, again.json["error"]["code"]) == (1, "target_exists")
    assert (over.code, over.json["error"]["code"]) == (1, "data_dir_not_empty")


def test_files_are_imported_once_and_bad_ones_are_named(tmp_path: Path) -> None:
    (tmp_path / "bad.json").write_text("{")
    where = ("--data-dir", tmp_path / "data")
    ran = run("import", tmp_path, *where, "--json")
    table = run("import", tmp_path, *where)

    assert ran.code == 1
    assert ran.json.keys() == {"imported", "unchanged", "skipped", "items"}
    (skipped,) = ran.json["skipped"]
    assert skipped.keys() == {"file", "reason"}
    assert "bad.json" in skipped["file"]
    assert "bad.json" in table.out


def guide_examples(folder: Path) -> Path:
    """Write the files that the guide shows, and return the table's path."""
    guide = Path(__file__).parents[2] / "docs" / "guides" / "import.md"
    marked = re.findall(r"<!-- example: (\S+) -->\n((?:    .*\n|\n)+)", guide.read_text("utf-8"))
    for name, text in marked:
        (folder / name).write_text(textwrap.dedent(text).strip() + "\n")
    return folder / "posts.csv"


def test_the_example_of_the_guide_works_as_it_stands(tmp_path: Path) -> None:
    path = guide_examples(tmp_path)
    where = ("--data-dir", tmp_path / "data", "--json")

    without = run("import", path, *where)
    ran = run("import", path, "--mapping", tmp_path / "mapping.toml", *where)

    assert without.code == 1
    assert "--mapping" in without.json["skipped"][0]["reason"]
    assert (ran.code, ran.json) == (0, {"imported": 1, "unchanged": 0, "skipped": [], "items": 2})


def test_a_wrong_mapping_is_one_sentence(tmp_path: Path) -> None:
    path = guide_examples(tmp_path)
    (tmp_path / "wrong.toml").write_text('kind = "posts"')

    ran = run(
        *("import", path, "--mapping", tmp_path / "wrong.toml"),
        *("--data-dir", tmp_path / "data", "--json"),
    )

    assert (ran.code, ran.json["error"]["code"]) == (1, "wrong_mapping")


def test_who_was_erased_is_not_imported_again(data: Path, tmp_path: Path) -> None:
    path = guide_examples(tmp_path)
    words = ("import", path, "--mapping", tmp_path / "mapping.toml", "--data-dir", data, "--json")
    run(*words)

    erased = run("privacy", "erase", "--handle", "tilda.bakes", "--data-dir", data, "--json")
    again = run(*words)
    nothing = run("privacy", "erase", "--handle", "tilda.bakes", "--data-dir", data, "--json")

    # The account and two posts; the handle and the id.
    assert (erased.json["removed"], erased.json["entries"]) == (3, 2)
    assert (again.json["imported"], again.json["items"]) == (1, 2)
    assert nothing.json["removed"] == 0


def test_an_interrupted_import_leaves_a_clean_state_and_can_go_on(tmp_path: Path) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    # Half a minute of work, so that the interrupt cannot come too late.
    lines = folder / "lines.ndjson"
    lines.write_text("{}\n" * 300_000)
    words = ("import", folder, "--data-dir", tmp_path / "data", "--json")
    process = subprocess.Popen(
        [PROGRAM, *words],
        env=ENVIRONMENT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        # A shell lets what it runs in the background ignore this signal, and children inherit it.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    while not (tmp_path / "data" / "archive.db").exists():
        assert process.poll() is None
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=30)
    lines.write_text("{}\n" * 3)
    again = run(*words)

    assert (process.returncode, err) == (130, b"")
    assert json.loads(out)["error"]["code"] == "interrupted"
    assert "lines.ndjson" in again.json["skipped"][0]["file"]


def test_a_path_that_does_not_exist_is_wrong_usage(tmp_path: Path) -> None:
    ran = run("import", tmp_path / "nowhere", "--data-dir", tmp_path / "data", "--json")

    assert ran.code == 2
    assert "does not exist" in ran.json["error"]["message"]


def test_settings_mask_their_secrets() -> None:
    secret = "a secret of at least thirty-two characters"
    ran = run_program("settings", "--json", INSTAGRAMAPI_SECRET=secret, INSTAGRAMAPI_PORT="8080")

    assert ran.json["port"] == 8080
    assert secret not in ran.out
    assert ran.json["secret"] == "**********"


def test_the_version_is_told() -> None:
    assert run("version", "--json").json.keys() == {"version"}
    assert run("version").out.startswith("instagramapi ")


def test_without_a_command_it_helps() -> None:
    ran = run()

    assert ran.code == 2
    assert "instagramapi serve" in ran.out + ran.err


def test_a_shell_can_complete_commands() -> None:
    ran = run_program(
        _INSTAGRAMAPI_COMPLETE="complete_bash", COMP_WORDS="instagramapi k", COMP_CWORD="1"
    )

    assert ran.out.split() == ["keys"]


def test_main_returns_the_exit_code() -> None:
    assert main(["version", "--json"]) == 0

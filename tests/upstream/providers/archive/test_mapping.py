"""Mappings: which column is which field; a wrong one is refused in a sentence."""

from pathlib import Path

import pytest

from instagramapi.upstream.providers.archive import WrongMapping, read_mapping

POST = 'kind = "post"\n[fields]\nid = "Id"\n'


def written(tmp_path: Path, text: str | bytes) -> Path:
    path = tmp_path / "mapping.toml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_a_mapping_tells_kind_columns_and_how_to_read(tmp_path: Path) -> None:
    text = 'kind = "post"\ndelimiter = ";"\nunknown = ["NULL"]\nzone = "Europe/Paris"\n[fields]\n'
    text += (
        'id = "Id"\nowner.id = { value = "7" }\nlike_count = { column = "L", thousands = "." }\n'
    )

    mapping = read_mapping(written(tmp_path, text))

    assert (mapping.kind, mapping.delimiter, str(mapping.zone)) == ("post", ";", "Europe/Paris")
    assert sorted(mapping.columns) == ["Id", "L"]
    assert sorted(mapping.unknown) == ["", "NULL"]
    assert [field.path for field in mapping.fields] == [("id",), ("owner", "id"), ("like_count",)]


def test_another_mapping_has_another_digest(tmp_path: Path) -> None:
    one = read_mapping(written(tmp_path, POST))
    other = read_mapping(written(tmp_path, POST + 'caption = "Text"\n'))

    assert one.digest != other.digest


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("kind = ", "is not TOML"),
        (b"\xff", "is not TOML"),
        ("", "`kind` says what a row is: `post`, `profile` or `comment`."),
        ('kind = ["post"]', "`kind` says what a row is"),
        ('knd = "post"', "`knd` means nothing here; did you mean `kind`?"),
        ('kind = "post"', "`[fields]` says for each field of which column it is."),
        (
            'kind = "post"\n[fields]\ncaption = "T"',
            "a post needs `fields.id` or `fields.shortcode`",
        ),
        ('kind = "profile"\n[fields]\nid = "T"', "a profile needs `fields.username`."),
        ('kind = "comment"\n[fields]\nid = "T"', "a comment needs `fields.post_id`."),
        (POST + 'like_cout = "L"', "has no field 'like_cout'; did you mean `like_count`?"),
        (POST + 'zzz = "L"', "has no field 'zzz'; there are: id, shortcode"),
        (POST + 'items = "L"', "`fields.items` holds objects, which a column cannot tell."),
        (POST + 'owner = "L"', "`[fields]` says for each field"),
        (POST + 'owner.username = "L"', "`fields.owner` needs its `id`: names can change hands."),
        (POST + "caption = 5", "`fields.caption` is the name of a column, or a table like"),
        (POST + "caption = { column = 5 }", "`fields.caption` is the name of a column"),
        (POST + 'caption = { colum = "x" }', "`fields.caption.colum` means nothing here; did you"),
        (POST + "caption = {}", "`fields.caption` needs either `column` or `value`."),
        (POST + 'hashtags = { column = "T", separator = "" }', "separator` cannot be empty"),
        ('delimiter = ""\n' + POST, "`delimiter` is one character"),
        ("unknown = 5\n" + POST, "`unknown` is a list of texts"),
        ('zone = "Mars/Olympus"\n' + POST, "`zone` is the name of a time zone"),
        ("zone = 5\n" + POST, "`zone` is the name of a time zone"),
    ],
)
def test_a_wrong_mapping_is_refused_in_a_sentence(
    tmp_path: Path, text: str | bytes, said: str
) -> None:
    with pytest.raises(WrongMapping) as raised:
        read_mapping(written(tmp_path, text))

    assert said in str(raised.value)
    assert "mapping.toml" in str(raised.value)


def test_a_mapping_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(WrongMapping, match="cannot be read: No such file"):
        read_mapping(tmp_path / "nowhere.toml")

"""A table of notes, for the tests of the store."""

from operator import methodcaller

from instagramapi.store.database import Database

CREATE = "CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT UNIQUE)"


def add(text: str) -> methodcaller:
    """Return the operation that writes a note."""
    return methodcaller("execute", "INSERT INTO note (text) VALUES (?)", (text,))


def notes(database: Database) -> list[str]:
    """Read all notes, in the order in which they were written."""
    return [text for (text,) in database.read().execute("SELECT text FROM note ORDER BY id")]

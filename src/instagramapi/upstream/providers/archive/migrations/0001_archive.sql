-- Files that were imported, by what is in them: a copy elsewhere is the same file.
CREATE TABLE files (
    digest BLOB PRIMARY KEY,
    path TEXT NOT NULL,
    edition INTEGER NOT NULL
) WITHOUT ROWID;

-- One row per object: its fields as JSON, and for each field when it was seen so.
CREATE TABLE objects (
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    fields TEXT NOT NULL,
    seen TEXT NOT NULL,
    PRIMARY KEY (kind, id)
) WITHOUT ROWID;

-- From a handle to its account. A handle can change hands: the one seen last has it.
CREATE TABLE accounts (
    id TEXT PRIMARY KEY,
    username TEXT NOT NULL,
    username_seen INTEGER NOT NULL,
    is_private INTEGER NOT NULL,
    is_whole INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX accounts_by_username ON accounts (username, username_seen);

-- What search looks through: `word` is the handle or tag, `words` all that may fit.
CREATE TABLE names (
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    word TEXT NOT NULL,
    words TEXT NOT NULL,
    weight INTEGER NOT NULL,
    PRIMARY KEY (kind, id)
) WITHOUT ROWID;

-- Every list: a shelf is `posts:<account>`, `tag:<name>`, `comments:<post>` and so on.
-- A stated item stands there because a page listed it, whatever the item itself says.
CREATE TABLE shelves (
    shelf TEXT NOT NULL,
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    owner_id TEXT,
    newest INTEGER NOT NULL,
    liked INTEGER NOT NULL,
    is_stated INTEGER NOT NULL,
    PRIMARY KEY (shelf, id)
) WITHOUT ROWID;
CREATE INDEX shelves_by_newest ON shelves (shelf, newest, id);
CREATE INDEX shelves_by_liked ON shelves (shelf, liked, id);
CREATE INDEX shelves_by_item ON shelves (kind, id);

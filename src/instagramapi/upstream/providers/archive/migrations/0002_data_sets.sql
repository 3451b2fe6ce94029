-- How far the import of a large file got, so that after an interrupt it goes on there.
CREATE TABLE begun (
    digest BLOB NOT NULL,
    edition INTEGER NOT NULL,
    parts INTEGER NOT NULL,
    is_whole INTEGER NOT NULL,
    PRIMARY KEY (digest, edition)
) WITHOUT ROWID;

"""The archive: files that the operator already has, imported once and served from then on.

Invariants of this room, each with its test in tests/upstream/providers/archive:

- Importing in any order, or again, gives the same archive (test_documents, test_archive_importer).
- A newer statement about a field wins; what only one record says is kept (test_documents).
- An interrupt loses at most the files, or the parts of one, since the last commit (same).
- A file of any size is imported in bounded memory (test_large_files).
- No file stops an import: it is read, or named with a reason (test_archive_importer, test_garbage).
- Of what a private account shows nothing is kept but that it is private (test_records).
- Who was erased stays away while suppressed, whatever is imported (test_erasing).
- A list that is not whole says so (test_archive_provider).
"""

from instagramapi.upstream.providers.archive.importer import (
    ImportReport,
    Progress,
    Skipped,
    import_paths,
)
from instagramapi.upstream.providers.archive.mapping import Mapping, WrongMapping, read_mapping
from instagramapi.upstream.providers.archive.provider import ArchiveProvider
from instagramapi.upstream.providers.archive.store import ArchiveBusy, ArchiveStore

__all__ = [
    "ArchiveBusy",
    "ArchiveProvider",
    "ArchiveStore",
    "ImportReport",
    "Mapping",
    "Progress",
    "Skipped",
    "WrongMapping",
    "import_paths",
    "read_mapping",
]

"""Where state is kept: one SQLite file, one writer, durable commits shared by all who wait."""

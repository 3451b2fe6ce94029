"""Pictures, videos and sounds of an answer, handed on by this server; see README.md."""

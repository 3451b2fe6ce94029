"""The HTTP face: `/v1` by hand, because it is the hot path; everything else by Starlette."""

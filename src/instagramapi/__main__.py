"""`python -m instagramapi`: the same as the command `instagramapi`."""

import sys

from instagramapi.cli.main import main

sys.exit(main())

"""`python -m trilateral` is the command `trilateral`."""

import sys

from api.cli import main

sys.exit(main())

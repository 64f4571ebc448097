"""`python -m zoo` is the command `zoo`, which imports no modules from the current folder."""

import sys
from pathlib import Path

if not sys.flags.safe_path and Path(sys.path[0]) != Path(__file__).parent.parent:
    del sys.path[0]  # Python adds the current folder, which the command `zoo` does not have

from zoo.cli import main

if __name__ == "__main__":
    main()

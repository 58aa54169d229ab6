"""The pages are tested with a real server and a real browser. The kit of the black-box tests starts the server."""

import pathlib
import sys

sys.path.append(str(pathlib.Path(__file__).resolve().parent.parent / "blackbox"))

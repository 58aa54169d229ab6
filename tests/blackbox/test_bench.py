"""How bench/ measures processes."""

import subprocess
import sys

from kit.process import ROOT

sys.path.insert(0, str(ROOT / "bench"))

import measure  # noqa: E402

# Starts a process that works, and says when that one waits for its end; at each line it goes on.
PARENT = """
import subprocess, sys
work = "sum(range(20_000_000)); print(flush=True); input()"
child = subprocess.Popen([sys.executable, "-c", work], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
child.stdout.readline(); print(flush=True); sys.stdin.readline()
child.communicate(b"\\n"); print(flush=True); sys.stdin.readline()
"""


def test_the_time_of_a_process_that_has_ended_counts():
    with subprocess.Popen([sys.executable, "-c", PARENT], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as parent:
        parent.stdout.readline()
        family, before = measure.family(parent.pid), measure.cpu_seconds(parent.pid)
        parent.stdin.write(b"\n")
        parent.stdin.flush()
        parent.stdout.readline()
        assert len(family) == 2 and measure.family(parent.pid) == [parent.pid]
        assert measure.cpu_seconds(parent.pid) >= before > 0
        assert measure.memory_kib(family) > 0, "the one that is left"
        parent.communicate(b"\n")
    assert measure.cpu_seconds(parent.pid) == 0 and measure.cpu_seconds(None) == 0

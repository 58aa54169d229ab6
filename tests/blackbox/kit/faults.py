"""Counts the system calls of a server and breaks a chosen one, with the library of tests/faults."""

import mmap
import pathlib
import struct

from .process import binary

KILL_BEFORE, KILL_AFTER, EIO, ENOSPC = 1, 2, 3, 4
DATABASE = 2  # the side of calls that send to the database; all other calls change files
_CONTROL = struct.Struct("7I")
_COUNT, _BROKEN, _SIDE = 4, 5, 6


class Fault:
    """What happens at the chosen call: the process is killed before or after it, or the call fails. With `for_good` all
    later calls of the same side (files or database) fail too."""

    def __init__(self, name, kind, for_good=False):
        self.name, self.kind, self.for_good = name, kind, for_good
        self.kills = kind in (KILL_BEFORE, KILL_AFTER)

    def __repr__(self):
        return self.name


FAULTS = [Fault("killed-before", KILL_BEFORE), Fault("killed-after", KILL_AFTER), Fault("EIO", EIO),
          Fault("EIO-for-good", EIO, True), Fault("ENOSPC", ENOSPC), Fault("ENOSPC-for-good", ENOSPC, True)]


def library():
    path = pathlib.Path(binary()).resolve().parents[1] / "tests/faults/liblectern_faults.so"
    assert path.is_file(), f"no library at {path}: build the target lectern_faults"
    return path


class Injector:
    """Controls the faults of one server, through a memory page that the server and this process share."""

    def __init__(self, folder, state, socket=None):
        self._control = folder / "control"
        self._control.write_bytes(bytes(_CONTROL.size))
        self._file = open(self._control, "r+b")
        self._page = mmap.mmap(self._file.fileno(), _CONTROL.size)
        self._trace = folder / "trace"
        self.environment = {"LD_PRELOAD": str(library()), "FAULT_ROOT": str(pathlib.Path(state).resolve()),
                            "FAULT_CONTROL": str(self._control), "FAULT_TRACE": str(self._trace),
                            "ASAN_OPTIONS": "verify_asan_link_order=0:abort_on_error=1"}
        if socket:
            self.environment["FAULT_SOCKET"] = str(socket)

    def close(self):
        self._page.close()
        self._file.close()

    def arm(self, at=0, fault=None):
        """Starts to count at 1, and breaks call number `at` (0: none)."""
        self._trace.write_text("")
        told = _CONTROL.pack(0, at, fault.kind if fault else 0, bool(fault and fault.for_good), 0, 0, 0)
        self._page[4:] = told[4:]
        self._page[0:4] = struct.pack("I", 1)

    def disarm(self):
        self._page[0:4] = struct.pack("I", 0)

    def _word(self, index):
        return _CONTROL.unpack(self._page[:])[index]

    @property
    def count(self):
        return self._word(_COUNT)

    @property
    def broken(self):
        """How many calls were broken."""
        return self._word(_BROKEN)

    @property
    def database_is_away(self):
        """Whether a send to the database was broken."""
        return self.broken > 0 and self._word(_SIDE) == DATABASE

    def calls(self):
        """The calls that were counted, in order: "renameat /lectures/1/recording"."""
        lines = self._trace.read_text(errors="replace").splitlines()
        return [line.split(" ", 1)[1] for line in sorted(lines, key=lambda line: int(line.split(" ", 1)[0]))]

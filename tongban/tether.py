"""Runs a Python module so that it ends when the process that started it ends, however that ended: no orphans.

python -m tongban.tether PARENT_PID MODULE [ARGUMENTS...]
"""

import ctypes
import os
import platform
import runpy
import signal
import sys
import threading
import time

PR_SET_PDEATHSIG = 1


def tethered(parent: int, module: str, arguments: tuple[str, ...] = ()) -> tuple[str, ...]:
    """The command line that runs the module tied to the process `parent`."""
    return (sys.executable, "-m", "tongban.tether", str(parent), module, *arguments)


def tie(parent: int) -> None:
    """From now on this process is told to stop (SIGTERM) when `parent` dies; at once, if it is dead already."""
    if platform.system() == "Linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)
    else:
        threading.Thread(target=_watch, args=(parent,), daemon=True).start()
    if os.getppid() != parent:
        sys.exit(f"The process {parent} that started this one is gone.")


def _watch(parent: int) -> None:
    """Where the kernel does not tell: an orphan gets another parent."""
    while os.getppid() == parent:
        time.sleep(0.5)
    os.kill(os.getpid(), signal.SIGTERM)


def main() -> None:
    parent, module, *arguments = sys.argv[1:]
    tie(int(parent))
    sys.argv = [module, *arguments]
    runpy.run_module(module, run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()

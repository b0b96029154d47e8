"""A folder for one test of the launcher; nothing of it is left afterwards."""

import os
import shutil
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from tongban.postgres import Server, locate, stop


@dataclass(frozen=True, slots=True)
class Place:
    folder: Path
    made: list[Server] = field(default_factory=list)

    def server(self, under: str = ".") -> Server:
        """Small buffers; with TONGBAN_TEST_PG_BIN on that version's programs."""
        programs = os.environ.get("TONGBAN_TEST_PG_BIN")
        found = locate(self.folder / under / "pg", Path(programs) if programs else None, shared_buffers="32MB")
        self.made.append(found)
        return found

    def clear(self) -> None:
        for server in self.made:
            stop(server)
            shutil.rmtree(server.data_dir.parent, ignore_errors=True)
        shutil.rmtree(self.folder, ignore_errors=True)


def new_place() -> Place:
    folder = Path(tempfile.mkdtemp(prefix="tongban-place-")).resolve()
    folder.chmod(0o755)
    return Place(folder)

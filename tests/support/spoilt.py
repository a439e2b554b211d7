"""What may befall a SQLite file that somebody has open."""

from pathlib import Path


def overwritten(file: Path) -> None:
    file.write_bytes(b"\xff" * max(4096, file.stat().st_size))


def its_middle_overwritten(file: Path) -> None:
    with file.open("r+b") as there:
        there.seek(200)
        there.write(b"\xff" * (file.stat().st_size - 200))


def garbage(file: Path) -> None:
    file.write_bytes(bytes(range(1, 251)) * 100)


def with_all_that_belongs_to_it(file: Path) -> None:
    for ending in ("", "-wal", "-shm"):
        file.with_name(file.name + ending).unlink(missing_ok=True)


def alone(file: Path) -> None:
    file.unlink()

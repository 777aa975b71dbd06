"""Whether two states of the project make the same files, byte for byte.

    python -m pytest --basetemp RUN tests/…     in the one checkout; then move RUN to BEFORE
    python -m pytest --basetemp RUN tests/…     in the other
    python -m tools.same_results BEFORE RUN

pytest keeps there whatever its tests made: pictures, movies and sound, also through Blender and the
double of Resolve. RUN is one path for both: names of results depend on where sources lie. Any
two folders can be compared, such as those of two runs of the demo.

Left out is what writers note of the moment: dates, the number of the process in the temporary name
that DPX keeps, text in PNG files (its checksum covers a date), and the names that Matroska draws
for a file, so of that its packets are compared.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from pathlib import Path

import av

RESULTS = frozenset(
    ".exr .png .tif .tiff .dpx .jpg .mov .mp4 .mkv .mxf .webm .wav .otio .csv".split()
)
MOMENT = re.compile(rb"\d{4}[:/-]\d\d[:/-]\d\d[ :T]\d\d:\d\d:\d\d|-\d+\.part\.dpx\0+")
PNG_TEXT = (b"tEXt", b"zTXt", b"iTXt", b"tIME", b"eXIf")
SHOWN = 20


def results(folder: Path) -> dict[str, Path]:
    """Return the results below a folder by their path in it, without links that pytest makes."""
    return {
        path.relative_to(folder).as_posix(): path
        for path in sorted(folder.rglob("*"))
        if path.suffix.lower() in RESULTS
        and path.is_file()
        and not any(part.is_symlink() for part in (path, *path.parents))
    }


def is_same(one: Path, other: Path) -> bool:
    """Return whether two files hold the same, but for the moment of writing."""
    first, second = one.read_bytes(), other.read_bytes()
    if first == second:
        return True
    if one.suffix in (".mkv", ".webm"):
        return packets(one) == packets(other)
    if one.suffix == ".png":
        first, second = without_text(first), without_text(second)
    return MOMENT.sub(b"", first) == MOMENT.sub(b"", second)


def packets(path: Path) -> list[tuple[int, int | None, bytes]]:
    """Return stream, time and content of each packet of a movie."""
    with av.open(f"file:{path}") as movie:
        return [(one.stream.index, one.pts, bytes(one)) for one in movie.demux()]


def without_text(png: bytes) -> bytes:
    """Return a PNG file without its chunks of text."""
    kept, place = png[:8], 8
    while place < len(png):
        end = place + 12 + int.from_bytes(png[place : place + 4], "big")
        if png[place + 4 : place + 8] not in PNG_TEXT:
            kept += png[place:end]
        place = end
    return kept


def main(before: Path, after: Path) -> int:
    """Compare, print what differs, and return the exit code."""
    one, other = results(before), results(after)
    both = one.keys() & other.keys()
    different = sorted(name for name in both if not is_same(one[name], other[name]))
    kinds = Counter(Path(name).suffix.lower() for name in both)
    print(f"{len(both)} in both:", ", ".join(f"{n} {kind}" for kind, n in kinds.most_common()))
    for what, names in (
        ("differ", different),
        ("only before", sorted(one.keys() - both)),
        ("only after", sorted(other.keys() - both)),
    ):
        print(f"{len(names)} {what}")
        print("".join(f"    {name}\n" for name in names[:SHOWN]), end="")
    return 1 if different or not both else 0


if __name__ == "__main__":
    sys.exit(main(*map(Path, sys.argv[1:3])))

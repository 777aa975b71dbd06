"""Whether two states of the project make the same files, byte for byte.

    python -m pytest --basetemp BEFORE          in the one checkout
    python -m pytest --basetemp AFTER           in the other
    python -m tools.same_results BEFORE AFTER

pytest keeps there whatever its tests made: pictures, movies and sound, also through Blender and the
double of Resolve. Any two folders can be compared, such as those of two runs of the demo.
"""

from __future__ import annotations

import filecmp
import sys
from collections import Counter
from pathlib import Path

RESULTS = frozenset(
    ".exr .png .tif .tiff .dpx .jpg .mov .mp4 .mkv .mxf .webm .wav .otio .csv".split()
)
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


def main(before: Path, after: Path) -> int:
    """Compare, print what differs, and return the exit code."""
    one, other = results(before), results(after)
    both = one.keys() & other.keys()
    different = sorted(name for name in both if not filecmp.cmp(one[name], other[name], False))
    kinds = Counter(Path(name).suffix.lower() for name in both)
    print(
        f"{len(both)} files in both:", ", ".join(f"{n} {kind}" for kind, n in kinds.most_common())
    )
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

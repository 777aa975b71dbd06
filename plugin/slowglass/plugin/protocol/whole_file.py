"""Files that are there whole or not at all."""

import os


def write_whole(path: str, text: str) -> None:
    """Write a file, and the folder that it lies in.

    Raises:
        OSError: it could not be written; what was there before is still there.
    """
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path + ".part", "w", encoding="utf-8") as file:
        file.write(text)
    os.replace(path + ".part", path)

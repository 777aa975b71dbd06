"""The files of a result: what they are called, and in which format they are."""

KEPT_FORMATS = (".exr", ".png", ".tif", ".tiff", ".dpx")
"""Sequences stay in their own format, so that copied frames stay byte for byte; others get EXR."""

_LONGEST_NAME = 60


def file_name(text: str) -> str:
    """Return a name for files: what patterns and file systems give a meaning to is replaced."""
    plain = "".join(sign if sign.isalnum() or sign in "-_" else "_" for sign in text)
    return plain[:_LONGEST_NAME] or "clip"

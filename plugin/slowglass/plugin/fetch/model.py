"""From an address of the web to a model in the user's folder."""

from __future__ import annotations

from slowglass.core.models import BUILT_IN, StoredModel, add_model, models_folder
from slowglass.plugin.fetch.download import OnBytes, download
from slowglass.plugin.fetch.known import KnownWeights, known_weights


def fetch_model(
    what: str,
    name: str = "",
    architecture: str = "",
    sha256: str = "",
    on_bytes: OnBytes | None = None,
) -> StoredModel:
    """Return the user's model that was made of what was downloaded.

    Args:
        what: the name of known weights, or an address of the web.
        name: what to call it; "": as it is known, or as the file.
        architecture: which it must be; "": whichever its tensors are of.
        sha256: how the file's SHA-256 must begin; "": as it is known, or anything.
        on_bytes: told of the progress.

    Raises:
        SlowglassError: it cannot be had, is not what was expected, or cannot be kept.
    """
    known = KnownWeights("", what, "", "") if "://" in what else known_weights(what)
    partial = download(known.url, models_folder(), sha256 or known.sha256, on_bytes)
    try:
        return add_model(
            partial.file,
            name or known.name,
            architecture,
            source=known.url,
            licence=known.licence,
            taken=tuple(BUILT_IN),
        )
    finally:
        partial.discard()

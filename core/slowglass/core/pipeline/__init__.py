"""The pipeline: from a job to frames on disk.

`run` is the whole of it; `stages` says how its steps run side by side, `maker` what each
does, `prepare` what is decided before, `delivery` where frames go.
"""

from lazy_loader import attach_stub

__getattr__, __dir__, __all__ = attach_stub(__name__, __file__)

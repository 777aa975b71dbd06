"""From an entry of the plan to the frame: read, estimate, compose.

`maker` is the whole of it; `source_reader` reads, `pair_fields` estimates each pair once,
`model_in_use` goes on with less where memory runs out.
"""

from lazy_loader import attach_stub

__getattr__, __dir__, __all__ = attach_stub(__name__, __file__)

"""The review room: a page in the browser to see a result, compare it and mend it (docs/review.md).

`server` serves, `guard` says to whom, `room` holds what is shown; `engine` is a process beside it,
for what needs a model. The page itself is in ``static``, as the browser takes it.
"""

from lazy_loader import attach_stub

__getattr__, __dir__, __all__ = attach_stub(__name__, __file__)

"""Super SloMo (Jiang et al., CVPR 2018), for checkpoints that people have and for new training."""

from lazy_loader import attach_stub

__getattr__, __dir__, __all__ = attach_stub(__name__, __file__)

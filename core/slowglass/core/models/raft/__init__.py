"""RAFT, as torchvision has it: a learned optical flow, brought to the time t as `flow` is."""

from lazy_loader import attach_stub

__getattr__, __dir__, __all__ = attach_stub(__name__, __file__)

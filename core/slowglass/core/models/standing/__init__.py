"""What stands before a moving picture: captions, logos, the bars of a letterbox.

Such pixels are alike in both frames while all around them moves on. No model knows that nothing
passes in front of them, so each bends them a little; here they are kept, and lent to nobody.
"""

from lazy_loader import attach_stub

__getattr__, __dir__, __all__ = attach_stub(__name__, __file__)

from .model import VectorModel as VectorModel
from .spec import SPEC as SPEC

from .model import VectorModel as VectorModel

from .choice import Chosen as Chosen, with_model as with_model
from .far import FarMotion as FarMotion, advised as advised

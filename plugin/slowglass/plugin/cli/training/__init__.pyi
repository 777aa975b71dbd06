from .datasets import dataset as dataset
from .judge import evaluate as evaluate
from .learn import train as train

from .job import vectors_job as vectors_job
from .maker import VectorsMaker as VectorsMaker

from .match import GrainMatch as GrainMatch
from .report import GrainReport as GrainReport

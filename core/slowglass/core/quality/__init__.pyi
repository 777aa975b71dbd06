from .dataset import (
    Half as Half,
    QualityItem as QualityItem,
    first_frames as first_frames,
    half_of as half_of,
    read_dataset as read_dataset,
)
from .metrics import psnr_8_bit as psnr_8_bit
from .report import (
    METRICS as METRICS,
    ItemScores as ItemScores,
    Picture as Picture,
    all_metrics as all_metrics,
    differences as differences,
    evaluate as evaluate,
    summarise as summarise,
)

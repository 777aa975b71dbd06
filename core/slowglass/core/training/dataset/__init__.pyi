from .build import DatasetSettings as DatasetSettings, build_dataset as build_dataset
from .layout import DATASET_FILE as DATASET_FILE, part_folder as part_folder

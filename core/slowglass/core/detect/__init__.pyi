from .cut_list import read_cut_list as read_cut_list
from .report import PictureReport as PictureReport, analyse as analyse

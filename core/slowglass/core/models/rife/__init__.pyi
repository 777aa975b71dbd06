from .architecture import RIFE_4_6 as RIFE_4_6, RIFE_4_25 as RIFE_4_25

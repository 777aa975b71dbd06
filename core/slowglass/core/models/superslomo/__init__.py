"""Super SloMo (Jiang et al., CVPR 2018), for checkpoints that people have and for new training."""

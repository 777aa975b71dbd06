"""RAFT, as torchvision has it: a learned optical flow, brought to the time t as `flow` is."""

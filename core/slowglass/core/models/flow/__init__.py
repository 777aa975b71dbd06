"""Classical optical flow as a model: no weights, estimated on the CPU, composed anywhere."""

"""The three gates: safety, descriptor and rows with their sense. One small function a check."""

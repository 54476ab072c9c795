"""What leaves the simulator: a run as numbers, as settings, as a script in plain PyTorch, as a notebook."""

"""A run as a script that a student would write: plain PyTorch, only what this run needs, the same gradient norms."""

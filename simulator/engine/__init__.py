"""The engine: the chain rule written out on stacked buffers, for layers and time steps alike; all torch is here."""

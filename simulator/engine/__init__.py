"""The engine: the chain rule written out on stacked buffers, for layers and time steps alike. The only place with torch."""

"""Somebody else's network, watched by hooks while it trains."""

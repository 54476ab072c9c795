"""Many runs along axes: what a map is made of, and what ``simulator.sweeps`` computes; torch only where they train."""

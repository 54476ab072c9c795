"""Many runs along axes: what a map is made of, and what ``simulator.sweep`` computes; torch only where they train."""

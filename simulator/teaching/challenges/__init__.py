"""What challenges need besides their texts: their numbers, what was done, and how it is marked."""

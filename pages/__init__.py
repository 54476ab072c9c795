"""The pages: a package of its own, so that a folder of the same name elsewhere is not taken for it."""

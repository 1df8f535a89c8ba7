"""A programme of any size, made up, for measuring. It is installed by the test suite and the bench, and nowhere else."""

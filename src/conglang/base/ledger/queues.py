"""The queues of tasks: the worker takes one task of each at a time."""

USUAL = "default"  # django-tasks' own name for it
SLOW = "slow"
"""For what takes seconds or more and nobody waits for, such as reading a scan: it holds up nothing else."""

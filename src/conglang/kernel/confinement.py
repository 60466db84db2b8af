"""What a child process that opens strangers' files may use. What breaks there breaks nothing else."""

import resource


def confine(memory_bytes: int, cpu_seconds: int) -> None:
    """Let the system end this process rather than the server suffer. It cannot write files any more."""
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))

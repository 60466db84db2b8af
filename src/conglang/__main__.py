"""`python -m conglang …` is the `conglang` command."""

from conglang.config.cli import main

if __name__ == "__main__":
    main(prog_name="conglang")

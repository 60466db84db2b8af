from conglang.config.cli import main

main()

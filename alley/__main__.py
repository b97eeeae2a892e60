from alley.cli import main

main()

"""The command line. Results go to stdout, words for people to stderr."""

"""What people and hosts call: the command line, jobs and the protocol."""

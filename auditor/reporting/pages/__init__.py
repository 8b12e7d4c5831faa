"""Pages from the disk: no network, no server, each file complete in itself."""

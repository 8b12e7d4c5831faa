"""The review desk: a local web application on a finished run. ``server.serve`` starts it."""

"""Every door to the graph, all thin: command line, HTTP and what notebooks use."""

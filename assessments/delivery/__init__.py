"""Taking a test: starting, the clock, saving answers, handing in."""

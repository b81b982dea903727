"""What benchmarks work on, made in memory."""

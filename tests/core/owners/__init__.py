"""The person whom a row means, and people sheets."""

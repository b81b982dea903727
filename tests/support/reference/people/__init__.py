"""People: whom a row means, and what people sheets change."""

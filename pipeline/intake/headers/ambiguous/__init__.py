"""Headers whose column says something else than usual: decided by its values, or asked for."""

"""The person whom a row means, and the decision of each row of a people sheet."""

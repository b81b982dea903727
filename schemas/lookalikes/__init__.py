"""What makes two identifiers or addresses look alike: letters that are drawn alike, and marks around an identifier."""

"""What the Administrator sets up: the school, its terms, its classes, its categories and rules. Reads nothing."""

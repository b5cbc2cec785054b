"""What the pages about access ask, a file for each subject."""

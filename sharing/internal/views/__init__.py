"""The pages about access, a file for each subject."""

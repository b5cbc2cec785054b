"""What the pages about sharing ask, other than the pages of the flow: a file for each subject."""

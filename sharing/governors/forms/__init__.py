"""What the pages about governors' meetings ask, a file for each subject."""

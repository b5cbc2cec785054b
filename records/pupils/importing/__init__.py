"""Pupils from files: Common Transfer Files and CSV.

`ctf.py` and `csv_file.py` read bytes into lines; `checks.py` says what is wrong with a line; `plan.py` compares lines
with the roll and says of each what would be done and why; `apply.py` does it, all or nothing;
`undoing.py` takes it back.

Who may see which child is not known here: the caller names the hidden ones, and what concerns them comes back to be
held (records/intake/).
"""

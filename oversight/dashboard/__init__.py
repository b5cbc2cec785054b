"""The Headteacher's page on information sharing (R: C7): what needs them, figures, what to watch, patterns, all rows.

Whatever the Headteacher is kept from is in none of it: every number counts rows of one query, which need to know gives.
"""

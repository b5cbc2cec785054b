"""Getting a school ready: what is still to do, staff by a list, whether mail works."""

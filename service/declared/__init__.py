"""What a trust declares in files, checked strictly: every mistake at once, with what was found and what is allowed."""

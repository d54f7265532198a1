"""Drive v3: files, folders, shared drives and who may do what with them."""

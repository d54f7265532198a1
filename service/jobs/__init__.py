"""The jobs: each gathers, decides and acts, in that order."""

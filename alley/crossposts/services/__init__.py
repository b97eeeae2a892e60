"""The networks a comment can go to, one file each."""

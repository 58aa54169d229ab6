"""What the black-box tests stand on: the process, its API, recordings, frames, stand-ins."""

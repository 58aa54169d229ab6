"""What the black-box tests share: the server process, its API, recordings, frames, stand-ins for other services."""

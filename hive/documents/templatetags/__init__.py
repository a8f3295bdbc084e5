"""What print templates may ask for."""

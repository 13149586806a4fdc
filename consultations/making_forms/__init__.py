"""What comes in when a consultation and its programme are made: checked here, saved by actions."""

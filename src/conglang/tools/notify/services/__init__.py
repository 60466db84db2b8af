"""What is done with subscriptions, and with what they get."""

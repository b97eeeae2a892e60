"""Providers at work: polled or listened to, with a breaker each, and their state for the desk."""

"""Live events: `from alley.live import bus`; bus.publish(topic, event), bus.purge(*keys)."""

"""The Slack app: listens, acknowledges, shows progress, delivers."""

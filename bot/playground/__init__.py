"""A Slack workspace on loopback: for trying the app with no Slack, and for tests."""

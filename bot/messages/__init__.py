"""What Slack shows: pure functions from state to Block Kit."""

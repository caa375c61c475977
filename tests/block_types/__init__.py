"""make test-blocks: whether Slack's own types (the npm package @slack/types) take every payload that the app makes."""

"""The playground's page, judged by axe-core."""

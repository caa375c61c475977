"""The methods of the Web API, one module for each family. Importing this registers them."""

from bot.playground.methods import agents, app, canvases, chat, conversations, files, functions, users, views

__all__ = ["agents", "app", "canvases", "chat", "conversations", "files", "functions", "users", "views"]

"""Real servers on loopback that stand in for what is outside: a language model, web sites."""

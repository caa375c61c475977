"""What is left of a company's requests when its processes are killed, again and again: everything.

    make chaos                                        200 kills over 100 requests, on SQLite and on PostgreSQL
    make chaos CHAOS="--kills 20 --requests 10 --on sqlite --seed 7"

`fleet` has the processes, `people` what they are asked for, `course` kills them, and `proof` reads in the logs of the
stand-ins for Slack and for the model what came of it.
"""

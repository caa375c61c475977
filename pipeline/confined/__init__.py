"""The one sandbox for strangers' files: they are opened in processes that hold no secret, have limits and are ended.

In the app: `process` starts, asks and ends one, and `pool` keeps a few for many requests. In the process: `child` reads
requests and answers them, under the `limits` of the system; `loading` tells the app while libraries are loaded, which
isn't counted as reading; `pdf` and `package` open what more than one reader takes, and `faults` names what may be wrong
with it.

What is done with a file is said by a module that the app names (see `child`): those who use the sandbox know it, and it
knows none of them. Nothing is imported here, so that a process is quick to start.
"""

"""The portal on one machine: a database and a broker where none is given, and the demonstration.

Nothing here knows the domain, and nothing here needs Django: the package starts other programs.

- `postgres` and `valkey` start, reuse and stop the two servers, out of wheels in the environment;
- `services` counts who uses them, so that the last one out stops them;
- `supervisor` is `make demo`: the steps, the web server, the worker and beat;
- `python -m krscp_portal.embedded --help` lists the commands.
"""

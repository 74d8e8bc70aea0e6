"""Runs one command and prints what it took, as JSON. usage: python3 -I -S run_once.py STDOUT STDERR FOLDER COMMAND…

A process of its own, and a small one: what the system calls the peak memory of a child begins at the size of whoever started it.
"""

import json
import os
import sys
import time

out, err, folder = sys.argv[1:4]
os.chdir(folder)
files = [(os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0)]
files += [(os.POSIX_SPAWN_OPEN, number, path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600) for number, path in ((1, out), (2, err))]
begun = time.monotonic()
child = os.posix_spawn(sys.argv[4], sys.argv[4:], os.environ, file_actions=files)
_, status, usage = os.wait4(child, 0)
wall = time.monotonic() - begun
print(json.dumps({"wall": wall, "cpu": usage.ru_utime + usage.ru_stime, "peak": usage.ru_maxrss, "exit": os.waitstatus_to_exitcode(status)}))

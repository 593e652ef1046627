#!/usr/bin/env python3
"""Puts the files of folders of a lake together: one file in the place of a day's 288. Needs DuckDB (pip install duckdb).

    compact.py lake/packets/date=2026-11-20/host=*

Only for days that are over: what is written to a folder meanwhile is not taken along. Rows keep their order, that of the
files' names. The new folder takes the old one's place in one step (renameat2, RENAME_EXCHANGE): who lists it sees the old files
or the new one; a query that had already listed the old ones fails, and finds the same rows when it is asked again. Columns
and types stay; the reports in the old files' footers do not.
"""
import ctypes
import glob
import os
import shutil
import sys
import tempfile

AT_FDCWD, RENAME_EXCHANGE = -100, 2


def exchange(one, other):
    """Each of two names gets what the other one had."""
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.renameat2(AT_FDCWD, os.fsencode(one), AT_FDCWD, os.fsencode(other), RENAME_EXCHANGE) != 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()), one)


def compact(connection, folder):
    """Makes one file of a folder's; returns how many there were, and the octets before and after."""
    folder = os.path.abspath(folder)
    names = sorted(glob.glob(os.path.join(glob.escape(folder), "*.parquet")))
    before = sum(map(os.path.getsize, names))
    if len(names) < 2:
        return len(names), before, before
    # Its name begins with a dot: no engine looks into it.
    beside = tempfile.mkdtemp(prefix=".compact-", dir=os.path.dirname(folder))
    try:
        os.chmod(beside, os.stat(folder).st_mode & 0o7777)
        target = os.path.join(beside, "all.parquet")
        source = "read_parquet($names, union_by_name = true, hive_partitioning = false)"
        quoted = target.replace("'", "''")
        connection.execute("COPY (SELECT * FROM %s) TO '%s' (FORMAT parquet, COMPRESSION zstd)" % (source, quoted),
                           {"names": names})
        rows = [connection.execute("SELECT count(*) FROM " + source, {"names": part}).fetchone() for part in (names, [target])]
        if rows[0] != rows[1]:
            raise OSError("%s: %d rows became %d" % (folder, rows[0][0], rows[1][0]))
        after = os.path.getsize(target)
        with open(target, "rb") as file:
            os.fsync(file.fileno())
        exchange(beside, folder)
    finally:
        shutil.rmtree(beside)
    return len(names), before, after


def main():
    if len(sys.argv) < 2 or sys.argv[1].startswith("-"):
        raise SystemExit(__doc__)
    import duckdb
    connection = duckdb.connect()
    for folder in sys.argv[1:]:
        print("%s: %d files, %d octets, now %d" % (folder, *compact(connection, folder)))


if __name__ == "__main__":
    main()

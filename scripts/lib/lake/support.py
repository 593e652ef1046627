"""What all checks share: the program, a scratch folder, the engines, and comparing a table with another."""
import datetime
import functools
import os
import subprocess
import sys
import tempfile

import engines
import explained
import reference

HERE = os.path.dirname(os.path.abspath(__file__))
TOP = os.path.abspath(os.path.join(HERE, "../../.."))
EXAMPLE = os.path.join(TOP, "Examples/lake")
SWIFTCAP = os.environ["SWIFTCAP"]
scratch_folder = tempfile.TemporaryDirectory(prefix="test-lake-")
SCRATCH = scratch_folder.name

sys.path.insert(0, EXAMPLE)


def scratch(name):
    return os.path.join(SCRATCH, name)


def swiftcap(*words, check=True, **options):
    """Runs the program; with check a status other than 0 is an error that shows what it said."""
    result = subprocess.run([SWIFTCAP, *words], stdin=subprocess.DEVNULL, capture_output=True, **options)
    if check and result.returncode != 0:
        raise AssertionError("swiftcap %s: status %d: %s" % (" ".join(words), result.returncode, result.stderr.decode()))
    return result


@functools.cache
def declared():
    """{column: type} of the program's own table."""
    columns = {}
    for line in swiftcap("--list-columns", "--markdown").stdout.decode().splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if cells[0].startswith("`") and len(cells) > 2:
            columns[cells[0].strip("`")] = cells[1]
    return columns


PYTHON_TYPES = {"timestamp": datetime.datetime, "boolean": bool, "int64": int, "uint32": int, "uint16": int, "uint8": int}


def python_type(column):
    return PYTHON_TYPES.get(declared()[column], str)


running = {}


def engine(kind):
    """The engine, started when it is first asked for."""
    if kind not in running:
        running[kind] = kind(SCRATCH) if kind is engines.Spark else kind()
    return running[kind]


ENGINES = (engines.DuckDB, engines.ClickHouse, engines.Spark)


def stop_engines():
    if engines.Spark in running:
        running[engines.Spark].stop()


def plain(value):
    """Times without a zone (all are UTC); everything else as it is."""
    if isinstance(value, datetime.datetime) and value.tzinfo:
        return value.astimezone(datetime.timezone.utc).replace(tzinfo=None)
    return value


def differences(names, ours, packets):
    """(column, packet's number, ours, tshark's, reason or None) wherever a table differs from what tshark says of the packets."""
    for name in names:
        if len(ours[name]) != len(packets):
            yield name, 0, "%d rows" % len(ours[name]), "%d rows" % len(packets), None
            return
        get = reference.COLUMNS[name]
        for row, packet in enumerate(packets):
            mine, other = plain(ours[name][row]), plain(get(packet))
            if other is not Ellipsis and (mine != other or (mine is not None and type(mine) is not python_type(name))):
                yield name, row + 1, mine, other, explained.reason(name, packet, mine, other)


def listing(found, limit=30):
    lines = ["  %s of packet %d: swiftcap %r, tshark %r" % difference[:4] for difference in found[:limit]]
    return "\n".join(["%d differences without explanation" % len(found)] + lines)

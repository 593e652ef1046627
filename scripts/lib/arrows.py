"""Which room imports which, and which folder of a room uses which: see scripts/arrows."""
import collections
import os
import re
import sys

DECLARED = re.compile(r"^(?:@\w+(?:\([^)]*\))?\s+)*(?:(?:public|package|internal|fileprivate|private|final|indirect)\s+)*"
                      r"(?:struct|enum|class|protocol|actor|typealias)\s+(\w+)", re.M)
IMPORTED = re.compile(r"^(?:@\w+\s+)*import\s+(?:(?:struct|enum|class|protocol|func|var|let|typealias)\s+)?(\w+)", re.M)
WORD = re.compile(r"\b[A-Z]\w+")
NOISE = re.compile(r'"""(?:\\.|.)*?"""|"(?:\\.|[^"\\\n])*"|//[^\n]*|/\*.*?\*/', re.S)
SYSTEM = {"Glibc", "Foundation", "FoundationEssentials", "Synchronization", "SystemPackage", "ArgumentParser", "Swift"}


def sources(top):
    """Room, folder within it (or ''), path and text of each Swift file; comments and texts are taken out."""
    for folder, _, names in os.walk(os.path.join(top, "Sources")):
        for name in sorted(names):
            if name.endswith(".swift"):
                path = os.path.join(folder, name)
                parts = os.path.relpath(path, os.path.join(top, "Sources")).split(os.sep)
                with open(path, encoding="utf-8") as file:
                    text = NOISE.sub(" ", file.read())
                yield parts[0], "/".join(parts[1:-1]), path, text


def imports(top):
    found = collections.defaultdict(set)
    for room, _, _, text in sources(top):
        found[room] |= {name for name in IMPORTED.findall(text) if name not in SYSTEM and name != room}
    return found


def arrows(top):
    """room -> (folder, folder) -> the names that the arrow stands for. Folders of one level: Protocols, not Protocols/Link."""
    declared = collections.defaultdict(lambda: collections.defaultdict(set))
    used = collections.defaultdict(lambda: collections.defaultdict(set))
    for room, folder, _, text in sources(top):
        first = fold(room, folder)
        declared[room][first] |= set(DECLARED.findall(text))
        used[room][first] |= set(WORD.findall(text))
    result = {}
    for room, folders in declared.items():
        homes = collections.defaultdict(set)
        for folder, names in folders.items():
            for name in names:
                homes[name].add(folder)
        pairs = collections.defaultdict(set)
        for folder, names in used[room].items():
            for name in names:
                home = homes.get(name, ())
                if len(home) == 1 and folder not in home:
                    pairs[(folder, next(iter(home)))].add(name)
        result[room] = pairs
    return result


def fold(room, folder):
    """Run/Live and Run/Offline are folders of their own; elsewhere the first level counts."""
    parts = folder.split("/")
    return "/".join(parts[:2] if parts[0] == "Run" and room == "SwiftCap" else parts[:1])


def table(top, heading):
    """The rows under a heading of docs/architecture.md: first column without its backquotes, last column as words."""
    with open(os.path.join(top, "docs/architecture.md"), encoding="utf-8") as file:
        text = file.read()
    found = re.search(r"^## %s$(.*?)(?=^## |\Z)" % re.escape(heading), text, re.M | re.S)
    rows = {}
    for line in (found.group(1) if found else "").splitlines():
        if not line.startswith("| `"):
            continue
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        names = re.findall(r"`([^`]+)`", cells[0])
        for name in names:
            rows[name] = cells[-1]
    return rows


def faults(top):
    said = []
    rooms = table(top, "Rooms")
    for room, names in sorted(imports(top).items()):
        if room not in rooms:
            said.append("%s stands in no row of docs/architecture.md, Rooms" % room)
            continue
        allowed = rooms[room]
        if allowed == "everything":
            continue
        for name in sorted(names):
            if not re.search(r"\b%s\b" % name, allowed):
                said.append("%s imports %s, which docs/architecture.md does not allow" % (room, name))
    folders = table(top, "Folders")
    checked = {name.split("/")[0] for name in folders}
    for room, pairs in sorted(arrows(top).items()):
        # Modules whose folders the document does not order yet are only printed.
        if room not in checked:
            continue
        for (source, target), names in sorted(pairs.items()):
            key = "%s/%s" % (room, source or ".")
            if key not in folders:
                said.append("%s stands in no row of docs/architecture.md, Folders" % key)
                continue
            words = re.split(r"[,\s]+", folders[key])
            if (target or ".") not in words and folders[key] != "everything":
                said.append("%s uses %s/%s (%s), which docs/architecture.md does not allow"
                            % (key, room, target or ".", ", ".join(sorted(names)[:4])))
    return said


def main():
    top, check = sys.argv[1], "--check" in sys.argv[2:]
    if check:
        said = faults(top)
        print("\n".join(said) if said else "the arrows are as docs/architecture.md has them")
        sys.exit(1 if said else 0)
    print("Rooms")
    for room, names in sorted(imports(top).items()):
        print("  %-12s -> %s" % (room, ", ".join(sorted(names)) or "nothing"))
    print("\nFolders")
    for room, pairs in sorted(arrows(top).items()):
        for (source, target), names in sorted(pairs.items()):
            sample = sorted(names)
            print("  %-28s -> %-18s %s%s" % ("%s/%s" % (room, source or "."), target or ".", ", ".join(sample[:4]),
                                             ", ..." if len(sample) > 4 else ""))


main()

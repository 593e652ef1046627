"""Which module imports which, and which folder of a module uses which: see scripts/arrows."""
import collections
import os
import re
import sys

DECLARED = re.compile(r"^(?:@\w+(?:\([^)]*\))?\s+)*(?:(?:public|package|internal|fileprivate|private|final|indirect)\s+)*"
                      r"(?:struct|enum|class|protocol|actor|typealias)\s+(\w+)", re.M)
IMPORTED = re.compile(r"^(?:@\w+\s+)*import\s+(?:(?:struct|enum|class|protocol|func|var|let|typealias)\s+)?(\w+)", re.M)
# Not behind a point: that is a name within another one.
WORD = re.compile(r"(?<![.\w])[A-Z]\w+")
# What a file means by a name of its own: types within types, and generic parameters.
INNER = re.compile(r"^[ \t]+(?:@\w+(?:\([^)]*\))?\s+)*(?:(?:public|package|internal|fileprivate|private|final|indirect)\s+)*"
                   r"(?:struct|enum|class|protocol|actor|typealias|associatedtype)\s+(\w+)", re.M)
GENERIC = re.compile(r"\b(?:struct|enum|class|actor|typealias|func|init)\b\s*[\w`]*\s*<([^<>(){}]*)>")
NOISE = re.compile(r'"""(?:\\.|.)*?"""|"(?:\\.|[^"\\\n])*"|//[^\n]*|/\*.*?\*/', re.S)
SYSTEM = {"Glibc", "Foundation", "FoundationEssentials", "Synchronization", "SystemPackage", "ArgumentParser", "Swift"}


def sources(top):
    """Module, folder within it (or ''), path and text of each Swift file; comments and texts are taken out."""
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
    for module, _, _, text in sources(top):
        found[module] |= {name for name in IMPORTED.findall(text) if name not in SYSTEM and name != module}
    return found


def arrows(top):
    """module -> (folder, folder) -> the names that the arrow stands for. Folders of one level: Protocols, not Protocols/Link."""
    declared = collections.defaultdict(lambda: collections.defaultdict(set))
    used = collections.defaultdict(lambda: collections.defaultdict(set))
    for module, folder, _, text in sources(top):
        first = fold(module, folder)
        declared[module][first] |= set(DECLARED.findall(text))
        used[module][first] |= set(WORD.findall(text)) - own(text)
    result = {}
    for module, folders in declared.items():
        homes = collections.defaultdict(set)
        for folder, names in folders.items():
            for name in names:
                homes[name].add(folder)
        pairs = collections.defaultdict(set)
        for folder, names in used[module].items():
            for name in names:
                home = homes.get(name, ())
                if len(home) == 1 and folder not in home:
                    pairs[(folder, next(iter(home)))].add(name)
        result[module] = pairs
    return result


def own(text):
    names = set(INNER.findall(text))
    for parameters in GENERIC.findall(text):
        names |= {part.split(":")[0].strip() for part in parameters.split(",")}
    return names


def fold(module, folder):
    """Run/Live and Run/Offline are folders of their own; elsewhere the first level counts."""
    parts = folder.split("/")
    return "/".join(parts[:2] if parts[0] == "Run" and module == "SwiftCap" else parts[:1])


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
    modules = table(top, "Modules")
    for module, names in sorted(imports(top).items()):
        if module not in modules:
            said.append("%s stands in no row of docs/architecture.md, Modules" % module)
            continue
        allowed = modules[module]
        if allowed == "everything":
            continue
        for name in sorted(names):
            if not re.search(r"\b%s\b" % name, allowed):
                said.append("%s imports %s, which docs/architecture.md does not allow" % (module, name))
    folders = table(top, "Folders")
    for module, pairs in sorted(arrows(top).items()):
        for (source, target), names in sorted(pairs.items()):
            key = "%s/%s" % (module, source or ".")
            if key not in folders:
                said.append("%s stands in no row of docs/architecture.md, Folders" % key)
                continue
            if (target or ".") not in targets(folders[key]) and folders[key] != "everything":
                said.append("%s uses %s/%s (%s), which docs/architecture.md does not allow"
                            % (key, module, target or ".", ", ".join(sorted(names)[:4])))
    return said + circles(folders)


def targets(cell):
    """The folders that a row names, and whether it says of each that the arrow goes both ways."""
    return {part.split()[0]: "both ways" in part for part in cell.split(",") if part.strip()}


def circles(folders):
    """The table itself has no circle but those that both rows state."""
    below = {}
    for key, cell in folders.items():
        module = key.split("/")[0]
        if cell != "everything":
            below[key] = {"%s/%s" % (module, target) for target, both in targets(cell).items() if not both}
    said = []
    for start in sorted(below):
        seen, front = set(), [start]
        while front:
            for key in below.get(front.pop(), ()):
                if key not in seen:
                    seen.add(key)
                    front.append(key)
        if start in seen:
            said.append("docs/architecture.md, Folders: from %s the arrows lead back to it" % start)
    for key, cell in sorted(folders.items()):
        module, folder = key.split("/", 1)
        for target, both in targets(cell).items() if cell != "everything" else ():
            if both and not targets(folders.get("%s/%s" % (module, target), "")).get(folder):
                said.append("docs/architecture.md, Folders: %s says both ways of %s, which does not" % (key, target))
    return said


def main():
    top, check = sys.argv[1], "--check" in sys.argv[2:]
    if check:
        said = faults(top)
        print("\n".join(said) if said else "the arrows are as docs/architecture.md has them")
        sys.exit(1 if said else 0)
    print("Modules")
    for module, names in sorted(imports(top).items()):
        print("  %-12s -> %s" % (module, ", ".join(sorted(names)) or "nothing"))
    print("\nFolders")
    for module, pairs in sorted(arrows(top).items()):
        for (source, target), names in sorted(pairs.items()):
            sample = sorted(names)
            print("  %-28s -> %-18s %s%s" % ("%s/%s" % (module, source or "."), target or ".", ", ".join(sample[:4]),
                                             ", ..." if len(sample) > 4 else ""))


main()

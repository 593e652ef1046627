"""Puts the list of protocols into the documents: see scripts/protocols."""
import os
import re
import subprocess
import sys

BEGIN, END = "<!-- protocols: written by scripts/protocols -->", "<!-- end of protocols -->"
COUNT = re.compile(r"[0-9,]+ keys of [0-9]+ kinds for [0-9]+ dissectors")


def rows(binary):
    """Kind, key, name, dissector of each key; columns are two blanks apart, and an empty name is blanks only."""
    text = subprocess.run([binary, "--list-protocols"], check=True, capture_output=True, text=True).stdout
    lines = text.splitlines()
    # Columns begin where each line has a letter behind two blanks or more: the widths are the longest words'.
    kinds = [re.match(r"(.*?)  ", line).group(1) for line in lines]
    first = max(map(len, kinds)) + 2
    keys = [line[first:].split(" ", 1)[0] for line in lines]
    second = first + max(map(len, keys)) + 2
    for line, kind, key in zip(lines, kinds, keys):
        name, dissector = line[second:].rsplit("  ", 1) if "  " in line[second:] else ("", line[second:])
        yield kind, key, name.strip(), dissector.strip()


def table(found):
    """One row for each kind and dissector, in the list's order."""
    groups = {}
    for kind, key, name, dissector in found:
        keys, names = groups.setdefault((kind, dissector), ([], []))
        keys.append(key)
        if name and name not in names:
            names.append(name)
    lines = ["| kind of key | keys | names | dissector |", "|---|---|---|---|"]
    for (kind, dissector), (keys, names) in groups.items():
        lines.append("| %s | %s | %s | %s |" % (kind, ", ".join(keys), ", ".join(names), dissector))
    return "\n".join(lines)


def main():
    binary, top = sys.argv[1:3]
    found = list(rows(binary))
    dissectors = {row[3] for row in found} - {"-"}
    count = "%d keys of %d kinds for %d dissectors" % (len(found), len({row[0] for row in found}), len(dissectors))
    stale = []
    for name in ("docs/capturing.md", "README.md"):
        path = os.path.join(top, name)
        with open(path, encoding="utf-8") as file:
            text = file.read()
        changed = COUNT.sub(count, text)
        if BEGIN in text:
            head, rest = changed.split(BEGIN, 1)
            changed = head + BEGIN + "\n" + table(found) + "\n" + END + rest.split(END, 1)[1]
        if not COUNT.search(text) or (name.startswith("docs") and BEGIN not in text):
            sys.exit("scripts/protocols: %s has no place for the list" % name)
        if changed != text:
            stale.append(name)
            if "--check" not in sys.argv:
                with open(path, "w", encoding="utf-8") as file:
                    file.write(changed)
    if "--check" in sys.argv and stale:
        sys.exit("scripts/protocols: %s differs from swiftcap --list-protocols: run scripts/protocols" % " and ".join(stale))
    print(count + ("; written: " + ", ".join(stale) if stale else ""))


main()

"""Unpacks a file of seeds for libFuzzer, one a line, into a folder: see Fuzz/Seeds/README.md."""
import hashlib
import os
import sys


def seeds(path):
    with open(path, encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            text = line.rstrip("\n")
            if not text or text.startswith("#"):
                continue
            kind, _, body = text.partition(" ")
            if kind == "hex":
                # What stands behind two blanks names the seed.
                yield bytes.fromhex(body.partition("  ")[0])
            elif kind == "text":
                yield body.encode("utf-8").decode("unicode_escape").encode("latin-1")
            else:
                sys.exit("%s:%d: neither hex nor text" % (path, number))


def main():
    path, folder = sys.argv[1:]
    for data in seeds(path):
        with open(os.path.join(folder, "seed-" + hashlib.sha1(data).hexdigest()[:16]), "wb") as file:
            file.write(data)


main()

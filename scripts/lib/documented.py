"""Which public declarations of the products have no comment, by the compiler's symbol graphs: see scripts/documentation."""
import json
import os
import sys


def undocumented(folder, products):
    """Place and name of each; what the compiler makes itself has no place in a source."""
    for name in sorted(os.listdir(folder)):
        module = name.split(".")[0].split("@")[0]
        if not name.endswith(".symbols.json") or module not in products:
            continue
        with open(os.path.join(folder, name), encoding="utf-8") as file:
            symbols = json.load(file)["symbols"]
        for symbol in symbols:
            place = symbol.get("location")
            if not place or symbol["accessLevel"] not in ("public", "open") or symbol.get("docComment"):
                continue
            # A requirement's comment serves what meets it.
            if symbol["kind"]["identifier"] == "swift.extension":
                continue
            path = place["uri"].split("/Sources/")[-1]
            yield "Sources/%s:%d: %s" % (path, place["position"]["line"] + 1, ".".join(symbol["pathComponents"]))


def main():
    folder, products = sys.argv[1], sys.argv[2:]
    found = sorted(set(undocumented(folder, products)))
    for line in found:
        print("no comment: " + line)
    sys.exit(1 if found else 0)


main()

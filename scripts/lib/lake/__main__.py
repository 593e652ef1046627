"""scripts/test-lake: runs the checks, one line for each, and says how many passed."""
import argparse
import sys
import time
import unittest

import support
import test_cluster
import test_columns
import test_files
import test_savefiles

MODULES = (test_columns, test_files, test_savefiles, test_cluster)


class Result(unittest.TestResult):
    """A line for each check, with its time."""

    began = time.monotonic()
    good = 0

    def startTest(self, test):
        super().startTest(test)
        self.began = time.monotonic()

    def say(self, verdict, test, text=""):
        print("%-7s %6.1f s  %s" % (verdict, time.monotonic() - self.began, test.shortDescription() or test.id()), flush=True)
        if text:
            print("        " + text.rstrip().replace("\n", "\n        "), flush=True)

    def addSuccess(self, test):
        super().addSuccess(test)
        self.good += 1
        self.say("ok", test)

    def addFailure(self, test, err):
        super().addFailure(test, err)
        self.say("FAILED", test, str(err[1]))

    def addError(self, test, err):
        super().addError(test, err)
        self.say("FAILED", test, self.errors[-1][1])

    def addSubTest(self, test, subtest, err):
        super().addSubTest(test, subtest, err)
        if err:
            self.say("FAILED", test, "%s: %s" % (", ".join("%s" % value for value in subtest.params.values()), err[1]))

    def addSkip(self, test, reason):
        super().addSkip(test, reason)
        self.say("skipped", test, reason)


def main():
    parser = argparse.ArgumentParser(prog="scripts/test-lake", description="DuckDB, ClickHouse and Spark read swiftcap's files.")
    parser.add_argument("--only", metavar="WORD", help="checks whose names have WORD in them")
    parser.add_argument("--savefiles", metavar="DIR", help="a folder of savefiles to hold against tshark, too")
    parser.add_argument("--rows", type=int, default=10_000_000, help="rows of the large file (10000000)")
    words = parser.parse_args()
    test_savefiles.folder, test_files.rows = words.savefiles, words.rows
    suite, loader, result, began = unittest.TestSuite(), unittest.TestLoader(), Result(), time.monotonic()
    for module in MODULES:
        for case in loader.loadTestsFromModule(module):
            suite.addTests(test for test in case if not words.only or words.only in test.id())
    try:
        suite.run(result)
    finally:
        support.stop_engines()
    failed, skipped = len(result.failures) + len(result.errors), len(result.skipped)
    print("test-lake, %d s: %d passed, %d failed, %d skipped" % (time.monotonic() - began, result.good, failed, skipped))
    return 0 if result.good and not failed else 1


if __name__ == "__main__":
    sys.exit(main())

import TestSupport
import Testing

/// Which module imports which, and which folder uses which, is what docs/architecture.md allows.
@Suite struct ArrowsTests {
    private static let script =
        #filePath.split(separator: "/").dropLast(3).reduce("") { $0 + "/" + $1 } + "/scripts/arrows"

    @Test(.enabled(if: tool("python3") != nil, "could not run because python3 is not installed"))
    func `modules and folders use only what lies below them`() throws {
        let result = try run(Self.script, ["--check"])
        #expect(
            result.status == 0 && result.error.isEmpty,
            "\(String(decoding: result.output, as: UTF8.self))\(result.error)")
    }
}

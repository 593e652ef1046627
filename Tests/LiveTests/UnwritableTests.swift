import TestSupport
import Testing

/// Help, listings and counts on a standard output that takes nothing: a full disk is an error, a reader that has seen
/// enough is none.
extension LiveTests {
    @Suite struct UnwritableTests {
        /// FRAMES is a savefile.
        static let lines = [
            "--help", "--version", "--fp-type", "-D", "-d tcp", "-r FRAMES -d tcp", "-r FRAMES --count", "audit --help",
            "lab --list",
        ]

        /// Runs each in one shell, which opens the output; what it says follows its status.
        private func run(_ lab: Lab, _ script: (String) -> String) throws -> [String] {
            try Savefile.write(
                Savefile.bytes([bytes("020000000002 020000000001 88b5 0011")]), to: lab.folder + "/f")
            return try Self.lines.map { line in
                let command = "\(Tools.swiftcap) \(line.replacing("FRAMES", with: lab.folder + "/f"))"
                let said = try lab.run(["bash", "-c", script(command)]).errors
                return said.replacing("reading from file \(lab.folder)/f, link-type EN10MB (Ethernet), ", with: "")
                    .replacing("snapshot length 262144\n", with: "")
                    .replacing("Warning: assuming Ethernet\n", with: "")
            }
        }

        @Test func `a full disk is one line and the status for text that cannot be written`() throws {
            try Lab.with { lab in
                let said = try run(lab) { "\($0) >/dev/full; echo status $? >&2" }
                for (line, said) in zip(Self.lines, said) {
                    #expect(
                        said == "swiftcap: Unable to write output: No space left on device\nstatus 14\n", "\(line)")
                }
            }
        }

        @Test func `a closed pipe is quiet`() throws {
            try Lab.with { lab in
                // The reader is gone before the first word: the pipe's other end is closed when the program starts.
                let said = try run(lab) { "exec 3> >(:); wait $!; \($0) >&3; echo status $? >&2" }
                for (line, said) in zip(Self.lines, said) where line != "lab --list" {
                    #expect(said == "status 0\n", "\(line)")
                }
            }
        }
    }
}

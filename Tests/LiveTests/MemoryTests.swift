import CLinux
import TestSupport
import Testing

/// Hostile savefiles: whatever they claim, the program stays within 64 MiB over what the largest correct packet takes.
extension LiveTests {
    @Suite struct MemoryTests {
        /// KiB. A sanitizer's own memory is not what a file claims: with one it is only read.
        static let bound = Sanitizers.areOn ? Int.max >> 1 : 64 << 10

        /// What takes ten milliseconds with a sanitizer, for each name, measures nothing there.
        private static let longName = Sanitizers.areOn ? 6_000 : 60_000

        private static func word(_ value: UInt32) -> [UInt8] {
            (0..<4).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
        }

        private static func block(_ type: UInt32, _ body: [UInt8]) -> [UInt8] {
            word(type) + word(UInt32(body.count + 12)) + body + word(UInt32(body.count + 12))
        }

        // Byte order, version 1.0, length unknown.
        private static let section = block(
            0x0a0d_0d0a, word(0x1a2b_3c4d) + [1, 0, 0, 0] + [UInt8](repeating: 0xFF, count: 8))

        private static func interface(_ link: UInt8 = 1, snapshot: UInt32 = 262_144, name: Int = 0) -> [UInt8] {
            // if_name, longer than any kernel allows.
            let option = name == 0 ? [] : [2, 0] + [UInt8(name & 0xFF), UInt8(name >> 8)]
            return block(1, [link, 0, 0, 0] + word(snapshot) + option + [UInt8](repeating: 0x78, count: name))
        }

        /// An enhanced packet of `length` octets, or one that claims another length.
        private static func packet(_ interface: UInt32 = 0, _ length: Int = 60, captured: UInt32? = nil) -> [UInt8] {
            let fields = word(interface) + word(0) + word(1) + word(captured ?? UInt32(length)) + word(UInt32(length))
            return block(6, fields + [UInt8](repeating: 0, count: length))
        }

        /// A classic head and a record that claims `captured` octets before a MiB of zeros.
        private static func liar(snapshot: UInt32, link: UInt8, captured: UInt32) -> [UInt8] {
            var bytes = Savefile.bytes([], snaplen: snapshot)
            bytes[20] = link
            return bytes + word(1) + word(0) + word(captured) + word(captured) + [UInt8](repeating: 0, count: 1 << 20)
        }

        private static func many(_ count: Int, _ bytes: [UInt8]) -> [UInt8] {
            var all: [UInt8] = []
            all.reserveCapacity(count * bytes.count)
            for _ in 0..<count { all += bytes }
            return all
        }

        struct Hostile: Sendable, CustomTestStringConvertible {
            var testDescription: String
            var make: @Sendable () -> [UInt8]
        }

        static let files = [
            Hostile(testDescription: "a snapshot length of 4 GiB") {
                liar(snapshot: .max, link: 1, captured: 0xFFFF_FFF0)
            },
            Hostile(testDescription: "a record of 2 GiB") {
                liar(snapshot: 0x7FFF_FFFF, link: 1, captured: 0x7FFF_FFF0)
            },
            Hostile(testDescription: "a D-Bus message of 128 MiB that is not there") {
                liar(snapshot: 128 << 20, link: 231, captured: 128 << 20)
            },
            Hostile(testDescription: "pcapng, a snapshot length of 4 GiB") {
                section + interface(snapshot: .max) + packet(captured: 0xFFFF_FFF0)
            },
            Hostile(testDescription: "a block of 4 GiB") {
                section + interface() + word(6) + word(0xFFFF_FFFC) + [UInt8](repeating: 0, count: 1 << 20)
            },
            Hostile(testDescription: "a block of 16 MiB") {
                section + interface() + block(99, [UInt8](repeating: 0, count: 16 << 20 - 12))
            },
            Hostile(testDescription: "a block of 128 MiB that is not there") {
                section + interface(231, snapshot: 128 << 20) + word(6) + word(128 << 20 + 64)
                    + [UInt8](repeating: 0, count: 1 << 20)
            },
            Hostile(testDescription: "a million interfaces") {
                section + many(1 << 20, interface()) + packet(1 << 20 - 1)
            },
            Hostile(testDescription: "1,500 interfaces with names of 60,000 octets") {
                section + many(1500, interface(name: longName)) + packet(1499)
            },
            Hostile(testDescription: "1,500 sections, each with such a name") {
                many(1500, section + interface(name: longName) + packet())
            },
        ]

        /// Peak of resident memory in KiB, counting or writing either format.
        private func peaks(_ lab: Lab, _ path: String) throws -> [Int] {
            try ["--count", "-w \(lab.folder)/out.pcap", "-w \(lab.folder)/out.pcapng"].map { option in
                let run = try lab.runOutside(
                    [Tools.peer, "measure", Tools.swiftcap, "-r", path] + option.split(separator: " ").map(String.init))
                let said = run.text.split(separator: "\n").last?.split(separator: " ") ?? []
                // An end in one line, not a crash.
                #expect(
                    said.count == 4 && ["0", "1"].contains(said[1]), "\(path) \(option): \(run.text) \(run.errors)")
                return said.count == 4 ? Int(said[3]) ?? .max : .max
            }
        }

        private func honest(_ lab: Lab) throws -> Int {
            let path = lab.folder + "/HONEST"
            let largest = [UInt8](repeating: 0, count: 262_144)
            try Savefile.write(Savefile.bytes([largest, largest]), to: path)
            return try peaks(lab, path).max() ?? 0
        }

        @Test(arguments: files) func `what a file claims`(file: Hostile) throws {
            try Lab.with { lab in
                let path = lab.folder + "/HOSTILE"
                try Savefile.write(file.make(), to: path)
                let limit = try honest(lab) + Self.bound
                let peaks = try peaks(lab, path)
                #expect(peaks.allSatisfy { $0 <= limit }, "\(peaks) over \(limit) KiB")
            }
        }

        /// 160 MiB of zeros, and frames that ask for a window of 128 MiB.
        @Test(
            .enabled(if: Tools.hasPackers, "gzip, zstd or lz4 is not installed"),
            arguments: ["gzip -1", "zstd -q -1", "zstd -q -1 --long=27", "lz4 -q -B7 -BD"])
        func `packed bombs`(packer: String) throws {
            try Lab.with { lab in
                let frames = [[UInt8]](repeating: [UInt8](repeating: 0, count: 65_520), count: 16)
                try Savefile.write(Savefile.bytes(frames), to: lab.folder + "/MIB")
                try lab.shell(
                    """
                    cd \(lab.folder); tail -c +25 MIB >RECORDS
                    (cat MIB; for i in $(seq 160); do cat RECORDS; done) | \(packer) >BOMB
                    """)
                let limit = try honest(lab) + Self.bound
                let peaks = try peaks(lab, lab.folder + "/BOMB")
                #expect(peaks.allSatisfy { $0 <= limit }, "\(peaks) over \(limit) KiB")
            }
        }
    }
}

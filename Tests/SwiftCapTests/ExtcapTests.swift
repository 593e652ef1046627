import Glibc
import Syscalls
import TestSupport
import Testing

@testable import SwiftCap

/// What Wireshark asks, and the sentences that it gets.
@Suite struct ExtcapTests {
    typealias Action = ExtcapRequest.Action

    /// As tshark 4.0 calls, and what later and earlier versions may add.
    static let requests: [(words: [String], action: Action)] = [
        (["--extcap-interfaces", "--extcap-version=4.0"], .interfaces), (["--extcap-interfaces"], .interfaces),
        (["--extcap-version=4.4", "--extcap-interfaces", "--something-new", "7"], .interfaces),
        (["--extcap-config", "--extcap-interface", "swiftcap-eth0"], .config),
        (["--extcap-interface=swiftcap-eth0", "--extcap-config"], .config),
        (["--extcap-config", "--extcap-interface", "swiftcap-eth0", "--extcap-reload-option", "threads"], .nothing),
        (["--extcap-dlts", "--extcap-interface", "swiftcap-eth0"], .linkTypes),
        (["--extcap-capture-filter", "udp", "--extcap-interface", "swiftcap-eth0"], .checkFilter),
        (
            ["--capture", "--extcap-interface", "swiftcap-eth0", "--extcap-capture-filter", "--no", "--fifo", "f"],
            .capture
        ),
        (["--extcap-cleanup-postkill", "--extcap-interface", "swiftcap-eth0"], .nothing),
        (["--extcap-of-tomorrow"], .nothing), (["--extcap-of-tomorrow", "value"], .nothing),
    ]

    @Test(arguments: requests) func `what is asked`(_ request: (words: [String], action: Action)) {
        #expect(ExtcapRequest.isMeant(request.words))
        let parsed = ExtcapRequest(request.words)
        #expect(parsed.action == request.action)
        if request.words.contains(where: { $0.contains("eth0") }) { #expect(parsed.interface == "eth0") }
    }

    @Test(arguments: [["-i", "eth0"], ["--count"], ["capture"], ["--captur"], ["-w", "--capture"], []])
    func `a capture of our own`(_ words: [String]) { #expect(!ExtcapRequest.isMeant(words)) }

    @Test func `values become a capture's options`() throws {
        let request = ExtcapRequest([
            "--capture", "--extcap-interface", "swiftcap-v0", "--extcap-capture-filter", "--not an option", "--fifo=/p",
            "--unknown", "5", "--promiscuous", "false", "--snapshot-length", "96", "--buffer-size", "4096", "--threads",
            "2", "--report", "/r", "--log-level", "debug",
        ])
        let options = try request.options(for: "v0")
        #expect(options.interfaces == ["v0"] && options.writeFile == "/p" && options.expression == "--not an option")
        #expect(!options.promiscuous && options.snapshotLength == 96 && options.bufferSize == 4096 << 10)
        #expect(options.threads == 2 && options.reportFile == "/r" && options.pcapng == true && options.readerEnds)
        #expect(FilePlan(options)?.isPcapng == true && FilePlan(options)?.compression == nil)
        #expect(options.settings(for: "v0").nanoseconds)
        let plain = try ExtcapRequest(["--capture", "--fifo", "/p.gz", "--report", ""]).options(for: "any")
        #expect(!plain.promiscuous && plain.reportFile == nil && plain.bufferSize == 0)
        #expect(FilePlan(plain)?.compression == nil)
        #expect(throws: UsageError.self) {
            try ExtcapRequest(["--capture", "--threads", "65"]).options(for: "v0")
        }
    }

    static let names = [
        "eth0", "br-lan.7", "veth0@x", "}{", "a{b}c", "%7D", "ä", "\u{1B}[31m", "%", "0", "\u{10FFFF}",
        "<script>", "'\"\\", "\u{202E}abc",
    ]

    @Test(arguments: names) func `any name goes through a sentence and comes back`(_ name: String) throws {
        let value = ExtcapName.value(of: name)
        #expect(ExtcapName.device(value) == name)
        #expect(value.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "{") && $0 != UInt8(ascii: "}") })
        let lines = ExtcapText.interfaces([(name: name, note: "")], version: "1").split(separator: "\n")
        #expect(lines.count == 2)
        let match = try #require(
            lines[1].wholeMatch(of: /interface \{value=([^{}]*)\}\{display=([^{}]*)\}/), "\(lines[1])")
        #expect(match.1 == value)
    }

    @Test(arguments: ["eth0", "swiftcap-", "swiftcap-%", "swiftcap-%4", "swiftcap-%zz", "", "Swiftcap-eth0"])
    func `what is none of ours`(_ value: String) { #expect(ExtcapName.device(value) == nil) }

    @Test func `the options of an interface`() throws {
        let lines = ExtcapText.config(ring: 8192, threads: 1, report: "/home/u/{x}\n/r.json").split(separator: "\n")
        let calls = lines.enumerated().map { place, line in
            #expect(line.hasPrefix("arg {number=\(place)}{call=--"))
            return line.split(separator: "}")[1].dropFirst("{call=".count)
        }
        #expect(calls == ["--promiscuous", "--snapshot-length", "--buffer-size", "--threads", "--report"])
        #expect(lines[2].contains("{default=8192}"))
        #expect(lines[4].hasSuffix("{default=/home/u/(x)?/r.json}"))
        for line in lines {
            #expect(line.split(separator: " ", maxSplits: 1)[1].wholeMatch(of: /(\{[a-z]+=[^{}]+\})+/) != nil)
        }
    }

    @Test func `the folder of the user's state`() throws {
        func path(_ variables: [String: String]) -> String { StateFolder.path(userID: 7) { variables[$0] } }
        #expect(path(["XDG_STATE_HOME": "/s", "HOME": "/h"]) == "/s/swiftcap")
        #expect(path(["XDG_STATE_HOME": "s", "HOME": "/h"]) == "/h/.local/state/swiftcap")
        #expect(path(["HOME": "relative"]) == "/tmp/swiftcap-7" && path([:]) == "/tmp/swiftcap-7")
        let scratch = Scratch("state")
        try StateFolder.make(scratch.path + "/a/b/swiftcap")
        try StateFolder.make(scratch.path + "/a/b/swiftcap")
        #expect((FileStatus.status(of: scratch.path + "/a/b/swiftcap")?.st_mode ?? 0) & 0o777 == 0o700)
        unsafe chmod(scratch.path + "/a/b/swiftcap", 0o777)
        #expect(throws: SystemError.self) { try StateFolder.make(scratch.path + "/a/b/swiftcap") }
        unsafe symlink(scratch.path + "/a", scratch.path + "/link")
        #expect(throws: SystemError.self) { try StateFolder.make(scratch.path + "/link") }
    }
}

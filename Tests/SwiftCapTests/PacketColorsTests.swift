import Testing

@testable import SwiftCap

/// Colours are put around text, never into it.
@Suite struct PacketColorsTests {
    static let cases: [(String, String)] = [
        ("", ""),
        (
            "12:00:00.000001 IP 10.0.0.1.80 > 10.0.0.2.90: Flags [R], seq 1\n",
            "<2>12:00:00.000001<0><1;31> IP 10.0.0.1.80 > 10.0.0.2.90: Flags [R], seq 1<0>\n"
        ),
        ("IP 1 > 2: Flags [S.], seq 1\n", "<32>IP 1 > 2: Flags [S.], seq 1<0>\n"),
        (
            "2026-11-20 12:00:00.000001 ARP, Request\n\t0x0000:  0001 0800\n",
            "<2>2026-11-20 12:00:00.000001<0><33> ARP, Request<0>\n\t0x0000:  0001 0800\n"
        ),
        ("    1  IP6 ::1 > ::1: ICMP6, echo\n", "<2>    1 <0><35> IP6 ::1 > ::1: ICMP6, echo<0>\n"),
        // The second line of -v begins with blanks, and belongs to the first.
        ("IP (tos 0x0)\n    1 > 2: UDP\n", "<36>IP (tos 0x0)<0>\n    1 > 2: UDP\n"),
        ("no line end: Flags [.]", "<32>no line end: Flags [.]<0>"),
    ]

    @Test(arguments: cases) func paints(text: String, painted: String) {
        let result = String(decoding: PacketColors.painted(Array(text.utf8)), as: UTF8.self)
        #expect(result.replacing(/\u{1B}\[([0-9;]+)m/) { "<\($0.1)>" } == painted)
    }

    @Test(arguments: [
        (ColorChoice.always, [:], false, true), (.never, [:], true, false), (.auto, [:], true, true),
        (.auto, [:], false, false), (.auto, ["NO_COLOR": "1"], true, false), (.auto, ["TERM": "dumb"], true, false),
        (.auto, ["CLICOLOR_FORCE": "1"], false, true), (.auto, ["CLICOLOR_FORCE": "0"], false, false),
        (.auto, ["NO_COLOR": "1", "CLICOLOR_FORCE": "1"], true, false), (.auto, ["NO_COLOR": ""], true, true),
        // Who says it on the command line means it.
        (.always, ["NO_COLOR": "1"], false, true),
    ])
    func `who decides about colour`(choice: ColorChoice, environment: [String: String], terminal: Bool, wanted: Bool) {
        #expect(choice.isWanted(onTerminal: terminal) { environment[$0] } == wanted)
    }
}

import Packets
import Testing

@testable import Records

/// The test vectors that are published with the specification (github.com/corelight/community-id-spec, baseline).
@Suite struct CommunityIDTests {
    struct Case: Sendable {
        let number: UInt8
        let source: String
        let destination: String
        /// Ports; of ICMP the type and the code.
        let first: UInt16
        let second: UInt16
        let expected: String
    }

    private static let a = "fe80000000000000020086fffe0580da"
    private static let b = "fe80000000000000026097fffe0769ea"
    private static let c = "3ffe05070000000102 0086fffe0580da"

    static let cases: [Case] = [
        Case(number: 58, source: a, destination: b, first: 135, second: 0, expected: "1:dGHyGvjMfljg6Bppwm3bg0LO8TY="),
        Case(number: 58, source: b, destination: a, first: 136, second: 0, expected: "1:dGHyGvjMfljg6Bppwm3bg0LO8TY="),
        Case(number: 58, source: b, destination: a, first: 135, second: 0, expected: "1:zavyT/cezQr1fmImYCwYnMXbgck="),
        Case(
            number: 58, source: "3ffe0501180023450000000000000002", destination: c, first: 3, second: 0,
            expected: "1:2ObVBgIn28oZvibYZhZMBgh7WdQ="),
        Case(
            number: 58, source: "3ffe05010410000002c0dffffe47033e", destination: c, first: 1, second: 4,
            expected: "1:hLZd0XGWojozrvxqE0dWB1iM6R0="),
        Case(
            number: 58, source: c, destination: "3ffe0501000010010000000000000002", first: 128, second: 0,
            expected: "1:+TW+HtLHvV1xnGhV1lv7XoJrqQg="),
        Case(
            number: 58, source: "3ffe0501000010010000000000000002", destination: c, first: 129, second: 0,
            expected: "1:+TW+HtLHvV1xnGhV1lv7XoJrqQg="),
        Case(
            number: 58, source: a, destination: "ff020000000000000000000000000002", first: 133, second: 0,
            expected: "1:hO+sN4H+MG5MY/8hIrXPqc4ZQz0="),
        Case(
            number: 58, source: b, destination: "ff020000000000000000000000000001", first: 134, second: 0,
            expected: "1:pkvHqCL88/tg1k4cPigmZXUtL00="),
        Case(
            number: 1, source: "c0a80059", destination: "c0a80001", first: 8, second: 0,
            expected: "1:X0snYXpgwiv9TZtqg64sgzUn6Dk="),
        Case(
            number: 1, source: "c0a80001", destination: "c0a80059", first: 0, second: 0,
            expected: "1:X0snYXpgwiv9TZtqg64sgzUn6Dk="),
        Case(
            number: 1, source: "0a000001", destination: "0a000002", first: 11, second: 0,
            expected: "1:YHxtAirCG//0OzkcVAukqKQN9xM="),
        Case(
            number: 6, source: "20010470e5bfdead49572174e82c4887", destination: "2607f8b0400c0c03000000000000001a",
            first: 63943, second: 25, expected: "1:/qFaeAR+gFe1KYjMzVDsMv+wgU4="),
        Case(
            number: 6, source: "2607f8b0400c0c03000000000000001a", destination: "20010470e5bfdead49572174e82c4887",
            first: 25, second: 63943, expected: "1:/qFaeAR+gFe1KYjMzVDsMv+wgU4="),
        Case(
            number: 132, source: "c0a8aa08", destination: "c0a8aa38", first: 7, second: 7,
            expected: "1:MP2EtRCAUIZvTw6MxJHLV7N7JDs="),
        Case(
            number: 132, source: "c0a8aa38", destination: "c0a8aa08", first: 7, second: 7,
            expected: "1:MP2EtRCAUIZvTw6MxJHLV7N7JDs="),
        Case(
            number: 6, source: "80e86e78", destination: "4223facc", first: 34855, second: 80,
            expected: "1:LQU9qZlK+B5F3KDmev6m5PMibrg="),
        Case(
            number: 6, source: "4223facc", destination: "80e86e78", first: 80, second: 34855,
            expected: "1:LQU9qZlK+B5F3KDmev6m5PMibrg="),
        Case(
            number: 17, source: "c0a80134", destination: "08080808", first: 54585, second: 53,
            expected: "1:d/FP5EW3wiY1vCndhwleRRKHowQ="),
        Case(
            number: 17, source: "08080808", destination: "c0a80134", first: 53, second: 54585,
            expected: "1:d/FP5EW3wiY1vCndhwleRRKHowQ="),
        Case(
            number: 46, source: "0a010c01", destination: "0a010c02", first: 0, second: 0,
            expected: "1:KHlLkgoJW7ifUTyTSgyVfkFHzKw="),
        Case(
            number: 46, source: "0a010c02", destination: "0a010c01", first: 0, second: 0,
            expected: "1:KHlLkgoJW7ifUTyTSgyVfkFHzKw="),
    ]

    @Test(arguments: cases) func `the published vectors pass`(vector: Case) {
        let (source, destination) = (hex(vector.source), hex(vector.destination))
        let payload: [UInt8] =
            switch vector.number {
            case 1, 58: [UInt8(vector.first), UInt8(vector.second), 0, 0, 0, 0, 0, 0]
            case 6: IP.tcp(vector.first, vector.second)
            case 17: IP.udp(vector.first, vector.second, [])
            default: IP.ports(vector.first, vector.second) + [0, 0, 0, 0, 0, 0, 0, 0]
            }
        let packet =
            source.count == 4
            ? IP.v4(source, destination, vector.number, payload) : IP.v6(source, destination, vector.number, payload)
        let text = json(packet, .raw, columns: ColumnSet([.communityID]))
        #expect(text == "{\"network\":{\"community_id\":\"\(vector.expected)\"}}\n")
    }
}

import Packets
@_exported import TestSupport

@testable import Dissection

/// What the printer says of one packet; without timestamp unless asked for.
func printed(
    _ packet: [UInt8], link: LinkType = .ethernet, length: Int? = nil,
    time: Timestamp = Timestamp(seconds: 0, nanoseconds: 0),
    _ change: (inout PrintOptions) -> Void = { _ in }
) -> String {
    printed([packet], link: link, length: length, time: time, change)
}

/// What the printer says of several packets, one after the other.
func printed(
    _ packets: [[UInt8]], link: LinkType = .ethernet, length: Int? = nil,
    time: Timestamp = Timestamp(seconds: 0, nanoseconds: 0), _ change: (inout PrintOptions) -> Void = { _ in }
) -> String {
    var options = PrintOptions()
    options.numeric = 1
    options.time = .none
    change(&options)
    var printer = Printer(options: options)
    for packet in packets {
        let span = unsafe packet.span.bytes
        let view = PacketView(
            bytes: span, timestamp: time, originalLength: length ?? packet.count, linkType: link)
        _ = printer.consume(view)
    }
    let text = printer.out.bytes
    return String(
        decoding: (0..<text.byteCount).map { unsafe text.unsafeLoad(fromByteOffset: $0, as: UInt8.self) }, as: UTF8.self
    )
}

/// The Internet checksum over bytes, for packets that are to be right.
func checksum(_ bytes: [UInt8]) -> UInt16 {
    var sum: UInt32 = 0
    for index in stride(from: 0, to: bytes.count, by: 2) {
        sum += UInt32(bytes[index]) << 8 | (index + 1 < bytes.count ? UInt32(bytes[index + 1]) : 0)
    }
    while sum > 0xFFFF { sum = sum & 0xFFFF + sum >> 16 }
    return ~UInt16(sum)
}

/// An Ethernet frame from 02:00:00:00:00:01 to 02:00:00:00:00:02.
func ethernetFrame(_ type: UInt16, _ payload: [UInt8]) -> [UInt8] {
    bytes("020000000002 020000000001") + [UInt8(type >> 8), UInt8(type & 0xFF)] + payload
}

/// An IPv4 packet from 192.0.2.1 to 198.51.100.7 with a right checksum.
func ipv4Packet(_ proto: UInt8, _ payload: [UInt8], timeToLive: UInt8 = 64) -> [UInt8] {
    let total = UInt16(20 + payload.count)
    var header: [UInt8] =
        [0x45, 0, UInt8(total >> 8), UInt8(total & 0xFF), 0x12, 0x34, 0x40, 0, timeToLive, proto, 0, 0]
        + bytes("c0000201 c6336407")
    let sum = checksum(header)
    header[10] = UInt8(sum >> 8)
    header[11] = UInt8(sum & 0xFF)
    return header + payload
}

/// A UDP datagram without checksum.
func udpDatagram(_ source: UInt16, _ destination: UInt16, _ payload: [UInt8]) -> [UInt8] {
    let length = UInt16(8 + payload.count)
    return [source, destination, length, 0].flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] } + payload
}

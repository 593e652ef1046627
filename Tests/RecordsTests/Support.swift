import Packets

@testable import Records

/// Octets from hex digits; blanks do not count.
func hex(_ text: String) -> [UInt8] {
    let digits = text.filter { !$0.isWhitespace }
    return stride(from: 0, to: digits.count, by: 2).map { place in
        let start = digits.index(digits.startIndex, offsetBy: place)
        return UInt8(digits[start..<digits.index(start, offsetBy: 2)], radix: 16) ?? 0
    }
}

extension ByteBuffer {
    var array: [UInt8] { unsafe bytes.withUnsafeBytes { unsafe Array($0) } }
}

extension ByteBuffer {
    var text: String { unsafe bytes.withUnsafeBytes { unsafe String(decoding: $0, as: UTF8.self) } }
}

/// A packet's row as JSON.
func json(
    _ bytes: [UInt8], _ link: LinkType = .ethernet, columns: ColumnSet = .all, length: Int? = nil,
    interfaces: [RowInterface] = [], time: Timestamp = Timestamp(seconds: 0, nanoseconds: 0)
) -> String {
    var reader = RowReader(columns, host: "sensor1")
    reader.add(interfaces)
    var writer = JSONRowWriter(RowTable(columns))
    var out = ByteBuffer()
    reader.read(
        PacketView(
            bytes: unsafe bytes.span.bytes, timestamp: time, originalLength: length ?? bytes.count, linkType: link))
    writer.append(reader.row, to: &out)
    return out.text
}

/// Headers of IP with a payload, for packets without a link layer.
enum IP {
    static func v4(_ source: [UInt8], _ destination: [UInt8], _ number: UInt8, _ payload: [UInt8]) -> [UInt8] {
        let total = UInt16(20 + payload.count)
        return [0x45, 0, UInt8(total >> 8), UInt8(total & 0xFF), 0, 1, 0, 0, 64, number, 0, 0] + source + destination
            + payload
    }

    static func v6(_ source: [UInt8], _ destination: [UInt8], _ number: UInt8, _ payload: [UInt8]) -> [UInt8] {
        [0x60, 0, 0, 0, UInt8(payload.count >> 8), UInt8(payload.count & 0xFF), number, 64] + source + destination
            + payload
    }

    static func tcp(_ source: UInt16, _ destination: UInt16, _ payload: [UInt8] = []) -> [UInt8] {
        ports(source, destination) + [0, 0, 0, 1, 0, 0, 0, 2, 0x50, 0x18, 0x20, 0, 0, 0, 0, 0] + payload
    }

    static func udp(_ source: UInt16, _ destination: UInt16, _ payload: [UInt8]) -> [UInt8] {
        let length = UInt16(8 + payload.count)
        return ports(source, destination) + [UInt8(length >> 8), UInt8(length & 0xFF), 0, 0] + payload
    }

    static func ports(_ source: UInt16, _ destination: UInt16) -> [UInt8] {
        [UInt8(source >> 8), UInt8(source & 0xFF), UInt8(destination >> 8), UInt8(destination & 0xFF)]
    }
}

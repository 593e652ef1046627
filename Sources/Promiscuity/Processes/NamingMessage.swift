import Packets
import Syscalls

/// The messages between a `NamingClient` and the process that looks, both of this program and of one machine: numbers in its byte
/// order. Each is checked as bytes from the wire are: the one side may have been taken over, the other reads what processes say
/// of themselves.
///
///     sockets: kind (1), again (1), books (2), then for each socket: inode (4), user (4), cookie (8), has a user (4)
///     answer:  processes (1), user, then for each process: number (4), confirmed (1), user, command, arguments (2), arguments
///     a text:  length (2), octets
enum NamingMessage {
    /// What a message of sockets is about.
    enum Kind: UInt8 {
        /// These exist: remembered until `locate`.
        case alive
        /// These are to be looked for; an answer for each.
        case locate
    }

    static let head = 4
    static let socketLength = 20
    /// Sockets of one message.
    static let most = 2048
    /// Of a message, which a socket's buffer takes whole.
    static let longest = 1 << 16
    private static let longestText = 4096

    struct Request: Equatable {
        var kind: Kind
        var again: Bool
        /// Which of a capture's books ask: each has a memory of its own.
        var books: UInt16
        var sockets: [PacketSocket]
    }

    static func bytes(_ request: Request) -> [UInt8] {
        var bytes: [UInt8] = [request.kind.rawValue, request.again ? 1 : 0]
        append(request.books, to: &bytes)
        for socket in request.sockets.prefix(most) {
            append(socket.inode, to: &bytes)
            append(socket.userID ?? 0, to: &bytes)
            append(socket.cookie, to: &bytes)
            append(UInt32(socket.userID == nil ? 0 : 1), to: &bytes)
        }
        return bytes
    }

    /// Nil for what is no request.
    static func request(_ bytes: RawSpan) -> Request? {
        guard bytes.byteCount >= head, (bytes.byteCount - head) % socketLength == 0,
            (bytes.byteCount - head) / socketLength <= most, let first = try? bytes.u8(0),
            let kind = Kind(rawValue: first), let again = try? bytes.u8(1), again < 2,
            let books = try? bytes.native(2, as: UInt16.self)
        else { return nil }
        var request = Request(kind: kind, again: again == 1, books: books, sockets: [])
        for place in stride(from: head, to: bytes.byteCount, by: socketLength) {
            guard let inode = try? bytes.native(place, as: UInt32.self),
                let user = try? bytes.native(place + 4, as: UInt32.self),
                let cookie = try? bytes.native(place + 8, as: UInt64.self),
                let isKnown = try? bytes.native(place + 16, as: UInt32.self), isKnown < 2
            else { return nil }
            request.sockets.append(
                PacketSocket(inode: inode, cookie: cookie, userID: isKnown == 1 ? user : nil, memberships: []))
        }
        return request
    }

    /// What is known of one socket.
    struct Answer: Equatable {
        var user: String?
        var processes: [HolderProcess] = []
    }

    /// As many processes as a message takes.
    static func bytes(_ answer: Answer) -> [UInt8] {
        var bytes: [UInt8] = [0]
        append(answer.user ?? "", to: &bytes)
        for process in answer.processes where bytes[0] < .max {
            var part: [UInt8] = []
            append(UInt32(bitPattern: process.pid), to: &part)
            part.append(process.isConfirmed ? 1 : 0)
            append(process.user, to: &part)
            append(process.command, to: &part)
            let arguments = process.arguments.prefix(longestText)
            append(UInt16(arguments.count), to: &part)
            for argument in arguments { append(argument, to: &part) }
            if bytes.count + part.count > longest { break }
            bytes += part
            bytes[0] += 1
        }
        return bytes
    }

    /// Nil for what is no answer.
    static func answer(_ bytes: RawSpan) -> Answer? {
        var reader = Reader(bytes)
        do throws(Truncation) {
            let count = try reader.octet()
            let user = try reader.text()
            var answer = Answer(user: user.isEmpty ? nil : user)
            for _ in 0..<count {
                let pid = Int32(bitPattern: try reader.number(UInt32.self))
                let confirmed = try reader.octet()
                var process = HolderProcess(
                    pid: pid, command: "", user: try reader.text(), arguments: [], isConfirmed: confirmed == 1)
                process.command = try reader.text()
                for _ in 0..<(try reader.number(UInt16.self)) { process.arguments.append(try reader.text()) }
                answer.processes.append(process)
            }
            return reader.isAtEnd ? answer : nil
        } catch { return nil }
    }

    private static func append<Number: FixedWidthInteger>(_ number: Number, to bytes: inout [UInt8]) {
        unsafe withUnsafeBytes(of: number) { unsafe bytes.append(contentsOf: $0) }
    }

    private static func append(_ text: String, to bytes: inout [UInt8]) {
        let octets = text.systemBytes.prefix(longestText)
        append(UInt16(octets.count), to: &bytes)
        bytes += octets
    }

    private struct Reader: ~Escapable {
        private let bytes: RawSpan
        private var place = 0

        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var isAtEnd: Bool { place == bytes.byteCount }

        @_lifetime(self: copy self)
        mutating func octet() throws(Truncation) -> UInt8 {
            defer { place += 1 }
            return try bytes.u8(place)
        }

        @_lifetime(self: copy self)
        mutating func number<Number: FixedWidthInteger & BitwiseCopyable>(
            _ type: Number.Type
        ) throws(Truncation) -> Number {
            defer { place += MemoryLayout<Number>.size }
            return try bytes.native(place, as: type)
        }

        @_lifetime(self: copy self)
        mutating func text() throws(Truncation) -> String {
            let count = Int(try number(UInt16.self))
            var octets: [UInt8] = []
            for _ in 0..<count { octets.append(try octet()) }
            return String(systemBytes: octets)
        }
    }
}

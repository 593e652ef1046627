import CLinux
import Glibc
import Packets
import Syscalls

/// Names of hosts, from a process that may open what the resolver opens and talk to name servers, and has no right beside
/// that. What it is asked is an address, what it answers a name of at most so many octets, or none.
final class HostHelper: @unchecked Sendable {
    typealias LookUp = @Sendable (HostAddress) -> String?

    /// As many as ask at the same time (`HostResolver`).
    private static let sockets = 4
    /// 4 or 16 octets of an address.
    private static let longestRequest = 16
    private static let longestName = Int(NI_MAXHOST)

    let descriptors: [Int32]
    private let lock = Lock()
    // Under the lock.
    private var free: [Int32]

    /// - Parameters:
    ///   - settle: gives up the rights that looking up names does not need.
    init(_ lookUp: @escaping LookUp, settle: () -> Bool) throws(SystemError) {
        descriptors = try ForkedHelper.start(sockets: HostHelper.sockets) { ends in
            guard settle() else { return 1 }
            for end in ends.dropFirst() { try? WorkThread({ HostHelper.serve(end, lookUp) }).detach() }
            HostHelper.serve(ends[0], lookUp)
            return 0
        }
        free = descriptors
    }

    /// The address's name; nil for none.
    func name(_ address: HostAddress) -> String? {
        let socket = lock.locked {
            while free.isEmpty { lock.wait() }
            return free.removeLast()
        }
        defer {
            lock.locked {
                free.append(socket)
                lock.wakeAll()
            }
        }
        var request = HostHelper.octets(address)
        let count = request.count
        guard unsafe send(socket, &request, count, Int32(MSG_NOSIGNAL)) == count else { return nil }
        var answer = [UInt8](repeating: 0, count: HostHelper.longestName)
        let room = answer.count
        let length = (try? checked("recv") { unsafe recv(socket, &answer, room, 0) }) ?? 0
        return length < 1 || answer[0] == 0 ? nil : String(systemBytes: answer.prefix(length)).printable
    }

    private static func octets(_ address: HostAddress) -> [UInt8] {
        let low = (0..<8).map { UInt8(truncatingIfNeeded: address.low >> (56 - 8 * UInt64($0))) }
        if !address.isIPv6 { return Array(low[4...]) }
        return (0..<8).map { UInt8(truncatingIfNeeded: address.high >> (56 - 8 * UInt64($0))) } + low
    }

    /// Nil for what is no address.
    static func address(_ octets: ArraySlice<UInt8>) -> HostAddress? {
        func number(_ part: ArraySlice<UInt8>) -> UInt64 { part.reduce(0) { $0 << 8 | UInt64($1) } }
        switch octets.count {
        case 4: return HostAddress(ipv4: UInt32(truncatingIfNeeded: number(octets)))
        case longestRequest: return HostAddress(ipv6: number(octets.prefix(8)), number(octets.dropFirst(8)))
        default: return nil
        }
    }

    /// Until nothing is asked any more, or something that is no question.
    private static func serve(_ socket: Int32, _ lookUp: LookUp) {
        var request = [UInt8](repeating: 0, count: longestRequest + 1)
        while true {
            let room = request.count
            let length = (try? checked("recv") { unsafe recv(socket, &request, room, 0) }) ?? 0
            guard let address = address(request.prefix(max(0, length))) else { break }
            // A single zero stands for no name: an empty message would be the end.
            let name = Array((lookUp(address)?.utf8).map(Array.init)?.prefix(longestName) ?? [])
            let answer = name.isEmpty ? [0] : name
            let sent = unsafe answer.withUnsafeBytes {
                unsafe send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            if sent < 0 { break }
        }
        _ = close(socket)
    }
}

import CLinux
import Glibc
import Packets
import Syscalls

/// Names, from a process that may load what the C library asks for names (nsswitch.conf(5)) and talk to name services, and has no
/// right beside that. What it is asked is so many octets at most, what it answers a name of so many, or none.
final class LookUpHelper: @unchecked Sendable {
    struct Answer {
        /// Nil for no name.
        let text: String?
    }

    /// Nil for octets that are no question.
    typealias LookUp = @Sendable (ArraySlice<UInt8>) -> Answer?

    /// As many octets as an address has.
    private static let longestQuestion = 16
    private static let longestName = Int(NI_MAXHOST)

    let descriptors: [Int32]
    private let lock = Lock()
    // Under the lock.
    private var free: [Int32]

    /// - Parameters:
    ///   - count: how many threads may ask at the same time.
    ///   - settle: gives up the rights that looking up names does not need; false where the helper may not go on.
    init(sockets count: Int, _ lookUp: @escaping LookUp, settle: () -> Bool) throws(SystemError) {
        descriptors = try ForkedHelper.start(sockets: count) { ends in
            guard settle() else { return 1 }
            HelperConfinement.enter(.lookingUp)
            for end in ends.dropFirst() { try? WorkThread({ LookUpHelper.serve(end, lookUp) }).detach() }
            LookUpHelper.serve(ends[0], lookUp)
            return 0
        }
        free = descriptors
    }

    /// Names of users (getpwuid_r(3)). For a process that has given up its own user already.
    static func ofUsers() throws(SystemError) -> LookUpHelper {
        try LookUpHelper(
            sockets: 1,
            { octets in
                guard octets.count == 4 else { return nil }
                return Answer(text: UserDatabase.name(of: octets.reduce(0) { $0 << 8 | UInt32($1) }))
            }
        ) {
            guard (try? Capabilities.keep([])) != nil else { return false }
            return true
        }
    }

    /// A user's name.
    func user(_ number: UInt32) -> String? {
        name((0..<4).map { UInt8(truncatingIfNeeded: number >> (24 - 8 * UInt32($0))) })
    }

    /// The name for these octets; nil for none, also where the process has ended.
    func name(_ question: [UInt8]) -> String? {
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
        var request = question
        let count = request.count
        guard unsafe send(socket, &request, count, Int32(MSG_NOSIGNAL)) == count else { return nil }
        var answer = [UInt8](repeating: 0, count: LookUpHelper.longestName)
        let room = answer.count
        let length = (try? checked("recv") { unsafe recv(socket, &answer, room, 0) }) ?? 0
        return length < 1 || answer[0] == 0 ? nil : String(systemBytes: answer.prefix(length))
    }

    /// Until nothing is asked any more, or something that is no question.
    private static func serve(_ socket: Int32, _ lookUp: LookUp) {
        var request = [UInt8](repeating: 0, count: longestQuestion + 1)
        while true {
            let room = request.count
            let length = (try? checked("recv") { unsafe recv(socket, &request, room, 0) }) ?? 0
            guard length > 0, let found = lookUp(request.prefix(length)) else { break }
            // A single zero stands for no name: an empty message would be the end.
            let name = Array((found.text?.utf8).map(Array.init)?.prefix(longestName) ?? [])
            let answer = name.isEmpty ? [0] : name
            let sent = unsafe answer.withUnsafeBytes {
                unsafe send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            if sent < 0 { break }
        }
        _ = close(socket)
    }
}

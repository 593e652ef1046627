import Packets

/// The latest remote calls: a reply carries neither its procedure nor its version, so those are remembered of the call.
///
/// A ring of 64 like tcpdump's, so that a reply finds or misses its call just as there. The search begins where the last
/// one ended: of calls with one number it finds the same.
struct RecentCalls {
    /// What a reply has in common with its call, as the call says it.
    struct Key: Equatable {
        var client = HostAddress(ipv4: 0)
        var server = HostAddress(ipv4: 0)
        var identifier: UInt32 = 0
        /// The service and the server's port, for protocols whose numbers are not unique to a host.
        var service: UInt16 = 0
        var port: UInt16 = 0
    }

    /// What is remembered: the procedure, and the version of its program.
    struct Call {
        var procedure: UInt32 = 0
        var version: UInt32 = 0
    }

    private static var size: Int { 64 }
    private var keys = [64 of Key](repeating: Key())
    private var calls = [64 of Call](repeating: Call())
    private var next = 0
    private var hint = 0

    mutating func add(_ key: Key, _ call: Call) {
        keys[next] = key
        calls[next] = call
        next = (next + 1) % RecentCalls.size
    }

    mutating func call(of key: Key) -> Call? {
        for step in 0..<RecentCalls.size {
            let index = (hint + step) % RecentCalls.size
            if keys[index] == key {
                hint = index
                return calls[index]
            }
        }
        return nil
    }
}

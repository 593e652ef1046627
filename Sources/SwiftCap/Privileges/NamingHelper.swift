import Promiscuity
import Syscalls

/// The process that names the holders of a capture's books. It may look at other processes, where the capture was started by root,
/// and is asked for nothing but sockets.
final class NamingHelper {
    let descriptor: Int32
    private var books: UInt16 = 0
    private var isLost = false

    /// - Parameter settle: gives up the rights that looking does not need; false where it may not go on.
    init(settle: () -> Bool) throws(SystemError) {
        let ends = try ForkedHelper.start { ends in
            guard settle() else { return 1 }
            // Users' names take libraries and services, which are not for a process that may look at others.
            let users = try? LookUpHelper.ofUsers()
            if let users { UserDatabase.ask { users.user($0) } }
            HelperConfinement.enter(.namingHolders(sockets: ends + (users?.descriptors ?? [])))
            NamingService().serve(ends[0])
            return 0
        }
        descriptor = ends[0]
    }

    /// For one more of the capture's books.
    func client() -> NamingClient {
        books &+= 1
        return NamingClient(descriptor, books: books) {
            if self.isLost { return }
            self.isLost = true
            Messages.warn("the process that names holders has ended: what they are called from now on is not known")
        }
    }
}

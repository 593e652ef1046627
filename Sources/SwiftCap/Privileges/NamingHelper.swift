import Promiscuity
import Syscalls

/// The process that names the holders of a capture's books. It may look at other processes, where the capture was started by root,
/// and is asked for nothing but sockets.
final class NamingHelper {
    let descriptor: Int32
    private var books: UInt16 = 0

    /// - Parameter settle: gives up the rights that looking does not need; false where it may not go on.
    init(settle: () -> Bool) throws(SystemError) {
        let ends = try ForkedHelper.start { ends in
            guard settle() else { return 1 }
            NamingService().serve(ends[0])
            return 0
        }
        descriptor = ends[0]
    }

    /// For one more of the capture's books.
    func client() -> NamingClient {
        books &+= 1
        return NamingClient(descriptor, books: books)
    }
}

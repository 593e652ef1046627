import CLinux
import Glibc
import Promiscuity
import Syscalls
import Testing

@Suite(
    .enabled(if: Namespace.isAvailable, "needs to make network namespaces: \(Namespace.obstacle ?? "")"), .serialized)
struct BooksLiveTests {
    @Test func aCaptureTakesOneAndGivesItBack() throws {
        try Namespace.run {
            let lab = try LiveLab()
            try lab.veth("v0", "v1")
            let books = try Books(interface: "v0")
            let socket = try RawSocket()
            try socket.membership(books.before.link.index)
            books.setOwnSocket(inode: try socket.inode)
            books.sample(.during)
            socket.close()
            books.sample(.after)
            #expect(books.before.link.promiscuity == 0)
            #expect(books.before.link.flagsPromisc == false)
            #expect(books.during?.link.promiscuity == 1)
            #expect(books.during?.link.flagsPromisc == true)
            #expect(books.during?.link.gflagsPromisc == false)
            #expect(books.during?.holders.map(\.kind) == [.packetSocket])
            #expect(books.during?.holders.first?.own == true)
            #expect(books.during?.holders.first?.processes.map(\.pid) == [getpid()])
            #expect(books.during?.consistent == true)
            #expect(books.after?.link.promiscuity == 0)
            #expect(books.verdict == Verdict(ownTaken: 1, ownReturned: 1, promiscuousWithoutUs: false))
            #expect(books.timeline.changes.map(\.delta) == [1, -1])
            #expect(books.timeline.changes.first?.joined.first?.own == true)
        }
    }
}

import Glibc
import Syscalls
import TestSupport
import Testing

/// Texts of /proc, which name what others have opened: the process that opens a file chooses its name.
@Suite struct LinkTests {
    static let links: [(String, DescriptorTarget?)] = [
        ("socket:[0]", .socket(0)), ("socket:[4294967295]", .socket(.max)), ("socket:[4294967297]", .socket(1)),
        ("socket:[99999999999999999999999999]", .socket(UInt32(truncatingIfNeeded: wrapped))),
        ("net:[4026531840]", .networkNamespace(4_026_531_840)), ("anon_inode:[io_uring]", .ioUring),
        ("/", .file), ("/tmp/socket:[12]", .file), ("/proc/1/ns/net", .file),
        // What only looks like one.
        ("socket:[]", nil), ("socket:[", nil), ("socket:[12", nil), ("socket:[1 2]", nil), ("socket:[-1]", nil),
        ("socket:[12] (deleted)", nil), (" socket:[12]", nil), ("net:[]", nil), ("net:[x]", nil), ("mnt:[1]", nil),
        ("anon_inode:[io_uring]x", nil), ("anon_inode:[eventpoll]", nil), ("pipe:[5]", nil), ("/dev/null", nil),
        ("/dev/", nil), ("", nil), ("s", nil),
    ]

    /// 26 nines in 64 bits: they wrap, and nothing traps.
    private static let wrapped = (0..<26).reduce(UInt64(0)) { value, _ in value &* 10 &+ 9 }

    @Test(arguments: links.indices) func targets(_ index: Int) {
        let (text, expected) = Self.links[index]
        let target = unsafe Array(text.utf8).withUnsafeBytes { unsafe DescriptorTarget($0) }
        #expect(target == expected, "\(text)")
    }

    @Test(
        arguments: [
            ("1", 1), ("0", 0), ("4194304", 4_194_304), ("999999999", 999_999_999), ("1000000000", nil),
            ("99999999999999999999", nil), ("", nil), (".", nil), ("..", nil), ("self", nil), ("1a", nil), ("-1", nil),
            ("+1", nil), (" 1", nil), ("1 ", nil), ("\u{FF11}", nil),
        ] as [(String, Int32?)])
    func `process numbers`(_ name: String, _ expected: Int32?) {
        #expect(unsafe name.withCString { unsafe DirectoryReader.number($0) } == expected)
    }

    @Test func `own descriptors`() throws {
        let socket = Descriptor(owning: try checked("socket") { Glibc.socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0) })
        let inode = UInt32(truncatingIfNeeded: try FileStatus.inode(of: socket.rawValue))
        var found: [Int32: DescriptorTarget] = [:]
        try DescriptorLinks.targets(in: "/proc/self/fd") { found[$0] = $1 }
        #expect(found[socket.rawValue] == .socket(inode))
        #expect(try DescriptorLinks.target(of: "/proc/self/fd/\(socket.rawValue)") == .socket(inode))
        #expect(try DescriptorLinks.target(of: "/proc/self/fd/99999") == nil)
        #expect(throws: SystemError("open", .noSuchFileOrDirectory, "/nowhere")) {
            try DescriptorLinks.targets(in: "/nowhere") { _, _ in }
        }
    }

    /// Every name of a folder that takes several reads.
    @Test func `names of a folder`() throws {
        let scratch = Scratch("names")
        let folder = scratch.path
        let names = (0..<500).map { "\(folder)/\($0)-" + String(repeating: "n", count: $0 % 200) }
        for name in names { _ = try Descriptor.open(name, O_WRONLY | O_CREAT) }
        var found: Set<String> = []
        try unsafe DirectoryReader.names(in: folder) { found.insert("\(folder)/" + (unsafe String(cString: $0))) }
        #expect(found == Set(names + ["\(folder)/.", "\(folder)/.."]))
    }
}

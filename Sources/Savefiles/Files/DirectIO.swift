import CLinux
import Glibc
import Syscalls

/// When regular files are written past the page cache (open(2), O_DIRECT).
public enum DirectWriting: String, Sendable, CaseIterable {
    /// While packets come fast; slow files stay in the page cache, where readers find them, and so do all of file systems
    /// whose direct writes are slow.
    case auto
    /// From the first byte on, wherever the file system takes it.
    case always
    /// Always through the page cache.
    case never
}

/// What direct I/O asks of memory, lengths and offsets.
enum DirectIO {
    /// All are multiples of this: what the file systems and disks of today ask for at most. Those that want more refuse,
    /// and are written through the page cache.
    static let block = 4096
    /// Room behind a full buffer for the packet that goes on in the next one. A longer one ends the chunk instead.
    static let slack = 68 << 10
    /// A capture flows that fills so much between two ticks, a second apart.
    static let flow = 8 << 20

    static func roundedUp(_ count: Int) -> Int { (count &+ block &- 1) & ~(block &- 1) }
    static func roundedDown(_ count: Int) -> Int { count & ~(block &- 1) }
    static func roundedDown(_ count: UInt64) -> UInt64 { count & ~UInt64(block - 1) }

    /// False for file systems that live in memory: they have nothing but the page cache, though newer kernels let
    /// O_DIRECT be set there.
    static func isOnDisk(_ descriptor: Int32) -> Bool {
        var about = statfs()
        guard unsafe fstatfs(descriptor, &about) == 0 else { return false }
        let inMemory = [Int(TMPFS_MAGIC), Int(RAMFS_MAGIC), Int(HUGETLBFS_MAGIC)]
        return !inMemory.contains(Int(about.f_type))
    }

    /// False where direct writes cost more than the page cache, or wait for another machine: file systems that make a
    /// checksum or a copy of what they write, and those behind a network or another process. docs/performance.md has what
    /// btrfs took.
    static func pays(_ descriptor: Int32) -> Bool {
        var about = statfs()
        guard unsafe fstatfs(descriptor, &about) == 0 else { return false }
        let kind = UInt32(truncatingIfNeeded: about.f_type)
        return !costly.contains(kind)
    }

    /// Numbers of <linux/magic.h>; bcachefs and ZFS have none there, theirs are of their own sources (BCACHEFS_STATFS_MAGIC,
    /// ZFS_SUPER_MAGIC).
    private static let costly: [UInt32] = [
        UInt32(BTRFS_SUPER_MAGIC), 0xCA45_1A4E, 0x2FC1_2FC1, UInt32(NFS_SUPER_MAGIC), UInt32(SMB_SUPER_MAGIC),
        UInt32(CIFS_SUPER_MAGIC), UInt32(SMB2_SUPER_MAGIC), UInt32(CEPH_SUPER_MAGIC), UInt32(V9FS_MAGIC),
        UInt32(FUSE_SUPER_MAGIC),
    ]
}

/// Whether packets come fast enough for direct I/O. Only the capturing thread asks.
struct Flow {
    let choice: DirectWriting
    /// Since the last tick.
    private var bytes = 0
    private(set) var isDirect: Bool

    init(_ choice: DirectWriting) {
        self.choice = choice
        isDirect = choice == .always
    }

    /// A full buffer is handed over.
    mutating func noteFull(_ count: Int) {
        bytes &+= count
        if choice == .auto && bytes >= DirectIO.flow { isDirect = true }
    }

    /// What is buffered is handed over because a second has passed.
    mutating func noteTick() {
        if choice == .auto { isDirect = bytes >= DirectIO.flow }
        bytes = 0
    }
}

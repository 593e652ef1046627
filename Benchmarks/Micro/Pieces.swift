import Capture
import Dissection
import Glibc
import Packets
import Promiscuity
import Savefiles
import Syscalls

/// Every piece by the name under which scripts/bench asks for it.
enum Pieces {
    static func run(_ name: String, folder: String, _ mode: Mode) throws {
        let (classic, pcapng, everyday) =
            ("\(folder)/large.pcap", "\(folder)/large.pcapng", "\(folder)/everyday.pcap")
        switch name {
        case "read-pcap": try mode.run(Reading(path: classic))
        case "read-pcapng": try mode.run(Reading(path: pcapng))
        case "read-kernel": try mode.run(try KernelsPart(path: classic))
        case "write-pcap": try mode.run(try Writing(packets: PacketStore(classic), pcapng: false))
        case "write-pcapng": try mode.run(try Writing(packets: PacketStore(classic), pcapng: true))
        case "filter-ip": try mode.run(try Filtering(classic, "ip"))
        case "filter-host": try mode.run(try Filtering(classic, "host 10.0.0.7 and port 443"))
        case "filter-flags":
            try mode.run(try Filtering(classic, "tcp[tcpflags] & (tcp-syn|tcp-fin) != 0 or udp port 53"))
        case "line-decimal": try mode.run(Decimals())
        case "line-hex": try mode.run(Hexadecimals())
        case "line-text": try mode.run(Texts())
        case "print-all": try mode.run(try Printing(everyday, nil))
        case "books-poll": try mode.run(try Bookkeeping("v0", samples: false))
        case "books-sample": try mode.run(try Bookkeeping("v0", samples: true))
        default:
            guard name.hasPrefix("print-"), let kind = PacketStore.Kind(rawValue: String(name.dropFirst(6))) else {
                throw MicroError(description: "no such piece")
            }
            try mode.run(try Printing(everyday, kind))
        }
    }
}

/// The savefile reader over a whole file, from its head to its end.
struct Reading: Piece {
    let path: String

    mutating func pass() throws -> Int {
        var reader = try SavefileReader(path: path)
        var tally = Tally()
        _ = try reader.read(into: &tally)
        keep(tally.bytes)
        return tally.packets
    }
}

private struct Tally: PacketSink {
    var packets = 0
    var bytes = 0

    mutating func consume(_ packet: borrowing PacketView) -> Verdict {
        packets += 1
        bytes &+= packet.originalLength
        return .more
    }
}

/// What the kernel takes to hand the same file out, in pieces as large as the reader's.
struct KernelsPart: Piece {
    let path: String
    let packets: Int
    var buffer = [UInt8](repeating: 0, count: 512 << 10)

    init(path: String) throws {
        self.path = path
        var reading = Reading(path: path)
        packets = try reading.pass()
    }

    mutating func pass() throws -> Int {
        let file = try Descriptor.open(path, O_RDONLY)
        let number = file.rawValue
        while true {
            let n = unsafe buffer.withUnsafeMutableBytes { unsafe read(number, $0.baseAddress, $0.count) }
            if n <= 0 { return packets }
        }
    }
}

/// The savefile writer to a device that takes everything and keeps nothing.
struct Writing: ~Copyable, Piece {
    let packets: PacketStore
    var writer: SavefileWriter

    init(packets: PacketStore, pcapng: Bool) throws {
        self.packets = packets
        let interface = PcapngInterfaceDescription(linkType: .ethernet, snapshotLength: 262_144)
        writer = try SavefileWriter(
            path: "/dev/null",
            format: pcapng
                ? .pcapng(PcapngHeader(interfaces: [interface]))
                : .classic(.init(linkType: .ethernet, snapshotLength: 262_144)))
    }

    mutating func pass() throws -> Int {
        packets.feed(&writer)
        if let failure = writer.failure { throw failure }
        return packets.records.count
    }
}

/// libpcap's machine, as it is called for each packet of a savefile.
struct Filtering: ~Copyable, Piece {
    let packets: PacketStore
    var sieve: Sieve

    init(_ path: String, _ expression: String) throws {
        let program = try FilterProgram(expression, linkType: .ethernet)
        packets = try PacketStore(path)
        sieve = Sieve(program: program)
    }

    mutating func pass() throws -> Int {
        packets.feed(&sieve)
        keep(sieve.passed)
        return packets.records.count
    }
}

struct Sieve: ~Copyable, PacketSink {
    let program: FilterProgram
    var passed = 0

    mutating func consume(_ packet: borrowing PacketView) -> Verdict {
        if program.matches(packet) { passed += 1 }
        return .more
    }
}

/// Unsigned numbers of one to ten digits.
struct Decimals: ~Copyable, Piece {
    var line = LineBuffer()

    mutating func pass() throws -> Int {
        line.removeAll()
        var value: UInt32 = 7
        for _ in 0..<1000 {
            line.append(decimal: value >> (value & 31))
            value = value &* 1_664_525 &+ 1_013_904_223
        }
        keep(line.count)
        return 1000
    }
}

struct Hexadecimals: ~Copyable, Piece {
    var line = LineBuffer()

    mutating func pass() throws -> Int {
        line.removeAll()
        var value: UInt32 = 7
        for _ in 0..<1000 {
            line.append(hex: value >> (value & 31))
            value = value &* 1_664_525 &+ 1_013_904_223
        }
        keep(line.count)
        return 1000
    }
}

struct Texts: ~Copyable, Piece {
    var line = LineBuffer()

    mutating func pass() throws -> Int {
        line.removeAll()
        for _ in 0..<500 {
            line.append(", length ")
            line.append(": ")
        }
        keep(line.count)
        return 1000
    }
}

/// The dissector with -nn: from a frame to its line.
struct Printing: ~Copyable, Piece {
    let packets: PacketStore
    var printer: Printer

    init(_ path: String, _ kind: PacketStore.Kind?) throws {
        packets = try PacketStore(path, only: kind)
        var options = PrintOptions()
        options.numeric = 2
        printer = Printer(options: options)
    }

    mutating func pass() throws -> Int {
        printer.out.removeAll()
        packets.feed(&printer)
        keep(printer.out.count)
        return packets.records.count
    }
}

/// The books of a device that nothing happens to.
struct Bookkeeping: Piece {
    let books: Books
    let samples: Bool

    init(_ interface: String, samples: Bool) throws {
        books = try Books(interface: interface)
        self.samples = samples
    }

    mutating func pass() throws -> Int {
        for _ in 0..<20 {
            if samples { books.sample(.during) } else { books.poll() }
        }
        if let fault = books.failedLooks.last ?? books.unread.values.first { throw fault.error }
        return 20
    }
}

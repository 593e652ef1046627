/// Thrift's compact protocol (thrift-compact-protocol.md), as much of it as Parquet's metadata take.
struct ThriftWriter: ~Copyable {
    var out = ByteBuffer()
    /// Number of the last field of each open struct.
    private var last: [Int16] = [0]

    /// Types within a field's or a list's head.
    enum Kind: UInt8 {
        case yes = 1, no = 2, i8 = 3, i16 = 4, i32 = 5, i64 = 6, binary = 8, list = 9, structure = 12
    }

    mutating func removeAll() {
        out.removeAll()
        last = [0]
    }

    /// A field's head: the difference to the field before and the type, in one octet where it is small.
    private mutating func field(_ number: Int16, _ kind: Kind) {
        let step = number - last[last.count - 1]
        if step > 0 && step <= 15 {
            out.append(UInt8(step) << 4 | kind.rawValue)
        } else {
            out.append(kind.rawValue)
            out.append(zigzag: Int64(number))
        }
        last[last.count - 1] = number
    }

    mutating func boolean(_ number: Int16, _ value: Bool) { field(number, value ? .yes : .no) }

    mutating func i8(_ number: Int16, _ value: Int8) {
        field(number, .i8)
        out.append(UInt8(bitPattern: value))
    }

    mutating func i16(_ number: Int16, _ value: Int16) {
        field(number, .i16)
        out.append(zigzag: Int64(value))
    }

    mutating func i32(_ number: Int16, _ value: Int32) {
        field(number, .i32)
        out.append(zigzag: Int64(value))
    }

    mutating func i64(_ number: Int16, _ value: Int64) {
        field(number, .i64)
        out.append(zigzag: value)
    }

    mutating func string(_ number: Int16, _ value: String) {
        field(number, .binary)
        string(value)
    }

    mutating func binary(_ number: Int16, _ value: [UInt8]) {
        field(number, .binary)
        out.append(varint: UInt64(value.count))
        out.append(value.span.octets)
    }

    /// A struct in a field; its fields are what `body` writes.
    mutating func structure(_ number: Int16, _ body: (inout ThriftWriter) -> Void) {
        field(number, .structure)
        structure(body)
    }

    /// A struct in a list, or by itself.
    mutating func structure(_ body: (inout ThriftWriter) -> Void) {
        last.append(0)
        body(&self)
        end()
        last.removeLast()
    }

    /// The head of a list; its elements follow.
    mutating func list(_ number: Int16, _ kind: Kind, count: Int) {
        field(number, .list)
        if count < 15 {
            out.append(UInt8(count) << 4 | kind.rawValue)
        } else {
            out.append(0xF0 | kind.rawValue)
            out.append(varint: UInt64(count))
        }
    }

    // Elements of lists.

    mutating func string(_ value: String) {
        out.append(varint: UInt64(value.utf8.count))
        out.append(value)
    }

    mutating func i32(_ value: Int32) { out.append(zigzag: Int64(value)) }

    /// The end of the outermost struct.
    mutating func end() { out.append(0) }
}

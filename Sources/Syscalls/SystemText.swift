import Glibc

// File names and arguments are bytes to the kernel and need not be UTF-8, which a String always is. As a String, a byte
// that belongs to no UTF-8 sequence stands as one of 128 code points that mean nothing else (the end of the second
// private plane: U+10FF80 for 0x80 to U+10FFFF for 0xFF), and becomes that byte again on its way to the kernel or to a
// user. The code points themselves are taken apart in the same way, so that every name comes out as it went in.

private let escapes: ClosedRange<UInt32> = 0x10FF80...0x10FFFF

extension String {
    /// Text from the kernel or the command line.
    public init(systemBytes bytes: some Collection<UInt8>) {
        if let text = String(validating: bytes, as: UTF8.self), !text.hasEscapes {
            self = text
            return
        }
        let bytes = Array(bytes)
        self = ""
        var at = 0
        while at < bytes.count {
            let scalar = String.scalar(bytes[at...])
            if let scalar, !escapes.contains(scalar.value) {
                unicodeScalars.append(scalar)
                at += UTF8.width(scalar)
            } else {
                // Never nil: the range holds valid code points only.
                unicodeScalars.append(Unicode.Scalar(0x10FF00 | UInt32(bytes[at])) ?? "?")
                at += 1
            }
        }
    }

    /// The scalar that a slice begins with; nil where it begins with no UTF-8 sequence.
    private static func scalar(_ bytes: ArraySlice<UInt8>) -> Unicode.Scalar? {
        for count in 1...4 where count <= bytes.count {
            if let text = String(validating: bytes.prefix(count), as: UTF8.self) { return text.unicodeScalars.first }
        }
        return nil
    }

    /// A C string from the kernel or the command line.
    public init(systemText: UnsafePointer<CChar>) {
        let bytes = unsafe UnsafeRawBufferPointer(start: systemText, count: strlen(systemText))
        unsafe self.init(systemBytes: bytes)
    }

    private var hasEscapes: Bool {
        // The four bytes of an escape begin with 0xF4.
        utf8.contains(0xF4) && unicodeScalars.contains { escapes.contains($0.value) }
    }

    /// The bytes that the kernel is to get.
    public var systemBytes: [UInt8] {
        guard hasEscapes else { return Array(utf8) }
        var bytes: [UInt8] = []
        for scalar in unicodeScalars {
            if escapes.contains(scalar.value) {
                bytes.append(UInt8(truncatingIfNeeded: scalar.value))
            } else {
                bytes.append(contentsOf: String(scalar).utf8)
            }
        }
        return bytes
    }

    /// Calls `body` with the bytes as a C string.
    public func withSystemText<R>(_ body: (UnsafePointer<CChar>) -> R) -> R {
        guard hasEscapes else { return unsafe withCString(body) }
        let bytes = systemBytes.map { CChar(bitPattern: $0) } + [0]
        return unsafe bytes.withUnsafeBufferPointer { buffer in
            guard let base = buffer.baseAddress else { fatalError("an array that is not empty has a base address") }
            return unsafe body(base)
        }
    }
}

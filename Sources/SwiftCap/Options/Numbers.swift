import Glibc

/// C's number parsing, because its oddities are part of tcpdump's option grammar.
enum CNumber {
    /// atoi(3): leading blanks and digits count, the rest is ignored, nonsense is 0. Saturates instead of wrapping.
    static func atoi(_ text: String) -> Int32 {
        Int32(clamping: unsafe strtol(text, nil, 10))
    }

    /// strtol(3) over the whole text; nil when anything is left over.
    static func whole(_ text: String, base: Int32) -> Int? {
        var value = 0
        let complete = unsafe text.withCString { start in
            var end: UnsafeMutablePointer<CChar>?
            errno = 0
            unsafe value = strtol(start, &end, base)
            guard let stop = unsafe end else { return false }
            return unsafe UnsafePointer(stop) != start && stop.pointee == 0 && errno == 0
        }
        return complete ? value : nil
    }
}

import Packets

extension RawSpan {
    /// The next option at or behind `offset`, which goes on behind it, of the form that IPv4 and TCP share (RFC 791 section 3.1, RFC 9293
    /// section 3.2): kind 0 is the end, kind 1 padding of one octet, and others have a length that counts both octets of the head. Nil at
    /// the end, and where a length cannot be.
    @_lifetime(copy self)
    func nextOption(_ offset: inout Int) -> RawSpan? {
        while let kind = try? u8(offset) {
            if kind == 0 { return nil }
            if kind == 1 {
                offset += 1
                continue
            }
            guard let length = try? Int(u8(offset + 1)), length >= 2, let option = try? slice(offset, length) else {
                return nil
            }
            offset += length
            return option
        }
        return nil
    }
}

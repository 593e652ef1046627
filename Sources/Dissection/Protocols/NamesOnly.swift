import Packets

/// Messages of which the name alone is printed so far: whoever decodes one takes its function to a file of its own.
extension Dissector {
    mutating func atmARP(_ bytes: RawSpan, _ length: Int) throws(Truncation) {}
    /// Gives -1: nothing can follow.
    mutating func mobility(_ bytes: RawSpan) throws(Truncation) -> Int { -1 }
    mutating func nodeInformation(_ kind: UInt8, _ bytes: RawSpan, _ length: Int) throws(Truncation) {}
    mutating func rpl(_ code: UInt8, _ bytes: RawSpan, _ length: Int) throws(Truncation) {}
}

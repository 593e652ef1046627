import Packets

/// Messages of which the name alone is printed so far: when one is decoded, its function goes to a file of its own.
enum NamesOnly {
    static func atmARP(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {}
}

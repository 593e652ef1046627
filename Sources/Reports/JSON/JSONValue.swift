/// A parsed JSON text (RFC 8259). Numbers that are no 64-bit integers keep no value: the contract has none.
indirect enum JSONValue {
    case null
    case bool(Bool)
    case integer(negative: Bool, magnitude: UInt64)
    case otherNumber
    case string(String)
    case array([JSONValue])
    case object([Member])

    struct Member {
        let key: String
        let value: JSONValue
    }

    /// The first member with this name; nil when there is none or this is no object.
    subscript(key: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.key == key }?.value
    }
}

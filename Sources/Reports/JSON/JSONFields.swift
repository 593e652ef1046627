import Packets

/// A JSON object whose fields are asked for by name and type; what is not there fails with the field's path.
struct JSONFields {
    private let value: JSONValue
    private let path: String

    init(_ value: JSONValue, path: String = "") throws(ReportError) {
        guard case .object = value else { throw .field(path.isEmpty ? "the document" : path) }
        self.value = value
        self.path = path
    }

    private func name(_ key: String) -> String { path.isEmpty ? key : path + "." + key }

    /// Nil for null and for a key that is not there.
    private func optional(_ key: String) -> JSONValue? {
        guard let found = value[key] else { return nil }
        if case .null = found { return nil }
        return found
    }

    /// The key is there, and says that it is not known.
    func isNull(_ key: String) -> Bool {
        if case .null? = value[key] { return true }
        return false
    }

    func string(_ key: String) throws(ReportError) -> String {
        guard let found = try optionalString(key) else { throw .field(name(key)) }
        return found
    }

    func optionalString(_ key: String) throws(ReportError) -> String? {
        guard let found = optional(key) else { return nil }
        guard case .string(let text) = found else { throw .field(name(key)) }
        return text
    }

    func bool(_ key: String) throws(ReportError) -> Bool {
        guard let found = try optionalBool(key) else { throw .field(name(key)) }
        return found
    }

    func optionalBool(_ key: String) throws(ReportError) -> Bool? {
        guard let found = optional(key) else { return nil }
        guard case .bool(let truth) = found else { throw .field(name(key)) }
        return truth
    }

    func integer<T: FixedWidthInteger>(_ key: String) throws(ReportError) -> T {
        guard let found: T = try optionalInteger(key) else { throw .field(name(key)) }
        return found
    }

    func optionalInteger<T: FixedWidthInteger>(_ key: String) throws(ReportError) -> T? {
        guard let found = optional(key) else { return nil }
        guard case .integer(let negative, let magnitude) = found else { throw .field(name(key)) }
        if !negative {
            guard let value = T(exactly: magnitude) else { throw .field(name(key)) }
            return value
        }
        guard magnitude <= UInt64(Int64.max), let value = T(exactly: -Int64(magnitude)) else { throw .field(name(key)) }
        return value
    }

    func time(_ key: String) throws(ReportError) -> Timestamp {
        guard let time = CivilTime.parse(try string(key)) else { throw .field(name(key)) }
        return time
    }

    func object(_ key: String) throws(ReportError) -> JSONFields {
        guard let found = try optionalObject(key) else { throw .field(name(key)) }
        return found
    }

    func optionalObject(_ key: String) throws(ReportError) -> JSONFields? {
        guard let found = optional(key) else { return nil }
        return try JSONFields(found, path: name(key))
    }

    private func array(_ key: String) throws(ReportError) -> [JSONValue] {
        guard case .array(let elements)? = optional(key) else { throw .field(name(key)) }
        return elements
    }

    func strings(_ key: String) throws(ReportError) -> [String] {
        var result: [String] = []
        for element in try array(key) {
            guard case .string(let text) = element else { throw .field(name(key)) }
            result.append(text)
        }
        return result
    }

    func integers(_ key: String) throws(ReportError) -> [UInt64] {
        var result: [UInt64] = []
        for element in try array(key) {
            guard case .integer(false, let magnitude) = element else { throw .field(name(key)) }
            result.append(magnitude)
        }
        return result
    }

    func objects<T>(
        _ key: String, _ make: (JSONFields) throws(ReportError) -> T
    ) throws(ReportError) -> [T] {
        var result: [T] = []
        for (index, element) in try array(key).enumerated() {
            result.append(try make(JSONFields(element, path: "\(name(key))[\(index)]")))
        }
        return result
    }
}

// What a file says of its columns (parquet.thrift: SchemaElement, LogicalType). The parts of a name are groups that are always
// there; the last one is a column that may have no value: so `source.ip` is its name in every engine, without quotation marks.
enum ParquetSchema {
    /// A group or a column.
    private struct Element {
        var name: Substring
        var children = 0
        var kind: Column.Kind?
    }

    static func write(_ table: RowTable, _ thrift: inout ThriftWriter) {
        let elements = elements(table)
        thrift.list(2, .structure, count: elements.count)
        for (place, element) in elements.enumerated() {
            thrift.structure { thrift in
                if let kind = element.kind { thrift.i32(1, physicalType(kind)) }
                // The root has none.
                if place > 0 { thrift.i32(3, element.kind == nil ? 0 : 1) }
                thrift.string(4, String(element.name))
                if element.kind == nil { thrift.i32(5, Int32(element.children)) }
                if let kind = element.kind { writeMeaning(kind, &thrift) }
            }
        }
    }

    /// Depth first. Columns of a group stand side by side in the table.
    private static func elements(_ table: RowTable) -> [Element] {
        var elements = [Element(name: "schema")]
        /// The open groups, the outermost first, by their places.
        var open: [(name: Substring, place: Int)] = []
        for field in table.fields {
            let parts = field.name.split(separator: ".")
            var depth = 0
            while depth < open.count, depth < parts.count - 1, open[depth].name == parts[depth] { depth += 1 }
            open.removeSubrange(depth...)
            for part in parts[depth..<parts.count - 1] {
                elements[open.last?.place ?? 0].children += 1
                open.append((part, elements.count))
                elements.append(Element(name: part))
            }
            elements[open.last?.place ?? 0].children += 1
            elements.append(Element(name: parts[parts.count - 1], kind: field.kind))
        }
        return elements
    }

    /// parquet.thrift: Type.
    static func physicalType(_ kind: Column.Kind) -> Int32 {
        switch kind {
        case .boolean: 0
        case .uint8, .uint16, .uint32: 1
        case .timestamp, .int64: 2
        case .word, .address, .ipv4, .mac, .text: 6
        }
    }

    /// What the numbers and octets mean: in the older form and in the newer one.
    private static func writeMeaning(_ kind: Column.Kind, _ thrift: inout ThriftWriter) {
        switch kind {
        case .boolean, .int64: break
        case .timestamp:
            thrift.i32(6, 10)
            thrift.structure(10) { logical in
                logical.structure(8) { stamp in
                    stamp.boolean(1, true)
                    stamp.structure(2) { unit in unit.structure(2) { _ in } }
                }
            }
        case .uint8: writeInteger(8, 11, &thrift)
        case .uint16: writeInteger(16, 12, &thrift)
        case .uint32: writeInteger(32, 13, &thrift)
        case .word, .address, .ipv4, .mac, .text:
            thrift.i32(6, 0)
            thrift.structure(10) { logical in logical.structure(1) { _ in } }
        }
    }

    private static func writeInteger(_ width: Int8, _ converted: Int32, _ thrift: inout ThriftWriter) {
        thrift.i32(6, converted)
        thrift.structure(10) { logical in
            logical.structure(10) { integer in
                integer.i8(1, width)
                integer.boolean(2, false)
            }
        }
    }
}

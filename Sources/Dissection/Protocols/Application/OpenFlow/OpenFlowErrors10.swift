/// Names of what went wrong (OpenFlow Switch Specification 1.0.0 5.4.4).
enum OpenFlowErrors10 {
    static func errorName(_ type: UInt16) -> StaticString? {
        switch type {
        case 0: "HELLO_FAILED"
        case 1: "BAD_REQUEST"
        case 2: "BAD_ACTION"
        case 3: "FLOW_MOD_FAILED"
        case 4: "PORT_MOD_FAILED"
        case 5: "QUEUE_OP_FAILED"
        default: nil
        }
    }

    static func codeName(_ type: UInt16, _ code: UInt16) -> StaticString? {
        switch (type, code) {
        case (0, 0): "INCOMPATIBLE"
        case (0, 1), (1, 5), (2, 6), (3, 2), (5, 2): "EPERM"
        case (1, 0): "BAD_VERSION"
        case (1, 1), (2, 0): "BAD_TYPE"
        case (1, 2): "BAD_STAT"
        case (1, 3), (2, 2): "BAD_VENDOR"
        case (1, 4): "BAD_SUBTYPE"
        case (1, 6), (2, 1): "BAD_LEN"
        case (1, 7): "BUFFER_EMPTY"
        case (1, 8): "BUFFER_UNKNOWN"
        case (2, 3): "BAD_VENDOR_TYPE"
        case (2, 4): "BAD_OUT_PORT"
        case (2, 5): "BAD_ARGUMENT"
        case (2, 7): "TOO_MANY"
        case (2, 8), (5, 1): "BAD_QUEUE"
        case (3, 0): "ALL_TABLES_FULL"
        case (3, 1): "OVERLAP"
        case (3, 3): "BAD_EMERG_TIMEOUT"
        case (3, 4): "BAD_COMMAND"
        case (3, 5): "UNSUPPORTED"
        case (4, 0), (5, 0): "BAD_PORT"
        case (4, 1): "BAD_HW_ADDR"
        default: nil
        }
    }
}

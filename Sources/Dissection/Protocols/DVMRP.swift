import Packets

/// Distance vector multicast routing (RFC 1075) inside IGMP: the kind of message.
extension Dissector {
    mutating func dvmrp(_ bytes: RawSpan, _ length: Int) throws(Truncation) {
        switch try bytes.u8(1) {
        case 1: put(" Probe")
        case 2: put(" Report")
        case 3: put(" Ask-neighbors")
        case 4: put(" Neighbors")
        case 5: put(" Ask-neighbors2")
        case 6: put(" Neighbors2")
        case 7: put(" Prune")
        case 8: put(" Graft")
        case 9: put(" Graft-ACK")
        default: put(" [type ", try bytes.u8(1), "]")
        }
    }
}

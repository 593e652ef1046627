import Capture
import Packets
import Savefiles

/// copy-matching FROM TO FILTER: copies what the filter lets through from a savefile to a pcapng file.
@main
struct CopyMatching {
    static func main() throws {
        let arguments = CommandLine.arguments
        guard arguments.count == 4 else { return print("usage: copy-matching FROM TO FILTER") }
        var source = try SavefileReader(path: arguments[1], precision: .nanosecond)
        let filter = try FilterProgram(arguments[3], linkType: source.linkType)
        let interface = PcapngInterfaceDescription(
            linkType: source.linkType, snapshotLength: source.snapshotLength, filter: arguments[3])
        var target = try SavefileWriter(
            path: arguments[2], format: .pcapng(PcapngHeader(application: "copy-matching", interfaces: [interface])))
        while try source.advance() {
            let packet = source.packet
            if filter.matches(packet) { try target.write(packet) }
        }
        let count = target.packets
        try target.close()
        print("\(count) packets")
    }
}

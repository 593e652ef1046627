import Capture
import Packets

/// capture-ten INTERFACE: prints time and length of ten packets, as they arrive.
@main
struct CaptureTen {
    static func main() throws {
        guard CommandLine.arguments.count == 2 else { return print("usage: capture-ten INTERFACE") }
        var settings = CaptureSettings(device: CommandLine.arguments[1])
        settings.promiscuous = false
        settings.immediate = true
        var capture = try CaptureHandle(activating: settings)
        var left = 10
        _ = try capture.run(for: .seconds(60)) { packet in
            print("\(packet.timestamp.seconds) \(packet.originalLength) octets, \(packet.bytes.byteCount) captured")
            left -= 1
            return left > 0 ? .more : .stop
        }
    }
}

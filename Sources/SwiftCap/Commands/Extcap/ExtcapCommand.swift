import Capture
import Glibc
import Packets
import Promiscuity
import Reports
import Syscalls

/// swiftcap as a source of packets for Wireshark. What is said on stderr is shown to the user as an error, so a capture that
/// went well says nothing; its books are in the file as it grows, and in the report.
enum ExtcapCommand {
    /// Answers when the command line is Wireshark's; nil when it is not.
    static func run(_ arguments: [String]) -> Int32? {
        guard ExtcapRequest.isMeant(arguments) else { return nil }
        do throws(RunError) { return try answer(ExtcapRequest(arguments), arguments) } catch {
            error.report()
            return error.status
        }
    }

    private static func answer(_ request: ExtcapRequest, _ arguments: [String]) throws(RunError) -> Int32 {
        switch request.action {
        case .nothing: return ExitStatus.success
        case .interfaces:
            return Output.show(ExtcapText.interfaces(try devices(), version: Help.version))
        case .config:
            let device = try device(request)
            let ring = CaptureSettings.roomyBufferSize / 1024
            return Output.show(ExtcapText.config(ring: ring, threads: 1, report: reportFile(device)))
        case .linkTypes: return Output.show(linkType(of: try device(request)))
        case .checkFilter: return Output.show(complaint(request.filter ?? "", try device(request)))
        case .capture:
            let device = try device(request)
            let options = try RunError.wrap { () throws(UsageError) in try request.options(for: device) }
            guard let fifo = options.writeFile, !fifo.isEmpty else {
                throw RunError("--capture needs the pipe to write to (--fifo)")
            }
            return try ExtcapCapture(options, fifo, arguments: ["swiftcap"] + arguments).run()
        }
    }

    /// Where the report goes as long as the user does not choose: a file for each device, as only the last capture's is
    /// looked for.
    static func reportFile(_ device: String) -> String {
        "\(StateFolder.path)/wireshark-\(ExtcapName.encoded(device)).json"
    }

    // MARK: what there is

    /// The machine's own interfaces, those that can be captured on first, and all of them together.
    private static func devices() throws(RunError) -> [(name: String, note: String)] {
        let links = try RunError.wrap { () throws(KernelError) in try LinkReader(LiveKernel()).allLinks() }
        let up = links.filter(\.isUp).map { (name: $0.name, note: "") }
        let down = links.filter { !$0.isUp }.map { (name: $0.name, note: ", down") }
        return up + [(name: "any", note: ", all of them")] + down
    }

    /// The device of a request, which is there. A name of digits alone would be a number of -D's list otherwise.
    private static func device(_ request: ExtcapRequest) throws(RunError) -> String {
        guard let name = request.interface else {
            throw RunError("--extcap-interface must name one of --extcap-interfaces")
        }
        if name == "any" { return name }
        let link = try RunError.wrap { () throws(KernelError) in try LinkReader(LiveKernel()).link(name: name) }
        guard link?.name == name else { throw RunError("no interface \(name.printable) in this network namespace") }
        return name
    }

    private static func linkType(of device: String) -> String {
        let type = (try? open(device).linkType) ?? guessedLinkType(of: device)
        let name = PcapNames.linkType(type) ?? "DLT\(type.rawValue)"
        return ExtcapText.linkType(
            number: type.rawValue, name: name, display: PcapNames.linkTypeDescription(type) ?? name)
    }

    /// Without the right to capture: what libpcap makes of the kinds that all machines have (ARPHRD_ETHER and
    /// ARPHRD_LOOPBACK in /sys/class/net/IF/type).
    private static func guessedLinkType(of device: String) -> LinkType {
        let bytes = (try? Descriptor.head(of: "/sys/class/net/\(device)/type", 16)) ?? []
        let type = String(decoding: bytes.prefix { $0 != 0x0A }, as: UTF8.self)
        if device == "any" { return LinkType(rawValue: 276) }
        return type == "1" || type == "772" || type.isEmpty ? .ethernet : LinkType(rawValue: 113)
    }

    /// Opens only to look: no promiscuous mode, so no capture's books change.
    private static func open(_ device: String) throws(CaptureError) -> CaptureHandle {
        var options = CaptureOptions()
        options.interfaces = [device]
        options.promiscuous = false
        var settings = options.settings(for: device)
        settings.bufferSize = 2 << 20
        return try CaptureHandle(activating: settings)
    }

    /// Empty for a filter that can be compiled for the device.
    private static func complaint(_ filter: String, _ device: String) -> String {
        do throws(CaptureError) {
            if let handle = try? open(device) {
                _ = try FilterProgram(filter, for: handle)
            } else {
                _ = try FilterProgram(filter, linkType: guessedLinkType(of: device))
            }
            return ""
        } catch {
            return ExtcapText.complaint(error.message)
        }
    }
}

import Capture
import Dissection
import Packets

/// `-D`, `-L`, `-J`, `-d`: what there is to choose from, and what an expression compiles to.
enum Listings {
    /// Runs `body`; its error is reported and decides the status.
    private static func status(_ body: () throws(RunError) -> Void) -> Int32 {
        do throws(RunError) { try body() } catch {
            error.report()
            return error.status
        }
        return ExitStatus.success
    }

    static func devices() -> Int32 {
        status { () throws(RunError) in
            var text = ""
            let devices = try RunError.wrap { () throws(CaptureError) in try Device.all() }
            for (i, device) in devices.enumerated() {
                text += "\(i + 1).\(device.name.printable)"
                if let description = device.description { text += " (\(description.printable))" }
                if device.flags != 0 { text += " [\(device.flagWords)]" }
                text += "\n"
            }
            try Output.write(text)
        }
    }

    /// `--list-protocols`: kind of key, key, its name, and the dissector that takes it.
    static func protocols() -> Int32 {
        let keys = ProtocolList().keys
        let columns = [keys.map(\.kind.count), keys.map(\.key.count), keys.map(\.name.count)].map { $0.max() ?? 0 }
        var text = ""
        for key in keys {
            for (word, width) in zip([key.kind, key.key, key.name], columns) {
                text += word + String(repeating: " ", count: width - word.count + 2)
            }
            text += key.dissector.isEmpty ? "-\n" : key.dissector + "\n"
        }
        return Output.show(text)
    }

    static func linkTypes(_ options: CaptureOptions) -> Int32 {
        status { () throws(RunError) in
            let device = try DeviceChoice.resolve(options.interfaces.last)
            let handle = try CaptureHandle.open(options, device, linkType: nil)
            let types = try RunError.wrap { () throws(CaptureError) in try handle.linkTypes() }
            let mode = options.monitorMode ? "when in monitor mode " : ""
            var text = "Data link types for \(device.printable) \(mode)(use option -y to set):\n"
            for type in types {
                if let name = PcapNames.linkType(type) {
                    text += "  \(name) (\(PcapNames.linkTypeDescription(type) ?? name))"
                } else {
                    text += "  DLT \(type.rawValue)"
                }
                text += Printer.supports(type) ? "\n" : " (printing not supported)\n"
            }
            Messages.lines(text)
        }
    }

    static func timestampTypes(_ options: CaptureOptions) -> Int32 {
        status { () throws(RunError) in
            let device = try DeviceChoice.resolve(options.interfaces.last)
            let types = try RunError.wrap { () throws(CaptureError) in try Device.timestampTypes(of: device) }
            if types.isEmpty { return Messages.lines("Time stamp type cannot be set for \(device.printable)\n") }
            var text = "Time stamp types for \(device.printable) (use option -j to set):\n"
            for type in types {
                if let names = PcapNames.timestampType(type) {
                    text += "  \(names.name) (\(names.description))\n"
                } else {
                    text += "  \(type)\n"
                }
            }
            Messages.lines(text)
        }
    }

    /// `-d` without a savefile: for the interface named by `-i`, else for Ethernet or `-y`'s link type.
    static func filter(_ options: CaptureOptions, _ form: FilterProgram.Listing) -> Int32 {
        status { () throws(RunError) in
            let program: FilterProgram
            if options.interfaces.isEmpty {
                if options.linkType == nil { Messages.lines("Warning: assuming Ethernet\n") }
                let expression = try RunError.wrap { () throws(UsageError) in try Filter.expression(options) }
                let type = LinkType(rawValue: options.linkType ?? LinkType.ethernet.rawValue)
                program = try RunError.wrap { () throws(CaptureError) in
                    try FilterProgram(
                        expression, linkType: type, snapshotLength: options.snapshotLength,
                        optimize: options.optimize)
                }
            } else {
                let device = try DeviceChoice.resolve(options.interfaces.last)
                let handle = try CaptureHandle.open(options, device, linkType: options.settings(for: device).linkType)
                if let type = handle.settings.linkType {
                    Messages.say("data link type \(PcapNames.linkType(LinkType(rawValue: type)) ?? "\(type)")")
                }
                let expression = try RunError.wrap { () throws(UsageError) in try Filter.expression(options) }
                program = try RunError.wrap { () throws(CaptureError) in
                    try FilterProgram(
                        expression, for: handle, optimize: options.optimize, netmask: options.netmask(of: device))
                }
            }
            try Output.write(program.listing(form))
        }
    }
}

extension CaptureHandle {
    /// Opens `device` only to look at it: no promiscuous mode, so no capture's books change.
    fileprivate static func open(
        _ options: CaptureOptions, _ device: String, linkType: Int32?
    ) throws(RunError) -> CaptureHandle {
        var settings = options.settings(for: device)
        settings.promiscuous = false
        settings.bufferSize = options.bufferSize
        settings.linkType = linkType
        do throws(CaptureError) { return try CaptureHandle(activating: settings) } catch {
            throw RunError(error)
        }
    }
}

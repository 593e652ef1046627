import CPcap
import Packets
import Syscalls

/// A device that libpcap can capture on (pcap_findalldevs(3)).
public struct Device: Sendable, Equatable {
    /// As `CaptureSettings.device` takes it.
    public let name: String
    /// libpcap's words on it; nil where it has none.
    public let description: String?
    /// `PCAP_IF_` bits.
    public let flags: UInt32

    /// All devices, in libpcap's order, which is the order of the numbers that `-i` takes.
    public static func all() throws(CaptureError) -> [Device] {
        var first: UnsafeMutablePointer<pcap_if_t>?
        let (status, errorText) = unsafe withErrorBuffer { unsafe pcap_findalldevs(&first, $0) }
        if status < 0 { throw CaptureError(.other, errorText) }
        defer { unsafe pcap_freealldevs(first) }
        var devices: [Device] = []
        var next = unsafe first
        while let device = unsafe next {
            let text = unsafe device.pointee.description.map { unsafe String(systemText: $0) }
            unsafe devices.append(
                Device(name: String(systemText: device.pointee.name), description: text, flags: device.pointee.flags))
            unsafe next = device.pointee.next
        }
        return devices
    }

    /// Network and mask of a device's IPv4 address, both in network byte order (pcap_lookupnet(3)); nil where it has
    /// none.
    public static func ipv4Network(of name: String) -> (network: UInt32, mask: UInt32)? {
        var network: UInt32 = 0
        var mask: UInt32 = 0
        let (status, _) = unsafe withErrorBuffer { errors in
            unsafe name.withSystemText { unsafe pcap_lookupnet($0, &network, &mask, errors) }
        }
        return status < 0 ? nil : (network, mask)
    }

    /// The time stamp types that a device can be asked for (pcap_list_tstamp_types(3)).
    public static func timestampTypes(of name: String) throws(CaptureError) -> [Int32] {
        let (created, errorText) = unsafe withErrorBuffer { errors in
            unsafe name.withSystemText { unsafe pcap_create($0, errors) }
        }
        guard let pcap = unsafe created else { throw CaptureError(.other, errorText) }
        defer { unsafe pcap_close(pcap) }
        var list: UnsafeMutablePointer<Int32>?
        let count = unsafe pcap_list_tstamp_types(pcap, &list)
        if count < 0 { throw CaptureError(.other, unsafe lastError(pcap)) }
        defer { unsafe pcap_free_tstamp_types(list) }
        return (0..<Int(count)).compactMap { i in unsafe list.map { unsafe $0[i] } }
    }

    /// The words in brackets of `-D`, such as "Up, Running, Connected".
    public var flagWords: String {
        let names: [(UInt32, String)] = [
            (UInt32(PCAP_IF_UP), "Up"), (UInt32(PCAP_IF_RUNNING), "Running"), (UInt32(PCAP_IF_LOOPBACK), "Loopback"),
            (UInt32(PCAP_IF_WIRELESS), "Wireless"),
        ]
        var words = names.filter { flags & $0.0 != 0 }.map { $0.1 }
        if words.isEmpty { words = ["none"] }
        let wireless = flags & UInt32(PCAP_IF_WIRELESS) != 0
        switch flags & UInt32(PCAP_IF_CONNECTION_STATUS) {
        case UInt32(PCAP_IF_CONNECTION_STATUS_CONNECTED): words.append(wireless ? "Associated" : "Connected")
        case UInt32(PCAP_IF_CONNECTION_STATUS_DISCONNECTED):
            words.append(wireless ? "Not associated" : "Disconnected")
        case UInt32(PCAP_IF_CONNECTION_STATUS_UNKNOWN):
            words.append(wireless ? "Association status unknown" : "Connection status unknown")
        default: break
        }
        return words.joined(separator: ", ")
    }
}

/// libpcap's names for link types and time stamp types.
public enum PcapNames {
    /// `EN10MB` for Ethernet; nil for numbers without a name.
    public static func linkType(_ type: LinkType) -> String? {
        unsafe pcap_datalink_val_to_name(type.rawValue).map { unsafe String(cString: unsafe $0) }
    }

    /// `Ethernet` for Ethernet.
    public static func linkTypeDescription(_ type: LinkType) -> String? {
        unsafe pcap_datalink_val_to_description(type.rawValue).map { unsafe String(cString: unsafe $0) }
    }

    /// The `DLT_` number of a name such as "EN10MB" (pcap_datalink_name_to_val(3)); nil for other text.
    public static func linkType(named name: String) -> Int32? {
        let value = unsafe pcap_datalink_name_to_val(name)
        return value < 0 ? nil : value
    }

    /// The number of a name that pcap-tstamp(7) lists; nil for other text.
    public static func timestampType(named name: String) -> Int32? {
        let value = unsafe pcap_tstamp_type_name_to_val(name)
        return value < 0 ? nil : value
    }

    /// Name and description of a time stamp type.
    public static func timestampType(_ value: Int32) -> (name: String, description: String)? {
        guard let name = unsafe pcap_tstamp_type_val_to_name(value),
            let text = unsafe pcap_tstamp_type_val_to_description(value)
        else { return nil }
        return unsafe (String(cString: name), String(cString: text))
    }

    /// `libpcap version 1.10.3 (with TPACKET_V3)`.
    public static var library: String { unsafe String(cString: unsafe pcap_lib_version()) }
}

extension CaptureHandle {
    /// The link types that the device can deliver (pcap_list_datalinks(3)).
    public func linkTypes() throws(CaptureError) -> [LinkType] {
        var list: UnsafeMutablePointer<Int32>?
        let count = unsafe pcap_list_datalinks(pcap, &list)
        if count < 0 { throw CaptureError(.other, unsafe lastError(pcap)) }
        defer { unsafe pcap_free_datalinks(list) }
        return (0..<Int(count)).compactMap { i in unsafe list.map { unsafe LinkType(rawValue: $0[i]) } }
    }
}

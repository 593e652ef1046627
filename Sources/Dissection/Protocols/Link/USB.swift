import Packets

/// Requests on a USB, as Linux' usbmon sees them (Documentation/usb/usbmon.rst): a header of 48 octets or, read from
/// mapped memory, of 64, and data. Numbers are in the byte order of the machine; of those that are printed only the bus
/// has two octets.
enum USB {
    /// The common part of both headers.
    struct Header: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        /// S submitted, C completed, E in error.
        var event: UInt8 { get throws(Truncation) { try bytes.u8(8) } }
        /// 0 isochronous, 1 interrupt, 2 control, 3 bulk.
        var transfer: UInt8 { get throws(Truncation) { try bytes.u8(9) } }
        /// The top bit says which way.
        var endpoint: UInt8 { get throws(Truncation) { try bytes.u8(10) } }
        var device: UInt8 { get throws(Truncation) { try bytes.u8(11) } }
        var bus: UInt16 { get throws(Truncation) { try bytes.le16(12) } }
    }

    static func printLink(_ d: inout Dissector, _ bytes: RawSpan, headerLength: Int) throws(Truncation) {
        d.layer = headerLength == 48 ? "usb_linux_48_byte" : "usb_linux_64_byte"
        try bytes.require(headerLength, at: 0)
        d.linkHeaderLength = headerLength
        let header = Header(bytes)
        d.put("USB ")
        let transfer = try header.transfer
        switch transfer {
        case 0: d.put("ISOCHRONOUS")
        case 1: d.put("INTERRUPT")
        case 2: d.put("CONTROL")
        case 3: d.put("BULK")
        default: d.put(" ?")
        }
        let event = try header.event
        switch event {
        case 0x53: d.put(" SUBMIT ")
        case 0x43: d.put(" COMPLETE ")
        case 0x45: d.put(" ERROR ")
        default: d.put(" ? ")
        }
        // tcpdump goes by the event alone, and knows interrupts as what comes in.
        if transfer <= 3, event == 0x53 || event == 0x43 || event == 0x45 {
            d.put((event == 0x53) == (transfer == 1) ? "from " : "to ")
        }
        d.put("", try header.bus, ":")
        d.put("", try header.device, ":")
        d.put(try header.endpoint & 0x7F)
    }
}

import Packets

/// Link types whose headers hold numbers in the byte order of the machine that captured: when that was the other one,
/// a reader brings them into this machine's, as libpcap does, so that the code that looks at the packet need not know.
@safe
struct PseudoHeaders {
    private let bytes: UnsafeMutableRawBufferPointer

    /// Linux cooked capture (LINKTYPE_LINUX_SLL, LINKTYPE_LINUX_SLL2).
    private enum Cooked {
        static let protocolNumber = 14
        static let length = 16
        static let protocolNumber2 = 0
        static let length2 = 20
        /// LINUX_SLL_P_CAN and LINUX_SLL_P_CANFD.
        static let canProtocols: ClosedRange<UInt16> = 0x000C...0x000D
    }

    /// LINKTYPE_NFLOG: a header of four bytes, then attributes: length, type, value padded to 4.
    private enum NFLOG {
        static let version = 1
        static let length = 4
        static let attributeType = 2
        static let attributeHeader = 4
    }

    /// usbmon's header (Documentation/usb/usbmon.rst): 48 bytes, or 64 where it was read through the mapped buffer.
    private enum USB {
        static let identifier = 0
        static let transferType = 9
        static let isochronous: UInt8 = 0
        static let bus = 12
        static let seconds = 16
        static let microseconds = 24
        static let status = 28
        static let requestedLength = 32
        static let capturedLength = 36
        /// Of isochronous transfers, in the place of the setup bytes.
        static let errorCount = 40
        static let descriptorCount = 44
        // Of the mapped buffer.
        static let interval = 48
        static let startFrame = 52
        static let flags = 56
        static let descriptorsHere = 60
        static let length = 64
        /// An isochronous descriptor: status, offset, length, padding.
        static let descriptorStatus = 0
        static let descriptorOffset = 4
        static let descriptorLength = 8
        static let descriptorSize = 16
    }

    static func concern(_ linkType: LinkType) -> Bool {
        switch linkType {
        case .linuxSLL, .linuxSLL2, .usbLinux, .usbLinuxMapped, .nflog: true
        default: false
        }
    }

    /// Swaps what `linkType` has to swap among the captured bytes, in place.
    static func swap(_ linkType: LinkType, _ bytes: UnsafeMutableRawBufferPointer) {
        let headers = unsafe PseudoHeaders(bytes: bytes)
        switch linkType {
        // The protocol is in network order; CAN identifiers below it are not.
        case .linuxSLL: headers.swapCAN(protocolAt: Cooked.protocolNumber, headerLength: Cooked.length)
        case .linuxSLL2: headers.swapCAN(protocolAt: Cooked.protocolNumber2, headerLength: Cooked.length2)
        case .usbLinux: headers.swapUSB(mapped: false)
        case .usbLinuxMapped: headers.swapUSB(mapped: true)
        case .nflog: headers.swapNFLOG()
        default: break
        }
    }

    private func byte(_ offset: Int) -> UInt8 { unsafe bytes[offset] }

    /// False when the field is not whole.
    @discardableResult
    private func swap<T: FixedWidthInteger>(_ type: T.Type, at offset: Int) -> Bool {
        guard unsafe offset + MemoryLayout<T>.size <= bytes.count else { return false }
        let value = unsafe bytes.loadUnaligned(fromByteOffset: offset, as: T.self)
        unsafe bytes.storeBytes(of: value.byteSwapped, toByteOffset: offset, as: T.self)
        return true
    }

    private func swapCAN(protocolAt offset: Int, headerLength: Int) {
        guard unsafe bytes.count >= headerLength + 4 else { return }
        let number = UInt16(byte(offset)) << 8 | UInt16(byte(offset + 1))
        if Cooked.canProtocols.contains(number) { swap(UInt32.self, at: headerLength) }
    }

    /// Only version 0 is known.
    private func swapNFLOG() {
        guard unsafe bytes.count >= NFLOG.length, byte(NFLOG.version) == 0 else { return }
        var at = NFLOG.length
        while unsafe at + NFLOG.attributeHeader <= bytes.count {
            swap(UInt16.self, at: at)
            swap(UInt16.self, at: at + NFLOG.attributeType)
            let length = Int(unsafe bytes.loadUnaligned(fromByteOffset: at, as: UInt16.self))
            if length == 0 { return }
            at += (length + 3) & ~3
        }
    }

    private func swapUSB(mapped: Bool) {
        let isochronous = unsafe bytes.count > USB.transferType && byte(USB.transferType) == USB.isochronous
        guard swap(UInt64.self, at: USB.identifier), swap(UInt16.self, at: USB.bus), swap(UInt64.self, at: USB.seconds)
        else { return }
        for offset in [USB.microseconds, USB.status, USB.requestedLength, USB.capturedLength] {
            guard swap(UInt32.self, at: offset) else { return }
        }
        if isochronous {
            guard swap(UInt32.self, at: USB.errorCount), swap(UInt32.self, at: USB.descriptorCount) else { return }
        }
        guard mapped else { return }
        for offset in [USB.interval, USB.startFrame, USB.flags, USB.descriptorsHere] {
            guard swap(UInt32.self, at: offset) else { return }
        }
        guard isochronous else { return }
        let count = unsafe bytes.loadUnaligned(fromByteOffset: USB.descriptorsHere, as: UInt32.self)
        var at = USB.length
        for _ in 0..<count {
            guard swap(UInt32.self, at: at + USB.descriptorStatus), swap(UInt32.self, at: at + USB.descriptorOffset),
                swap(UInt32.self, at: at + USB.descriptorLength), unsafe at + USB.descriptorSize <= bytes.count
            else { return }
            at += USB.descriptorSize
        }
    }
}

import Packets

/// Link types whose headers hold numbers in the byte order of the machine that captured: when that was the other one,
/// a reader brings them into this machine's, as libpcap does, so that the code that looks at the packet need not know.
@safe
struct PseudoHeaders {
    private let bytes: UnsafeMutableRawBufferPointer

    static func concern(_ linkType: LinkType) -> Bool {
        switch linkType.rawValue {
        case 113, 276, 189, 220, 239: true
        default: false
        }
    }

    /// Swaps what `linkType` has to swap among the captured bytes, in place.
    static func swap(_ linkType: LinkType, _ bytes: UnsafeMutableRawBufferPointer) {
        let headers = unsafe PseudoHeaders(bytes: bytes)
        switch linkType.rawValue {
        // Linux cooked capture: the protocol is in network order; CAN identifiers below it are not.
        case 113: headers.swapCAN(protocolAt: 14, headerLength: 16)
        case 276: headers.swapCAN(protocolAt: 0, headerLength: 20)
        case 189: headers.swapUSB(mapped: false)
        case 220: headers.swapUSB(mapped: true)
        case 239: headers.swapNFLOG()
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
        // LINUX_SLL_P_CAN and LINUX_SLL_P_CANFD.
        if number == 0x000C || number == 0x000D { swap(UInt32.self, at: headerLength) }
    }

    /// A header of four bytes, then attributes: length, type, value padded to 4. Only version 0 is known.
    private func swapNFLOG() {
        guard unsafe bytes.count >= 4, byte(1) == 0 else { return }
        var at = 4
        while unsafe at + 4 <= bytes.count {
            swap(UInt16.self, at: at)
            swap(UInt16.self, at: at + 2)
            let length = Int(unsafe bytes.loadUnaligned(fromByteOffset: at, as: UInt16.self))
            if length == 0 { return }
            at += (length + 3) & ~3
        }
    }

    /// usbmon's header (Documentation/usb/usbmon.rst): 48 bytes, or 64 where it was read through the mapped buffer.
    private func swapUSB(mapped: Bool) {
        let isochronous = unsafe bytes.count > 9 && byte(9) == 0
        // id, bus, seconds, microseconds, status, requested and captured length.
        guard swap(UInt64.self, at: 0), swap(UInt16.self, at: 12), swap(UInt64.self, at: 16),
            swap(UInt32.self, at: 24), swap(UInt32.self, at: 28), swap(UInt32.self, at: 32),
            swap(UInt32.self, at: 36)
        else { return }
        if isochronous {
            // Error count and number of descriptors instead of the setup bytes.
            guard swap(UInt32.self, at: 40), swap(UInt32.self, at: 44) else { return }
        }
        guard mapped else { return }
        // Interval, start frame, flags and the number of descriptors that follow.
        for offset in [48, 52, 56, 60] {
            guard swap(UInt32.self, at: offset) else { return }
        }
        guard isochronous else { return }
        let count = unsafe bytes.loadUnaligned(fromByteOffset: 60, as: UInt32.self)
        var at = 64
        for _ in 0..<count {
            // Status, offset, length, padding.
            guard swap(UInt32.self, at: at), swap(UInt32.self, at: at + 4),
                swap(UInt32.self, at: at + 8), unsafe at + 16 <= bytes.count
            else { return }
            at += 16
        }
    }
}

import Packets

/// The fields of 802.11 that stand on their own.
extension WiFi {
    /// The body of an encrypted frame.
    struct EncryptedBody: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        /// Initialization vector, 24 bits, padding and number of the key.
        var vector: UInt32 { get throws(Truncation) { try bytes.le32(0) } }
    }
}

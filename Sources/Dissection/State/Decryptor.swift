import Packets

extension DecryptionKeys {
    /// Whether the library that decrypts is installed.
    public static var isSupported: Bool { LibCrypto.shared != nil }
}

/// What decrypts: the keys with their ciphers and room for plain text. The room is made once: packets within packets get the
/// next part of it.
@safe
struct Decryptor: ~Copyable {
    private let keys: DecryptionKeys
    private let associationCiphers: [LibCrypto.Cipher?]
    private let exchangeCiphers: [LibCrypto.Cipher?]
    private let room: UnsafeMutableRawBufferPointer
    private var used = 0
    /// As long as a packet can be, and packets in it once more.
    private static var size: Int { 512 << 10 }

    init?(_ keys: DecryptionKeys?) {
        guard let keys, let library = LibCrypto.shared else { return nil }
        self.keys = keys
        associationCiphers = keys.associations.map { $0.cipher.flatMap { library.cipher(named: $0) } }
        exchangeCiphers = keys.exchanges.map { $0.cipher.flatMap { library.cipher(named: $0) } }
        unsafe room = UnsafeMutableRawBufferPointer.allocate(byteCount: Decryptor.size, alignment: 16)
    }

    deinit { unsafe room.deallocate() }

    /// A new packet begins: the plain text of the last one is not read any longer.
    mutating func begin() { used = 0 }

    /// The plain text of an ESP payload (vector, cipher text, check value) that goes to `destination`; nil without a
    /// key for it. Valid until the next packet.
    mutating func payload(index: UInt32, to destination: HostAddress, _ body: RawSpan) -> Range<Int>? {
        guard
            let place = keys.associations.firstIndex(where: { $0.index == index && $0.destination == destination })
                ?? keys.associations.firstIndex(where: { $0.index == nil })
        else { return nil }
        let association = keys.associations[place]
        let cipherLength = body.byteCount - association.checkLength
        guard cipherLength > 0 else { return nil }
        return decrypt(
            associationCiphers[place], isPlain: association.cipher == nil, association.key, body.upTo(cipherLength))
    }

    /// The same for an encrypted payload of IKE.
    mutating func payload(
        ofInitiator isInitiator: Bool, _ initiator: UInt64, _ responder: UInt64, _ body: RawSpan
    ) -> Range<Int>? {
        guard
            let place = keys.exchanges.firstIndex(where: {
                $0.isInitiator == isInitiator && $0.initiator == initiator && $0.responder == responder
            })
        else { return nil }
        let exchange = keys.exchanges[place]
        let cipherLength = body.byteCount - exchange.checkLength
        guard cipherLength > 0 else { return nil }
        return decrypt(
            exchangeCiphers[place], isPlain: exchange.cipher == nil, exchange.key, body.upTo(cipherLength))
    }

    private mutating func decrypt(
        _ cipher: LibCrypto.Cipher?, isPlain: Bool, _ key: [UInt8], _ body: RawSpan
    ) -> Range<Int>? {
        let vectorLength = isPlain ? 0 : cipher?.vectorLength ?? 0
        guard body.byteCount > vectorLength, let text = try? body.from(vectorLength),
            text.byteCount <= Decryptor.size - used
        else { return nil }
        let start = used
        guard let target = unsafe room.baseAddress?.advanced(by: start) else { return nil }
        if isPlain {
            unsafe text.withUnsafeBytes { bytes in
                if let from = bytes.baseAddress { unsafe target.copyMemory(from: from, byteCount: bytes.count) }
            }
        } else {
            guard let cipher, let library = LibCrypto.shared,
                unsafe library.decrypt(cipher, key: key, vector: body.upTo(vectorLength), text, into: target)
            else { return nil }
        }
        used += text.byteCount
        return start..<used
    }

    /// The bytes of a range that `payload` gave. They stay where they are until the next packet begins.
    @_lifetime(immortal)
    func bytes(_ range: Range<Int>) -> RawSpan {
        let part = unsafe UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(room)[range])
        let span = unsafe RawSpan(_unsafeBytes: part)
        return unsafe _overrideLifetime(span, copying: ())
    }
}

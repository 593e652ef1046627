import Glibc
import Packets

/// The keys of `-E`, in the form of tcpdump's manual, and what decrypts with them.
///
/// Its room for plain text is made once: packets within packets get the next part of it.
@safe
public struct DecryptionKeys: Sendable, Equatable {
    /// A security association of ESP.
    struct Association: Sendable, Equatable {
        /// Nil for the one that is tried when no other fits.
        var index: UInt32?
        var destination: HostAddress?
        /// In OpenSSL's words; nil for `none`: the payload is not encrypted.
        var cipher: String?
        /// Bytes of check value behind the payload.
        var checkLength = 0
        var key: [UInt8] = []
    }

    /// The keys of one side of IKE version 2.
    struct Exchange: Sendable, Equatable {
        var isInitiator: Bool
        var initiator: UInt64
        var responder: UInt64
        var cipher: String?
        var checkLength = 0
        var key: [UInt8] = []
    }

    var associations: [Association] = []
    var exchanges: [Exchange] = []

    /// Whether the library that decrypts is installed.
    public static var isSupported: Bool { LibCrypto.shared != nil }

    /// What is wrong with the text of `-E`.
    public struct Mistake: Error, Equatable {
        public let message: String

        public init(message: String) { self.message = message }
    }

    /// - Parameters:
    ///   - text: `spi@address algorithm:secret`, several of them between commas or line feeds, or `file name`.
    ///   - file: gives the contents of a file of that name.
    public init(_ text: String, file: (String) throws(Mistake) -> String) throws(Mistake) {
        try read(text, file: file, isInFile: false)
    }

    private mutating func read(
        _ text: String, file: (String) throws(Mistake) -> String, isInFile: Bool
    ) throws(Mistake) {
        for part in text.split(whereSeparator: { $0 == "\n" || !isInFile && $0 == "," }) {
            let line = part.trimmingSpace()
            if line.isEmpty || line.hasPrefix("#") { continue }
            let words = line.split(whereSeparator: { $0 == " " || $0 == "\t" }).map(String.init)
            if words[0] == "file" && words.count == 2 && !isInFile {
                try read(file(words[1]), file: file, isInFile: true)
            } else if words[0] == "ikev2" {
                try exchanges.append(DecryptionKeys.exchange(words))
            } else {
                try associations.append(DecryptionKeys.association(words))
            }
        }
    }

    private static func association(_ words: [String]) throws(Mistake) -> Association {
        var association = Association()
        if words.count > 1 {
            guard let at = words[0].firstIndex(of: "@") else {
                throw Mistake(message: "-E: no @ between index and address in \(words[0])")
            }
            let number = words[0][..<at]
            guard let index = number.hasPrefix("0x") ? UInt32(number.dropFirst(2), radix: 16) : UInt32(number) else {
                throw Mistake(message: "-E: not a security parameter index: \(number)")
            }
            guard let address = address(String(words[0][words[0].index(after: at)...])) else {
                throw Mistake(message: "-E: not an address: \(words[0][words[0].index(after: at)...])")
            }
            association.index = index
            association.destination = address
        }
        let secret = try secret(words[words.count - 1])
        association.cipher = secret.cipher
        association.checkLength = secret.checkLength
        association.key = secret.key
        return association
    }

    private static func address(_ text: String) -> HostAddress? {
        var short = in_addr()
        if unsafe inet_pton(AF_INET, text, &short) == 1 { return HostAddress(ipv4: UInt32(bigEndian: short.s_addr)) }
        var long: (UInt64, UInt64) = (0, 0)
        guard unsafe inet_pton(AF_INET6, text, &long) == 1 else { return nil }
        return HostAddress(ipv6: UInt64(bigEndian: long.0), UInt64(bigEndian: long.1))
    }

    /// `ikev2 I|R initiator responder algorithm:secret algorithm:secret`, the first for signatures.
    private static func exchange(_ words: [String]) throws(Mistake) -> Exchange {
        guard words.count == 6, words[1] == "I" || words[1] == "R", let initiator = cookie(words[2]),
            let responder = cookie(words[3])
        else {
            throw Mistake(message: "-E: a line for IKE is: ikev2 I|R COOKIE COOKIE ALGORITHM:SECRET ALGORITHM:SECRET")
        }
        let signature = try secret(words[4])
        let encryption = try secret(words[5])
        return Exchange(
            isInitiator: words[1] == "I", initiator: initiator, responder: responder, cipher: encryption.cipher,
            checkLength: signature.cipher == "sha1" || signature.cipher == "md5" ? 12 : 0, key: encryption.key)
    }

    private static func cookie(_ text: String) -> UInt64? {
        text.hasPrefix("0x") ? UInt64(text.dropFirst(2), radix: 16) : nil
    }

    private static func secret(_ text: String) throws(Mistake) -> (cipher: String?, checkLength: Int, key: [UInt8]) {
        guard let colon = text.firstIndex(of: ":") else {
            throw Mistake(message: "-E: no : between algorithm and secret")
        }
        var name = String(text[..<colon]).lowercased()
        var checkLength = 0
        if name.hasSuffix("-hmac96") {
            name.removeLast("-hmac96".count)
            checkLength = 12
        }
        let digits = text[text.index(after: colon)...]
        var key = Array(digits.utf8)
        if digits.hasPrefix("0x") {
            guard let bytes = hexadecimal(digits.dropFirst(2)) else {
                throw Mistake(message: "-E: the secret is not hexadecimal")
            }
            key = bytes
        }
        if key.count > 256 { throw Mistake(message: "-E: the secret is longer than 256 bytes") }
        return (name == "none" ? nil : cipherName(name), checkLength, key)
    }

    private static func hexadecimal(_ digits: Substring) -> [UInt8]? {
        if digits.utf8.count % 2 != 0 { return nil }
        var bytes: [UInt8] = []
        var high: UInt8?
        for digit in digits {
            guard let value = digit.hexDigitValue else { return nil }
            if let first = high {
                bytes.append(first << 4 | UInt8(value))
                high = nil
            } else {
                high = UInt8(value)
            }
        }
        return bytes
    }

    /// The names of the manual in OpenSSL's words; others are taken as they are.
    private static func cipherName(_ name: String) -> String {
        switch name.hasSuffix("-cbc") ? String(name.dropLast(4)) : name {
        case "3des": "des-ede3-cbc"
        case "des": "des-cbc"
        case "blowfish": "bf-cbc"
        case "cast128", "cast": "cast5-cbc"
        case "aes128", "aes": "aes-128-cbc"
        case "aes192": "aes-192-cbc"
        case "aes256": "aes-256-cbc"
        case let other: other
        }
    }
}

extension Substring {
    fileprivate func trimmingSpace() -> Substring {
        var rest = self
        while let first = rest.first, first == " " || first == "\t" || first == "\r" { rest.removeFirst() }
        while let last = rest.last, last == " " || last == "\t" || last == "\r" { rest.removeLast() }
        return rest
    }
}

/// What decrypts: the keys with their ciphers and room for plain text.
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

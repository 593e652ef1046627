import Glibc
import Packets

/// The keys of `-E`, in the form of tcpdump's manual.
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

import Packets

/// A record of Transport Layer Security (RFC 8446 section 5.1).
///
///      0      1         3        5
///     +------+---------+--------+------------- - -
///     | type | version | length | fragment
///     +------+---------+--------+------------- - -
public struct TLSRecord: ~Escapable {
    @usableFromInline let bytes: RawSpan

    /// Looks at `bytes`, which begin with the record; nothing is checked until a field is read.
    @inlinable @inline(__always) @_lifetime(copy bytes)
    public init(_ bytes: RawSpan) { self.bytes = bytes }

    /// Octets in front of the fragment.
    @inlinable public static var headerLength: Int { 5 }
    /// The type of records that carry a handshake.
    @inlinable public static var handshake: UInt8 { 22 }
    /// Octets that a fragment has at most, with what encryption may add (RFC 5246 section 6.2.3).
    @inlinable public static var maximumFragment: Int { 16_384 + 2_048 }

    /// 20 change cipher, 21 alert, 22 handshake, 23 data.
    @inlinable public var type: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
    /// 0x0301 to 0x0303; not what is spoken in the end.
    @inlinable public var version: UInt16 { get throws(Truncation) { try bytes.u16(1) } }
    /// Octets of the fragment.
    @inlinable public var length: Int { get throws(Truncation) { try Int(bytes.u16(3)) } }
    /// As much of the fragment as is there.
    @inlinable
    public var fragment: RawSpan {
        @_lifetime(copy self) get throws(Truncation) { try bytes.from(TLSRecord.headerLength).upTo(length) }
    }

    /// True when the octets can be a record at all: a known type, a version 3.x, a possible length.
    @inlinable public var isPlausible: Bool {
        guard let type = try? type, let version = try? version, let length = try? length else { return false }
        return type >= 20 && type <= 24 && version >> 8 == 3 && version & 0xFF <= 4 && length > 0
            && length <= TLSRecord.maximumFragment
    }

    /// The ClientHello that the record begins with, or nil.
    @inlinable
    public var clientHello: TLSClientHello? {
        @_lifetime(copy self) get {
            guard isPlausible, let type = try? type, type == TLSRecord.handshake, let fragment = try? fragment else {
                return nil
            }
            let hello = TLSClientHello(fragment)
            guard let kind = try? hello.type, kind == TLSClientHello.handshakeType else { return nil }
            return hello
        }
    }
}

/// A ClientHello (RFC 8446 section 4.1.2), as much of it as has arrived: it may be spread over several segments.
///
///      0      1        4         6        38           38 + n
///     +------+--------+---------+--------+------------+---------+-------------+------------+--- - -
///     | type | length | version | random | n, session | ciphers | compression | extensions
///     +------+--------+---------+--------+------------+---------+-------------+------------+--- - -
public struct TLSClientHello: ~Escapable {
    @usableFromInline let bytes: RawSpan

    /// Looks at `bytes`, which begin with the handshake message; nothing is checked until a field is read.
    @inlinable @inline(__always) @_lifetime(copy bytes)
    public init(_ bytes: RawSpan) { self.bytes = bytes }

    /// The handshake message's type.
    @inlinable public static var handshakeType: UInt8 { 1 }

    /// What the message is: 1 for this one.
    @inlinable public var type: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
    /// Octets of the message behind type and length, 24 bits.
    @inlinable public var length: UInt32 { get throws(Truncation) { try bytes.u24(1) } }
    /// The highest version of TLS 1.2 and before; TLS 1.3 says it in an extension.
    @inlinable public var legacyVersion: UInt16 { get throws(Truncation) { try bytes.u16(4) } }
    /// 32 octets.
    @inlinable
    public var random: RawSpan { @_lifetime(copy self) get throws(Truncation) { try bytes.slice(6, 32) } }
    /// The session that is to be taken up again, at most 32 octets.
    @inlinable
    public var session: RawSpan {
        @_lifetime(copy self) get throws(Truncation) { try bytes.slice(39, Int(bytes.u8(38))) }
    }
    /// The cipher suites, two octets each.
    @inlinable
    public var cipherSuites: RawSpan {
        @_lifetime(copy self) get throws(Truncation) {
            let start = try 39 + session.byteCount
            return try bytes.slice(start + 2, Int(bytes.u16(start)))
        }
    }
    /// Octets from the start to the length of the extensions.
    @inlinable var extensionsOffset: Int {
        get throws(Truncation) {
            let compression = try 41 + session.byteCount + cipherSuites.byteCount
            return try compression + 1 + Int(bytes.u8(compression))
        }
    }
    /// The extensions that are there.
    @inlinable
    public var extensions: TLSExtensions {
        @_lifetime(copy self) get throws(Truncation) {
            let start = try extensionsOffset
            return try TLSExtensions(bytes.from(start + 2).upTo(Int(bytes.u16(start))))
        }
    }

    /// The extension of a type, or nil when it is not there, or not yet.
    @inlinable
    @_lifetime(copy self)
    public func firstExtension(_ type: UInt16) -> RawSpan? {
        guard var walk = try? extensions else { return nil }
        while let next = walk.next() {
            if let found = try? next.type, found == type { return try? next.value }
        }
        return nil
    }

    /// The name of the server that is wanted (RFC 6066 section 3), or nil.
    @inlinable
    public var serverName: RawSpan? {
        @_lifetime(copy self) get {
            guard let value = firstExtension(TLSExtension.serverName) else { return nil }
            let list = TLSServerNames(value)
            guard let type = try? list.firstType, type == TLSServerNames.host, let name = try? list.firstName,
                !name.isEmpty
            else { return nil }
            return name
        }
    }

    /// The application protocols on offer (RFC 7301 section 3.1), in the order of preference.
    @inlinable
    public var applicationProtocols: TLSNames {
        @_lifetime(copy self) get {
            guard let list = firstExtension(TLSExtension.applicationProtocols), let names = try? list.from(2)
            else { return TLSNames(bytes.upTo(0)) }
            return TLSNames(names)
        }
    }

    /// The highest version on offer: TLS 1.3's extension where it is there, else the old field. Values that clients
    /// make up (RFC 8701), and others that are no version of TLS, do not count.
    @inlinable public var version: UInt16 {
        get throws(Truncation) {
            guard let list = firstExtension(TLSExtension.supportedVersions) else { return try legacyVersion }
            var highest: UInt16 = 0
            var offset = 1
            while let version = try? list.u16(offset) {
                if TLSVersion.rank(version) > TLSVersion.rank(highest) { highest = version }
                offset += 2
            }
            return highest == 0 ? try legacyVersion : highest
        }
    }
}

/// The value of the extension with the server's names (RFC 6066 section 3), of which there is one in practice.
///
///      0        2      3        5
///     +--------+------+--------+------- - -
///     | length | type | length | name ...
///     +--------+------+--------+------- - -
public struct TLSServerNames: ~Escapable {
    @usableFromInline let bytes: RawSpan

    /// Looks at `bytes`; nothing is checked until a field is read.
    @inlinable @inline(__always) @_lifetime(copy bytes)
    public init(_ bytes: RawSpan) { self.bytes = bytes }

    /// The type of a host's name, the only one that there is.
    @inlinable public static var host: UInt8 { 0 }
    /// The first name's type.
    @inlinable public var firstType: UInt8 { get throws(Truncation) { try bytes.u8(2) } }
    /// The first name.
    @inlinable
    public var firstName: RawSpan {
        @_lifetime(copy self) get throws(Truncation) { try bytes.slice(5, Int(bytes.u16(3))) }
    }
}

/// The numbers of versions.
public enum TLSVersion {
    /// The first octet of a draft of TLS 1.3; the second is the draft's number (draft-ietf-tls-tls13-28 section 4.2.1.1).
    @inlinable public static var draft: UInt8 { 0x7F }
    /// The same of the drafts that one operator changed for itself.
    @inlinable public static var otherDraft: UInt8 { 0xFB }

    /// True for a draft of TLS 1.3.
    @inlinable
    public static func isDraft(_ version: UInt16) -> Bool {
        version >> 8 == UInt16(draft) || version >> 8 == UInt16(otherDraft)
    }

    /// Newer versions have higher ranks: a draft comes behind 1.2 and in front of 1.3. 0 for what is no version.
    @inlinable
    public static func rank(_ version: UInt16) -> UInt32 {
        if version >> 8 == 3 { return UInt32(version) << 8 }
        return isDraft(version) ? 0x0303 << 8 + UInt32(version & 0xFF) + 1 : 0
    }
}

/// An extension of a hello (RFC 8446 section 4.2): type, length, value.
public struct TLSExtension: ~Escapable {
    @usableFromInline let bytes: RawSpan

    @inlinable @inline(__always) @_lifetime(copy bytes)
    init(_ bytes: RawSpan) { self.bytes = bytes }

    /// server_name (RFC 6066).
    @inlinable public static var serverName: UInt16 { 0 }
    /// application_layer_protocol_negotiation (RFC 7301).
    @inlinable public static var applicationProtocols: UInt16 { 16 }
    /// supported_versions (RFC 8446).
    @inlinable public static var supportedVersions: UInt16 { 43 }

    /// Which extension.
    @inlinable public var type: UInt16 { get throws(Truncation) { try bytes.u16(0) } }
    /// The value.
    @inlinable
    public var value: RawSpan { @_lifetime(copy self) get throws(Truncation) { try bytes.from(4) } }
}

/// The extensions of a hello, as far as they are there in full.
public struct TLSExtensions: ~Escapable {
    @usableFromInline let bytes: RawSpan
    @usableFromInline var offset = 0

    /// Walks over `bytes`, which hold the extensions and nothing else.
    @inlinable @_lifetime(copy bytes)
    public init(_ bytes: RawSpan) { self.bytes = bytes }

    /// The next extension that is there in full, or nil.
    @_lifetime(copy self)
    public mutating func next() -> TLSExtension? {
        guard let length = try? Int(bytes.u16(offset + 2)), let found = try? bytes.slice(offset, length + 4)
        else { return nil }
        offset += length + 4
        return TLSExtension(found)
    }
}

/// Names with one octet of length each.
public struct TLSNames: ~Escapable {
    @usableFromInline let bytes: RawSpan
    @usableFromInline var offset = 0

    /// Walks over `bytes`, which hold the names and nothing else.
    @inlinable @_lifetime(copy bytes)
    public init(_ bytes: RawSpan) { self.bytes = bytes }

    /// The next name that is there in full, or nil.
    @_lifetime(copy self)
    public mutating func next() -> RawSpan? {
        guard let length = try? Int(bytes.u8(offset)), let name = try? bytes.slice(offset + 1, length) else {
            return nil
        }
        offset += length + 1
        return name
    }
}

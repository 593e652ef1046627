import Glibc

/// The few functions of OpenSSL's libcrypto that decryption and signatures take, loaded when the first key is used:
/// nothing is linked and nothing costs time at the start.
@safe
struct LibCrypto: Sendable {
    private typealias New = @convention(c) () -> OpaquePointer?
    private typealias Free = @convention(c) (OpaquePointer?) -> Void
    private typealias ByName = @convention(c) (UnsafePointer<CChar>?) -> OpaquePointer?
    private typealias Size = @convention(c) (OpaquePointer?) -> CInt
    private typealias Init =
        @convention(c) (
            OpaquePointer?, OpaquePointer?, OpaquePointer?, UnsafePointer<UInt8>?, UnsafePointer<UInt8>?
        ) -> CInt
    private typealias Padding = @convention(c) (OpaquePointer?, CInt) -> CInt
    private typealias Update =
        @convention(c) (
            OpaquePointer?, UnsafeMutablePointer<UInt8>?, UnsafeMutablePointer<CInt>?, UnsafePointer<UInt8>?, CInt
        ) -> CInt
    private typealias KeyLength = @convention(c) (OpaquePointer?, CInt) -> CInt
    private typealias DigestInit = @convention(c) (OpaquePointer?, OpaquePointer?, OpaquePointer?) -> CInt
    private typealias DigestUpdate = @convention(c) (OpaquePointer?, UnsafeRawPointer?, Int) -> CInt
    private typealias DigestFinal =
        @convention(c) (
            OpaquePointer?, UnsafeMutablePointer<UInt8>?, UnsafeMutablePointer<CUnsignedInt>?
        ) -> CInt

    private let newContext: New
    private let freeContext: Free
    private let cipherNamed: ByName
    private let blockSize: Size
    private let ivLength: Size
    private let initialize: Init
    private let setPadding: Padding
    private let update: Update
    private let setKeyLength: KeyLength
    private let newDigest: New
    private let freeDigest: Free
    private let md5: New
    private let digestInit: DigestInit
    private let digestUpdate: DigestUpdate
    private let digestFinal: DigestFinal

    /// Nil when the library is not installed.
    static let shared = LibCrypto()

    private init?() {
        guard let library = unsafe dlopen("libcrypto.so.3", RTLD_NOW) ?? dlopen("libcrypto.so.1.1", RTLD_NOW) else {
            return nil
        }
        func symbol<T>(_ name: String, _ older: String? = nil, as type: T.Type) -> T? {
            if let found = unsafe dlsym(library, name) { return unsafe unsafeBitCast(found, to: type) }
            if let older, let found = unsafe dlsym(library, older) { return unsafe unsafeBitCast(found, to: type) }
            return nil
        }
        guard let newContext = unsafe symbol("EVP_CIPHER_CTX_new", as: New.self),
            let freeContext = unsafe symbol("EVP_CIPHER_CTX_free", as: Free.self),
            let cipherNamed = unsafe symbol("EVP_get_cipherbyname", as: ByName.self),
            let blockSize = unsafe symbol("EVP_CIPHER_get_block_size", "EVP_CIPHER_block_size", as: Size.self),
            let ivLength = unsafe symbol("EVP_CIPHER_get_iv_length", "EVP_CIPHER_iv_length", as: Size.self),
            let initialize = unsafe symbol("EVP_DecryptInit_ex", as: Init.self),
            let setPadding = unsafe symbol("EVP_CIPHER_CTX_set_padding", as: Padding.self),
            let update = unsafe symbol("EVP_DecryptUpdate", as: Update.self),
            let setKeyLength = unsafe symbol("EVP_CIPHER_CTX_set_key_length", as: KeyLength.self),
            let newDigest = unsafe symbol("EVP_MD_CTX_new", as: New.self),
            let freeDigest = unsafe symbol("EVP_MD_CTX_free", as: Free.self),
            let md5 = unsafe symbol("EVP_md5", as: New.self),
            let digestInit = unsafe symbol("EVP_DigestInit_ex", as: DigestInit.self),
            let digestUpdate = unsafe symbol("EVP_DigestUpdate", as: DigestUpdate.self),
            let digestFinal = unsafe symbol("EVP_DigestFinal_ex", as: DigestFinal.self)
        else { return nil }
        unsafe self.newContext = newContext
        unsafe self.freeContext = freeContext
        unsafe self.cipherNamed = cipherNamed
        unsafe self.blockSize = blockSize
        unsafe self.ivLength = ivLength
        unsafe self.initialize = initialize
        unsafe self.setPadding = setPadding
        unsafe self.update = update
        unsafe self.setKeyLength = setKeyLength
        unsafe self.newDigest = newDigest
        unsafe self.freeDigest = freeDigest
        unsafe self.md5 = md5
        unsafe self.digestInit = digestInit
        unsafe self.digestUpdate = digestUpdate
        unsafe self.digestFinal = digestFinal
    }

    /// A cipher by its name in OpenSSL; the library owns it.
    @safe
    struct Cipher: @unchecked Sendable {
        fileprivate let pointer: OpaquePointer
        /// Bytes.
        let blockLength: Int
        let vectorLength: Int
    }

    func cipher(named name: String) -> Cipher? {
        guard let pointer = unsafe cipherNamed(name) else { return nil }
        return unsafe Cipher(
            pointer: pointer, blockLength: Int(blockSize(pointer)), vectorLength: Int(ivLength(pointer)))
    }

    /// Decrypts whole blocks without padding; nil when the key does not fit or the library refuses the cipher.
    func decrypt(
        _ cipher: Cipher, key: [UInt8], vector: RawSpan, _ input: RawSpan, into output: UnsafeMutableRawPointer
    ) -> Bool {
        guard cipher.blockLength > 0, input.byteCount % cipher.blockLength == 0, input.byteCount <= Int(CInt.max),
            vector.byteCount == cipher.vectorLength, let context = unsafe newContext()
        else { return false }
        defer { unsafe freeContext(context) }
        guard unsafe initialize(context, cipher.pointer, nil, nil, nil) == 1 else { return false }
        // The library reads as many bytes of the key as the cipher takes: what is missing is zero.
        var whole = key
        while whole.count < 64 { whole.append(0) }
        let isKeyed = unsafe vector.withUnsafeBytes { iv in
            unsafe initialize(context, nil, nil, whole, iv.bindMemory(to: UInt8.self).baseAddress)
        }
        guard isKeyed == 1, unsafe setPadding(context, 0) == 1 else { return false }
        var written: CInt = 0
        return unsafe input.withUnsafeBytes { bytes in
            unsafe update(
                context, output.assumingMemoryBound(to: UInt8.self), &written,
                bytes.bindMemory(to: UInt8.self).baseAddress, CInt(bytes.count))
        } == 1 && Int(written) == input.byteCount
    }

    /// A running MD5 digest.
    @safe
    struct Digest: ~Copyable {
        private let library: LibCrypto
        private let context: OpaquePointer

        init?(_ library: LibCrypto) {
            guard let context = unsafe library.newDigest() else { return nil }
            guard unsafe library.digestInit(context, library.md5(), nil) == 1 else {
                unsafe library.freeDigest(context)
                return nil
            }
            self.library = library
            unsafe self.context = context
        }

        deinit { unsafe library.freeDigest(context) }

        mutating func add(_ bytes: RawSpan) {
            _ = unsafe bytes.withUnsafeBytes { unsafe library.digestUpdate(context, $0.baseAddress, $0.count) }
        }

        /// The sixteen bytes, as two words in the order of the bytes.
        mutating func finish() -> (UInt64, UInt64) {
            var result: (UInt64, UInt64) = (0, 0)
            _ = unsafe withUnsafeMutableBytes(of: &result) {
                unsafe library.digestFinal(context, $0.bindMemory(to: UInt8.self).baseAddress, nil)
            }
            return (UInt64(bigEndian: result.0), UInt64(bigEndian: result.1))
        }
    }
}

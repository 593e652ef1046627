import Dissection
import Syscalls

/// The keys of `-E`, from its argument or the file that it names.
enum Decryption {
    private static let longestFile = 1 << 20

    static func keys(_ text: String) throws(UsageError) -> DecryptionKeys {
        do throws(DecryptionKeys.Mistake) {
            let keys = try DecryptionKeys(text) { path throws(DecryptionKeys.Mistake) in try contents(of: path) }
            guard DecryptionKeys.isSupported else {
                throw DecryptionKeys.Mistake(message: "-E takes OpenSSL's libcrypto.so.3, which is not installed")
            }
            return keys
        } catch {
            throw UsageError(message: error.message)
        }
    }

    private static func contents(of path: String) throws(DecryptionKeys.Mistake) -> String {
        do throws(SystemError) {
            let bytes = try Descriptor.contents(of: path, limit: longestFile)
            return String(decoding: bytes, as: UTF8.self)
        } catch {
            throw DecryptionKeys.Mistake(message: "-E: can't open \(path): \(error.errno)")
        }
    }
}

/// Records of one size one behind the other. It grows as long as more come than ever before, and keeps its memory; one
/// that is never used has none.
@safe
struct RecordBuffer<Element: BitwiseCopyable>: ~Copyable {
    private var base: UnsafeMutablePointer<Element>?
    private var capacity = 0
    private(set) var count = 0

    init() {
        unsafe base = nil
    }

    deinit {
        unsafe base?.deallocate()
    }

    var last: Element? { count > 0 ? self[count - 1] : nil }

    @inline(__always)
    subscript(index: Int) -> Element {
        get {
            precondition(index >= 0 && index < count)
            return unsafe base.unsafelyUnwrapped[index]
        }
        set {
            precondition(index >= 0 && index < count)
            unsafe base.unsafelyUnwrapped[index] = newValue
        }
    }

    @inline(__always)
    mutating func append(_ element: Element) {
        if count == capacity { grow() }
        unsafe (base.unsafelyUnwrapped + count).initialize(to: element)
        count &+= 1
    }

    mutating func removeLast() {
        if count > 0 { count -= 1 }
    }

    mutating func removeAll() {
        count = 0
    }

    @inline(never)
    private mutating func grow() {
        capacity = Swift.max(256, capacity * 2)
        let larger = UnsafeMutablePointer<Element>.allocate(capacity: capacity)
        if let base = unsafe base {
            unsafe larger.update(from: base, count: count)
            unsafe base.deallocate()
        }
        unsafe base = larger
    }
}

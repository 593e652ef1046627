@main
struct SwiftCap {
    static func main() {}
}

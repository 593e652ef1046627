import Fuzzing
import Packets

@testable import KernelScript
@testable import Promiscuity

/// What the kernel answers: netlink datagrams (links, forwarding entries, packet_diag), and files of /proc and /sys.
///
/// Input: what it is for (1 byte), then one datagram, or pieces of two bytes of length each: answers of a kernel that
/// the books are kept with, or contents of files.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzNetlink(_ start: UnsafeRawPointer, _ count: Int) -> Int32 {
    var input = unsafe Input(RawSpan(_unsafeStart: start, byteCount: count))
    switch input.byte() & 3 {
    case 0, 1: walk(input.rest)
    case 2: keepBooks(input.pieces())
    default: readFiles(input.pieces())
    }
    return 0
}

/// Everything that reads messages, on one datagram.
private func walk(_ datagram: RawSpan) {
    var messages = NetlinkMessages(datagram)
    var count = 0
    while let message = messages.next() {
        count += 1
        if let link = LinkMessage.parse(message)?.state {
            var surroundings = Surroundings()
            surroundings.add(neighbours: [link], of: link)
            surroundings.master = link
            let holders = Attribution.holders(of: link, in: surroundings)
            _ = Ledger(promiscuity: link.promiscuity, holders: holders).residual
            require(link.address.count <= 32, "an address of \(link.address.count) octets")
        }
        if let socket = PacketSocketMessage.parse(message) {
            let octets = socket.memberships.count * MembershipInformation.length
            require(octets <= datagram.byteCount, "\(socket.memberships.count) memberships")
        }
        if let entry = ForwardingMessage.parse(message) {
            require(entry.address.count <= 32, "an address of \(entry.address.count) octets")
        }
    }
    require(count * NetlinkMessage.headerLength <= datagram.byteCount, "\(count) messages")
}

/// Whole books on a kernel whose answers are the pieces, in turn; behind the last it answers as it should. They end in
/// an error or in values.
private func keepBooks(_ pieces: [[UInt8]]) {
    let kernel = ScriptedKernel()
    kernel.links = [.device(4, "eth0", count: 1)]
    kernel.process(10, "a", [3: .socket(700)])
    var answers = pieces[...]
    kernel.corrupt = { whole in
        guard var answer = answers.popFirst() else { return whole }
        // An empty piece stands for the right answer. The number of the request is what the reader looks at first.
        if answer.isEmpty { return whole }
        for place in 8..<12 where answer.count > place && whole.count > place { answer[place] = whole[place] }
        return answer
    }
    if let books = try? Books(interface: "eth0", kernel: kernel) {
        if let news = answers.popFirst() { kernel.notifications.answers.append(.datagram(news)) }
        books.handleNotifications()
        books.sample(.during)
        books.poll()
        books.sample(.after)
        _ = books.verdict
    }
    if let watch = try? Watch([], kernel: kernel) { _ = watch.poll() }
}

private func readFiles(_ pieces: [[UInt8]]) {
    let paths = [
        "/proc/10/stat", "/proc/thread-self/mountinfo", "/proc/10/maps", "/proc/10/status", "/proc/10/cmdline",
        "/proc/10/comm", "/sys/class/net/eth0/flags", "/sys/class/net/eth0/ifindex", "/sys/class/net/eth0/address",
        "/proc/sys/kernel/osrelease",
    ]
    for data in pieces {
        _ = HiddenSockets.mapped(data[...], on: Array("00:08".utf8))
        _ = HiddenSockets.registered(data[...])
        _ = ProcessDetails.effectiveUser(data)
        _ = ProcessDetails.split(data)
        _ = NamespaceList.unescaped(data)
        _ = NamespaceList.inode(of: data)
        _ = AllowRule(String(decoding: data, as: UTF8.self))
    }
    let kernel = ScriptedKernel()
    kernel.links = [.device(4, "eth0", count: 1)]
    kernel.process(10, "a", [3: .socket(700)])
    for (path, data) in zip(paths, pieces) where !data.isEmpty { kernel.files[path] = data }
    kernel.directories["/sys/class/net"] = ["eth0", String(decoding: pieces.last ?? [], as: UTF8.self)]
    _ = try? ProcessDetails(kernel).startTime(of: 10)
    _ = try? NamespaceList(kernel)
    _ = try? Books(interface: "eth0", kernel: kernel)
}

@main struct Main {
    static func main() { unsafe runFuzzer(fuzzNetlink) }
}

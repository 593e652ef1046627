import Syscalls
import Testing

@testable import Records

/// The table is in order: each case has its line, and each group stands together.
@Suite struct ColumnTests {
    @Test func `each column has a line, and no name comes twice`() {
        #expect(Column.entries.count == Column.allCases.count)
        #expect(BookColumn.entries.count == BookColumn.allCases.count)
        #expect(Set(Column.allCases.map(\.name)).count == Column.allCases.count)
        #expect(Column.allCases.count <= Row.mostColumns && BookColumn.allCases.count <= 64)
    }

    /// Cases whose line must be the right one: the first, the last, and where lines were easily mixed up.
    @Test func `cases and lines belong together`() {
        let pairs: [(Column, String)] = [
            (.time, "time"), (.communityID, "network.community_id"), (.destinationPort, "destination.port"),
            (.urlQuery, "url.query"), (.payloadBytes, "swiftcap.payload_bytes"),
            (.fragmentOffset, "swiftcap.ip.fragment_offset"), (.tcpTimestampEcho, "swiftcap.tcp.timestamp_echo"),
            (.icmpSequence, "swiftcap.icmp.sequence"), (.arpTargetIP, "swiftcap.arp.target_ip"),
            (.tunnelDestinationIP, "swiftcap.tunnel.destination_ip"),
            (.checksumTransport, "swiftcap.checksum.transport"),
            (.dnsAnswers, "swiftcap.dns.answers"), (.tlsALPN, "swiftcap.tls.alpn"),
            (.dhcpHostName, "swiftcap.dhcp.host_name"),
        ]
        for (column, name) in pairs { #expect(column.name == name) }
    }

    @Test func `columns of a group stand side by side, and no column is a group too`() {
        var seen: Set<String> = []
        var open: [String] = []
        for column in Column.allCases {
            let parts = column.name.split(separator: ".").map(String.init)
            let groups = (1..<parts.count).map { parts.prefix($0).joined(separator: ".") }
            for group in groups where !open.contains(group) { #expect(seen.insert(group).inserted, "\(group)") }
            #expect(!seen.contains(column.name))
            #expect(parts.count <= 8)
            open = groups
        }
    }

    @Test func `docs has the tables`() throws {
        let top = #filePath.split(separator: "/").dropLast(3).reduce("") { $0 + "/" + $1 }
        let document = String(decoding: try Descriptor.contents(of: top + "/docs/columns.md"), as: UTF8.self)
        #expect(document.contains("\n\n" + ColumnListing.text(markdown: true)))
        #expect(document.contains("\n\n" + ColumnListing.books))
    }

    /// What is meant by a name that is none.
    @Test(arguments: [
        ("tcp", "swiftcap.tcp"), ("mss", "swiftcap.tcp.mss"), ("arp", "swiftcap.arp"), ("question", "dns.question"),
        ("server_name", "tls.client.server_name"), ("nonsense", nil), ("", nil),
    ])
    func `suggestions`(name: String, suggestion: String?) {
        #expect(throws: ColumnSet.UnknownName(name: name, suggestion: suggestion)) { try ColumnSet(list: name) }
    }

    @Test func `lists`() throws {
        #expect(try ColumnSet(list: "time,source.ip").columns == [.time, .sourceIP])
        #expect(try ColumnSet(list: "@timestamp").columns == [.time])
        #expect(try ColumnSet(list: "source").columns == [.sourceMAC, .sourceIP, .sourcePort])
        #expect(try ColumnSet(list: "swiftcap.arp").columns.count == 5)
        #expect(try ColumnSet(list: "all").columns.count == Column.allCases.count)
        #expect(try ColumnSet(list: "default") == .standard)
        #expect(!ColumnSet.standard.contains(.communityID) && !ColumnSet.standard.contains(.checksumIP))
        for (list, hint) in [
            ("mss", "swiftcap.tcp.mss"), ("", nil), ("time,", nil), ("source.", nil), ("ip.ttl", "swiftcap.ip.ttl"),
        ] {
            #expect(throws: ColumnSet.UnknownName.self) { try ColumnSet(list: list) }
            do throws(ColumnSet.UnknownName) { _ = try ColumnSet(list: list) } catch {
                if let hint { #expect(error.suggestion == hint) }
            }
        }
    }
}

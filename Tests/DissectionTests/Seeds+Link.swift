/// Packets of link layers, written by field, with the lines that tcpdump prints for the same bytes.
extension Seed {
    static let link: [Seed] = link1 + link2 + link3 + link4 + link5 + link6 + application2
}

import Testing

@testable import Dissection

/// Routing, switching and server protocols: the whole text behind the headers, line by line.
@Suite struct NetworkProtocolTests {
    @Test(arguments: NetworkSeed.all + NetworkSeed.routing + NetworkSeed.more)
    func text(_ seed: NetworkSeed) {
        let text = printed(seed.frame) { $0.verbosity = 1 }
        #expect(text.hasSuffix(seed.text + "\n"))
    }

    /// Without -v one line, cut at every length: the line says what broke off, and nothing else is lost.
    @Test(arguments: NetworkSeed.all + NetworkSeed.routing + NetworkSeed.more)
    func `one line`(_ seed: NetworkSeed) {
        for count in 1...seed.frame.count {
            let text = printed(Array(seed.frame.prefix(count)), length: seed.frame.count)
            #expect(text.hasSuffix("\n"))
        }
    }
}

import Testing

@testable import Dissection

/// Link layers and what runs right above them: the whole text of a packet.
@Suite struct LinkProtocolTests {
    @Test(arguments: Seed.link)
    func text(_ seed: Seed) {
        #expect(printed(seed.bytes, link: seed.link, seed.apply) == (seed.text ?? "") + "\n")
    }
}

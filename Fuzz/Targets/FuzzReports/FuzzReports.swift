import Fuzzing
import Packets

@testable import Reports

/// A report's JSON: parsed, read as a report, said as text and as JSON again, and compared.
///
/// Input: one report, or two with a NUL between them.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzReports(_ start: UnsafeRawPointer, _ count: Int) -> Int32 {
    let bytes = unsafe RawSpan(_unsafeStart: start, byteCount: count)
    let octets = unsafe bytes.withUnsafeBytes { unsafe Array($0) }
    let parts = octets.split(separator: 0, maxSplits: 1, omittingEmptySubsequences: false).map(Array.init)
    let reports = parts.compactMap(read)
    if let first = reports.first, let last = reports.last { compare(first, last) }
    return 0
}

private func read(_ json: [UInt8]) -> CaptureReport? {
    _ = try? JSONParser.parse(json)
    do throws(ReportError) {
        let report = try CaptureReport(json: json)
        _ = report.exitStatus
        // Text has no character that moves a terminal's cursor.
        let text = contents(report.text(course: true))
        // Nor has a page.
        for octet in text + contents(report.html()) {
            require(octet >= 0x20 && octet != 0x7F || octet == 0x0A, "control character \(octet)")
        }
        let once = contents(report.json())
        let again = try CaptureReport(json: once)
        require(contents(again.json()) == once, "a report that is not read as it was written")
        require(contents(try CaptureReport(json: contents(report.json(indented: false))).json()) == once, "indented")
        return report
    } catch {
        require(!error.description.isEmpty, "an error without words")
        return nil
    }
}

private func compare(_ first: CaptureReport, _ second: CaptureReport) {
    do throws(ReportError) {
        let comparison = try Comparison(first, second)
        _ = comparison.text().count
        _ = comparison.html().count
        _ = comparison.exitStatus
        require((try? JSONParser.parse(contents(comparison.json()))) != nil, "a comparison that is no JSON")
    } catch {
        require(!error.description.isEmpty, "an error without words")
    }
}

private func contents(_ text: borrowing LineBuffer) -> [UInt8] {
    unsafe text.bytes.withUnsafeBytes { unsafe Array($0) }
}

@main struct Main {
    static func main() { unsafe runFuzzer(fuzzReports) }
}

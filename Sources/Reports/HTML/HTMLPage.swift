import Packets

/// Collects one HTML page: a file without outside parts. Text from outside goes through `text` alone, in which nothing is
/// markup and nothing turns the direction of what stands beside it.
struct HTMLPage: ~Copyable {
    private var out = LineBuffer()

    /// Begins the page; `finish` ends it.
    init(title: String) {
        // No script runs and nothing is fetched, whatever gets into the page.
        out.append(
            """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
            <title>
            """)
        text(title)
        out.append("</title>\n<style>\n")
        out.append(HTMLPage.style)
        out.append("</style>\n</head>\n<body>\n<main>\n")
    }

    consuming func finish() -> LineBuffer {
        out.append("</main>\n</body>\n</html>\n")
        return out
    }

    /// Markup of ours.
    mutating func raw(_ markup: StaticString) { out.append(markup) }

    /// Text as it is to be read; also within an attribute's double quotes.
    mutating func text(_ text: String) {
        for byte in text.printable.utf8 {
            switch byte {
            case UInt8(ascii: "&"): out.append("&amp;")
            case UInt8(ascii: "<"): out.append("&lt;")
            case UInt8(ascii: ">"): out.append("&gt;")
            case UInt8(ascii: "\""): out.append("&quot;")
            case UInt8(ascii: "'"): out.append("&#39;")
            default: out.append(byte)
            }
        }
    }

    mutating func number(_ value: some FixedWidthInteger) { text(String(value)) }

    /// `<TAG>text</TAG>`, for tags without attributes.
    mutating func element(_ tag: StaticString, _ content: String) {
        open(tag)
        text(content)
        close(tag)
    }

    mutating func open(_ tag: StaticString) {
        out.append("<")
        out.append(tag)
        out.append(">")
    }

    mutating func close(_ tag: StaticString) {
        out.append("</")
        out.append(tag)
        out.append(">\n")
    }

    /// A row of a table; the first cell heads it.
    mutating func row(_ label: String, _ values: [String], heads: Bool = false) {
        raw("<tr><th scope=\"row\">")
        text(label)
        raw("</th>")
        for value in values {
            raw(heads ? "<th scope=\"col\">" : "<td>")
            text(value)
            raw(heads ? "</th>" : "</td>")
        }
        raw("</tr>\n")
    }

    /// A sentence with what it means in front: good, bad, unknown.
    mutating func verdict(_ mark: Judgement.Mark, _ sentence: String) {
        switch mark {
        case .good: raw("<p class=\"verdict good\"><b>OK</b> <span>")
        case .bad: raw("<p class=\"verdict bad\"><b>!</b> <span>")
        case .unknown: raw("<p class=\"verdict unknown\"><b>?</b> <span>")
        }
        text(sentence)
        raw("</span></p>\n")
    }

    mutating func paragraph(_ content: String) { element("p", content) }
}

extension HTMLPage {
    /// Colours in pairs, for light and dark; all text is at least 4.5 times as bright or dark as what is behind it.
    private static let style: StaticString = """
        :root{color-scheme:light dark;--ink:#1b1f24;--soft:#59636e;--line:#d1d9e0;--page:#fff;--panel:#f6f8fa;
        --count:#0969da;--hears:#8250df;--switch:#9a6700;--own:#0969da;--other:#bc4c00;--packets:#1a7f37;--drops:#cf222e;
        --good:#1a7f37;--bad:#cf222e;--unknown:#9a6700}
        @media(prefers-color-scheme:dark){:root{--ink:#e6edf3;--soft:#9198a1;--line:#3d444d;--page:#0d1117;--panel:#151b23;
        --count:#4493f8;--hears:#ab7df8;--switch:#d29922;--own:#4493f8;--other:#f0883e;--packets:#3fb950;--drops:#f85149;
        --good:#3fb950;--bad:#f85149;--unknown:#d29922}}
        *{box-sizing:border-box}
        body{margin:0;background:var(--page);color:var(--ink);font:15px/1.45 system-ui,sans-serif}
        main{max-width:78rem;margin:0 auto;padding:1rem}
        h1{font-size:1.4rem;margin:0 0 .6rem}
        h2{font-size:1.15rem;margin:1.6rem 0 .5rem}
        h3{font-size:1rem;margin:1.2rem 0 .4rem}
        h1,h2,h3,p,td,th,.name,dd{overflow-wrap:anywhere}
        p{margin:.4rem 0}
        small,.soft,dt{color:var(--soft)}
        small{font-size:.85em}
        .verdict{display:flex;gap:.8rem;padding:.7rem 1rem;background:var(--panel);border-left:.35rem solid var(--line)}
        .good{border-color:var(--good)}.bad{border-color:var(--bad)}.unknown{border-color:var(--unknown)}
        .good b{color:var(--good)}.bad b{color:var(--bad)}.unknown b{color:var(--unknown)}
        .verdict b{flex:none}
        .scroll{overflow-x:auto}
        table{border-collapse:collapse;font-variant-numeric:tabular-nums}
        th,td{text-align:left;vertical-align:top;padding:.25rem .9rem .25rem 0;border-bottom:1px solid var(--line);font-weight:400}
        thead th,th[scope=col]{color:var(--soft);white-space:nowrap}
        th[scope=row]{min-width:9rem}
        td{min-width:4rem}
        td.n{text-align:right;white-space:nowrap}
        td.t{white-space:nowrap}
        .wide{min-width:36rem}
        dl{display:grid;grid-template-columns:max-content minmax(0,1fr);gap:.15rem 1rem;margin:.5rem 0}
        dd{margin:0}
        .chart{display:grid;grid-template-columns:minmax(0,15rem) minmax(0,1fr);gap:.5rem 1rem;align-items:center;margin:.6rem 0}
        .name small{display:block}
        .track{min-width:0;border-bottom:1px solid var(--line)}
        .track svg{display:block;width:100%;height:2.6rem}
        .track.bar svg{height:1.2rem}
        .axis{display:grid;grid-template-columns:repeat(4,minmax(0,1fr));color:var(--soft);font-size:.8rem;
        font-variant-numeric:tabular-nums}
        .axis span{border-left:1px solid var(--line);padding-left:.25rem;white-space:nowrap;overflow:hidden}
        path.step{fill:none;stroke-width:2;vector-effect:non-scaling-stroke}
        .count{stroke:var(--count);fill:var(--count)}.hears{stroke:var(--hears);fill:var(--hears)}
        .switch{stroke:var(--switch);fill:var(--switch)}
        path.area{stroke:none;fill-opacity:.18}
        .own{fill:var(--own)}.other{fill:var(--other)}.inferred{fill-opacity:.45}
        .packets{fill:var(--packets)}.drops{fill:var(--drops)}
        .edge{stroke:var(--ink);stroke-width:2;vector-effect:non-scaling-stroke}
        .edge.left{stroke-dasharray:3 3}
        .pair{display:grid;grid-template-columns:repeat(2,minmax(0,1fr));gap:0 2rem}
        .pair .chart{grid-template-columns:minmax(0,1fr);gap:.15rem 0}
        @media(max-width:820px){.pair{grid-template-columns:minmax(0,1fr)}}
        @media(max-width:640px){.chart{grid-template-columns:minmax(0,1fr);gap:.15rem 0}.track{margin-bottom:.5rem}}

        """
}

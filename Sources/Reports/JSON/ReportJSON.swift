import Packets
import Promiscuity

// The contract's objects, key by key in the documented order. Unknown is null.

extension CaptureReport {
    /// `swiftcap.report/1` as one document, indented, with a newline at the end; or on one line without.
    public func json(indented: Bool = true) -> LineBuffer {
        var writer = JSONWriter(indented: indented)
        writer.report(self)
        var text = writer.finish()
        if indented { text.append(0x0A) }
        return text
    }
}

extension Change {
    /// `swiftcap.change/1` on one line with a newline at its end.
    public func json() -> LineBuffer {
        var writer = JSONWriter()
        writer.change(self)
        var text = writer.finish()
        text.append(0x0A)
        return text
    }
}

extension JSONWriter {
    mutating func report(_ report: CaptureReport) {
        object { json in
            json.key("schema")
            json.value(CaptureReport.schema)
            json.key("version")
            json.value(report.version)
            json.key("kernel")
            json.value(report.kernel)
            json.key("libpcap")
            json.value(report.libpcap)
            json.key("host")
            json.value(report.host)
            json.key("arguments")
            json.array(report.arguments) { $0.value($1) }
            json.key("started")
            json.value(report.started)
            json.key("ended")
            json.value(report.ended)
            json.key("stop_reason")
            json.value(report.stopReason.rawValue)
            json.key("interfaces")
            json.array(report.interfaces) { $0.interface($1) }
        }
    }

    mutating func interface(_ interface: InterfaceReport) {
        object { json in
            json.key("name")
            json.value(interface.name)
            json.key("index")
            json.value(interface.index == 0 && !interface.isAny ? nil : interface.index)
            json.key("network_namespace")
            json.value(interface.networkNamespace == 0 ? nil : interface.networkNamespace)
            json.key("kind")
            json.value(interface.kind)
            json.key("address")
            json.value(interface.address.isEmpty ? nil : interface.address.colonSeparated)
            json.key("link_type")
            json.value(interface.linkType)
            json.key("promiscuous_requested")
            json.value(interface.promiscuousRequested)
            json.key("sockets")
            json.value(interface.sockets)
            json.key("filter")
            json.value(interface.filter)
            json.key("packets")
            json.packets(interface.packets)
            json.books(of: interface)
        }
    }

    private mutating func packets(_ packets: PacketCounts) {
        object { json in
            json.key("captured")
            json.value(packets.captured)
            json.key("received_by_filter")
            json.value(packets.receivedByFilter)
            json.key("dropped_by_kernel")
            json.value(packets.droppedByKernel)
            json.key("dropped_by_interface")
            json.value(packets.droppedByInterface)
            json.key("foreign_unicast")
            json.value(packets.foreignUnicast)
        }
    }

    private mutating func books(of interface: InterfaceReport) {
        key("before")
        state(interface.before)
        key("during")
        state(interface.during)
        key("after")
        state(interface.after)
        key("timeline")
        array(interface.timeline) { $0.change($1) }
        key("missed_changes")
        value(interface.missedChanges)
        key("failed_reads")
        value(interface.failedReads)
        key("read_error")
        value(interface.readError)
        key("kernel_log")
        kernelLog(interface.kernelLog)
        key("rates")
        rates(interface.rates)
        key("verdict")
        object { json in
            json.key("status")
            json.value(interface.verdict.status.rawValue)
            json.key("own_taken")
            json.value(interface.verdict.ownTaken)
            json.key("own_returned")
            json.value(interface.verdict.ownReturned)
            json.key("balanced")
            json.value(interface.verdict.balanced)
            json.key("promiscuous_without_us")
            json.value(interface.verdict.promiscuousWithoutUs)
            json.key("summary")
            json.value(interface.summary)
        }
    }

    private mutating func kernelLog(_ log: KernelLogReport?) {
        guard let log else { return null() }
        object { json in
            json.key("lines")
            json.array(log.lines) { json, line in
                json.object { json in
                    json.key("time")
                    json.value(line.time)
                    json.key("interface")
                    json.value(line.interface)
                    json.key("event")
                    json.value(line.entered ? "entered" : "left")
                    // By the name alone: the kernel names no namespace.
                    json.key("certainty")
                    json.value(Holder.Certainty.inferred.rawValue)
                    json.key("text")
                    json.value(line.text)
                }
            }
            json.key("missed")
            json.value(log.missed)
            json.key("error")
            json.value(log.error)
        }
    }

    private mutating func rates(_ rates: PacketRates?) {
        guard let rates else { return null() }
        object { json in
            json.key("started")
            json.value(rates.started)
            json.key("interval_milliseconds")
            json.value(rates.interval)
            json.key("captured")
            json.array(rates.captured) { $0.value($1) }
            json.key("dropped")
            json.array(rates.dropped) { $0.value($1) }
        }
    }

    mutating func state(_ state: StateReport?) {
        guard let state else { return null() }
        object { json in
            json.key("time")
            json.value(state.time)
            json.key("promiscuity")
            json.value(state.promiscuity)
            json.key("gflags_promisc")
            json.value(state.gflagsPromisc)
            json.key("flags_promisc")
            json.value(state.flagsPromisc)
            json.key("allmulti")
            json.value(state.allmulti)
            json.key("holders")
            if state.error == nil { json.array(state.holders) { $0.holder($1) } } else { json.null() }
            json.key("own_references")
            json.value(state.ownReferences)
            json.key("residual")
            json.value(state.residual)
            json.key("consistent")
            json.value(state.consistent)
            json.key("error")
            json.value(state.error)
            json.key("errno")
            json.value(state.errno)
        }
    }

    mutating func change(_ change: Change) {
        object { json in
            json.key("schema")
            json.value("swiftcap.change/1")
            json.key("time")
            json.value(change.time)
            json.key("interface")
            json.value(change.interface)
            json.key("index")
            json.value(change.index)
            json.key("network_namespace")
            json.value(change.networkNamespace == 0 ? nil : change.networkNamespace)
            json.key("cause")
            json.value(change.cause.rawValue)
            json.key("promiscuity")
            json.value(change.promiscuity)
            json.key("delta")
            json.value(change.delta)
            json.key("gflags_promisc")
            json.value(change.gflagsPromisc)
            json.key("flags_promisc")
            json.value(change.flagsPromisc)
            json.key("joined")
            json.array(change.joined) { $0.holder($1) }
            json.key("left")
            json.array(change.left) { $0.holder($1) }
            json.key("residual")
            json.value(change.residual)
            json.key("event")
            json.value(change.event?.rawValue)
        }
    }

    mutating func holder(_ holder: Holder) {
        object { json in
            json.key("kind")
            json.value(holder.kind.rawValue)
            json.key("references")
            json.value(holder.references)
            json.key("certainty")
            json.value(holder.certainty.rawValue)
            json.key("evidence")
            json.value(holder.evidence)
            json.key("own")
            json.value(holder.own)
            json.key("inode")
            json.value(holder.inode)
            json.key("cookie")
            json.value(holder.cookie)
            json.key("device")
            json.value(holder.device)
            json.key("processes")
            json.array(holder.processes) { $0.process($1) }
        }
    }

    private mutating func process(_ process: HolderProcess) {
        object { json in
            json.key("pid")
            json.value(process.pid)
            json.key("command")
            json.value(process.command)
            json.key("user")
            json.value(process.user)
            json.key("arguments")
            json.array(process.arguments) { $0.value($1) }
            json.key("confirmed")
            json.value(process.isConfirmed)
        }
    }
}

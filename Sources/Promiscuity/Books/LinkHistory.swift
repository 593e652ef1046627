import Packets

/// Turns observations of one device into changes: what was announced, what was found silently, who joined, who left.
///
/// Values only. Each announced step of the count becomes one change, the difference between the last announcement and what
/// was read one more, and the holders that are new or gone are put to the steps that can have been theirs.
struct LinkHistory {
    /// One step of the count or of the switch.
    private struct Step {
        var cause: Change.Cause
        var link: LinkState
        var delta: Int
        /// Nothing announced it.
        var silent = false
        var joined: [Holder] = []
        var left: [Holder] = []
        /// What of `delta` has no holder yet; signed as `delta`.
        var open: Int
    }

    let networkNamespace: UInt64
    /// The books as last known; nil once the device is gone.
    private(set) var last: Sample?

    init(networkNamespace: UInt64, first: Sample) {
        self.networkNamespace = networkNamespace
        last = first
    }

    /// - Parameter trigger: why one looked. Announced changes are notifications whatever the reason, unless it was a phase.
    mutating func absorb(
        _ observation: Sampler.Observation, trigger: Change.Cause, now: Timestamp
    ) -> [Change] {
        guard let before = last else { return [] }
        var changes: [Change] = []
        var running = before.link
        var steps: [Step] = []
        let announced: Change.Cause = trigger == .phase ? .phase : .notification
        for message in observation.news.messages {
            if message.isRemoval { break }
            rename(from: running, to: message.state, cause: announced, residual: before.residual, now, &changes)
            if let silent = silentPart(from: running, to: message.state, trigger: trigger, observation.news) {
                steps.append(silent)
                running.promiscuity = silent.link.promiscuity
            }
            if let step = step(from: running, to: message.state, cause: announced) { steps.append(step) }
            running = message.state
        }
        if observation.news.overrun {
            changes.append(
                change(
                    .overrun, link: observation.sample?.link ?? running, cause: announced, residual: before.residual,
                    now))
        }
        // A device that was removed and is there again is another one.
        let removed = observation.news.messages.contains { $0.isRemoval }
        guard !removed, let sample = observation.sample else {
            let rest = place(joined: [], left: before.holders, in: &steps)
            changes += steps.map { change(for: $0, before.residual, now) }
            changes.append(departure(observation.news, running, left: rest.left, cause: announced, now))
            last = nil
            return changes
        }
        let silent: Change.Cause = trigger == .notification ? .poll : trigger
        rename(from: running, to: sample.link, cause: silent, residual: before.residual, now, &changes)
        if var step = step(from: running, to: sample.link, cause: silent) {
            step.silent = true
            steps.append(step)
        }
        let difference = HolderDifference(from: before.holders, to: sample.holders)
        let rest = place(joined: difference.joined, left: difference.left, in: &steps)
        if !rest.joined.isEmpty || !rest.left.isEmpty {
            if steps.isEmpty { steps.append(Step(cause: silent, link: sample.link, delta: 0, open: 0)) }
            steps[steps.count - 1].joined += rest.joined
            steps[steps.count - 1].left += rest.left
        }
        changes += steps.map { change(for: $0, before.residual, now) }
        // Only the last step's figures were read as they are now.
        if !steps.isEmpty {
            changes[changes.count - 1].flagsPromisc = sample.link.flagsPromisc
            changes[changes.count - 1].residual = sample.residual
        }
        last = sample
        return changes
    }

    /// Nothing else can be told of the device.
    mutating func end() {
        last = nil
    }

    /// Each announcement stands for one reference more or less. One that tells of a larger step tells of silent changes
    /// before it, unless announcements were lost.
    private func silentPart(
        from old: LinkState, to new: LinkState, trigger: Change.Cause, _ news: LinkNews
    ) -> Step? {
        let delta = Int(new.promiscuity ?? 0) &- Int(old.promiscuity ?? 0)
        guard !news.overrun, abs(delta) > 1 else { return nil }
        var link = old
        link.promiscuity = new.promiscuity.map { delta > 0 ? $0 &- 1 : $0 &+ 1 }
        let part = delta - delta.signum()
        return Step(cause: trigger == .phase ? .phase : .poll, link: link, delta: part, silent: true, open: part)
    }

    private func step(from old: LinkState, to new: LinkState, cause: Change.Cause) -> Step? {
        let delta = Int(new.promiscuity ?? 0) &- Int(old.promiscuity ?? 0)
        let (wasOn, isOn) = (old.gflagsPromisc == true, new.gflagsPromisc == true)
        guard delta != 0 || wasOn != isOn else { return nil }
        var step = Step(cause: cause, link: new, delta: delta, open: delta)
        // The switch needs no guessing: the flag says that it was this.
        if isOn && !wasOn {
            step.joined.append(IPLinkHolder.holder())
            step.open &-= 1
        } else if wasOn && !isOn {
            step.left.append(IPLinkHolder.holder())
            step.open &+= 1
        }
        return step
    }

    /// Puts holders to steps. Those who stay came with the latest rises, those who were there left with the first falls;
    /// a rise and a fall that remain are somebody who came and went. Returns the holders that changed without the count.
    private func place(
        joined: [Holder], left: [Holder], in steps: inout [Step]
    ) -> (joined: [Holder], left: [Holder]) {
        var joined = joined.filter { $0.kind != .ipLink }
        var left = left.filter { $0.kind != .ipLink }
        for i in steps.indices where steps[i].silent { placeSilent(&joined, &left, in: &steps[i]) }
        for i in steps.indices.reversed() {
            while steps[i].open > 0, let holder = joined.last, holder.references <= steps[i].open {
                steps[i].open &-= holder.references
                steps[i].joined.insert(holder, at: 0)
                joined.removeLast()
            }
        }
        for i in steps.indices {
            while steps[i].open < 0, let holder = left.first, holder.references <= 0 &- steps[i].open {
                steps[i].open &+= holder.references
                steps[i].left.append(holder)
                left.removeFirst()
            }
        }
        pairOff(&steps)
        return (joined, left)
    }

    /// The kind that the kernel never announces goes to the steps that it did not announce.
    private func placeSilent(_ joined: inout [Holder], _ left: inout [Holder], in step: inout Step) {
        if step.open > 0, let i = joined.firstIndex(where: { $0.kind == .unicastFilter }) {
            step.open &-= joined[i].references
            step.joined.append(joined.remove(at: i))
        } else if step.open < 0, let i = left.firstIndex(where: { $0.kind == .unicastFilter }) {
            step.open &+= left[i].references
            step.left.append(left.remove(at: i))
        }
    }

    /// Rises and falls without a holder, in pairs: each is somebody who came and went.
    private func pairOff(_ steps: inout [Step]) {
        var rise = 0
        for fall in steps.indices where steps[fall].open < 0 {
            while steps[fall].open < 0 && rise < fall {
                guard steps[rise].open > 0 else {
                    rise += 1
                    continue
                }
                let count = Swift.min(steps[rise].open, 0 &- steps[fall].open)
                steps[rise].joined.append(UnknownHolder.cameAndWent(references: count))
                steps[fall].left.append(UnknownHolder.cameAndWent(references: count))
                steps[rise].open &-= count
                steps[fall].open &+= count
            }
        }
    }

    private func rename(
        from old: LinkState, to new: LinkState, cause: Change.Cause, residual: Int, _ now: Timestamp,
        _ changes: inout [Change]
    ) {
        guard old.name != new.name, !new.name.isEmpty else { return }
        var link = new
        link.promiscuity = old.promiscuity
        link.gflagsPromisc = old.gflagsPromisc
        changes.append(change(.renamed, link: link, cause: cause, residual: residual, now))
    }

    /// The last change of a device: moved, where the removal says so, or deleted. Its references are of no concern here
    /// any more; where it was deleted all are gone, also the switch, which the kernel's last message still counts.
    private func departure(
        _ news: LinkNews, _ running: LinkState, left: [Holder], cause: Change.Cause, _ now: Timestamp
    ) -> Change {
        let removal = news.messages.last { $0.isRemoval }
        let moved = removal?.movedAway ?? false
        var link = running
        link.promiscuity = moved ? nil : running.promiscuity.map { _ in 0 }
        var result = change(moved ? .moved : .deleted, link: link, cause: cause, residual: 0, now)
        result.delta = 0 &- Int(running.promiscuity ?? 0)
        result.left = left
        if running.gflagsPromisc == true && !moved { result.left.append(IPLinkHolder.holder()) }
        result.gflagsPromisc = nil
        return result
    }

    private func change(for step: Step, _ residual: Int, _ now: Timestamp) -> Change {
        var result = change(nil, link: step.link, cause: step.cause, residual: residual, now)
        result.delta = step.delta
        result.joined = step.joined
        result.left = step.left
        return result
    }

    private func change(
        _ event: Change.Event?, link: LinkState, cause: Change.Cause, residual: Int, _ now: Timestamp
    ) -> Change {
        Change(
            time: now, interface: link.name, index: link.index, networkNamespace: networkNamespace, cause: cause,
            promiscuity: link.promiscuity, delta: 0, gflagsPromisc: link.gflagsPromisc, flagsPromisc: nil, joined: [],
            left: [], residual: residual, event: event)
    }
}

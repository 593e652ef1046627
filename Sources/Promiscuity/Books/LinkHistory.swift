import Packets

/// Turns observations of one device into changes: what was announced, what was found without an announcement, which
/// holders joined, which left.
///
/// Values only. Each announced step of the count becomes one change, the difference between the last announcement and
/// what was read one more, and the holders that are new or gone are put to the steps that can have been theirs.
struct LinkHistory {
    /// One step of the count or of the switch.
    private struct Step {
        var cause: Change.Cause
        var link: LinkState
        var delta = 0
        /// Nothing announced it.
        var silent = false
        var joined: [Holder] = []
        var left: [Holder] = []
        /// What of `delta` has no holder yet; signed as `delta`.
        var open = 0
        var event: Change.Event?
    }

    let networkNamespace: UInt64
    /// The books as last known; nil once the device is gone.
    private(set) var last: Sample?

    init(networkNamespace: UInt64, first: Sample) {
        self.networkNamespace = networkNamespace
        last = first
    }

    /// - Parameter trigger: why one looked. Announced changes are notifications whatever the reason, unless it was a
    ///   phase.
    mutating func absorb(
        _ observation: Sampler.Observation, trigger: Change.Cause, now: Timestamp
    ) -> [Change] {
        guard let before = last else { return [] }
        let announced: Change.Cause = trigger == .phase ? .phase : .notification
        var running = before.link
        var steps = self.announced(observation.news, trigger, &running)
        if observation.news.overrun {
            steps.append(Step(cause: announced, link: observation.sample?.link ?? running, event: .overrun))
        }
        // A device that was removed and is there again is another one.
        let removed = observation.news.messages.contains { $0.isRemoval }
        guard !removed, let sample = observation.sample else {
            let rest = place(joined: [], left: before.holders, in: &steps)
            last = nil
            return steps.map { change(for: $0, before.residual, now) }
                + [departure(observation.news, running, left: rest.left, cause: announced, now)]
        }
        // What is found after a loss was announced, most likely.
        let found: Change.Cause = trigger == .notification ? .poll : trigger
        settle(&steps, from: running, before, to: sample, cause: observation.news.overrun ? announced : found)
        var changes = steps.map { change(for: $0, before.residual, now) }
        // Only the last step's figures were read as they are now.
        if let end = changes.indices.last {
            changes[end].flagsPromisc = sample.link.flagsPromisc
            changes[end].residual = sample.residual
        }
        last = sample
        return changes
    }

    /// The steps that were announced, up to a removal; `running` becomes what the last announcement said.
    private func announced(_ news: LinkNews, _ trigger: Change.Cause, _ running: inout LinkState) -> [Step] {
        let cause: Change.Cause = trigger == .phase ? .phase : .notification
        var steps: [Step] = []
        for message in news.messages {
            if message.isRemoval { break }
            if let rename = rename(from: running, to: message.state, cause: cause) { steps.append(rename) }
            if let silent = silentPart(from: running, to: message.state, trigger: trigger, news) {
                steps.append(silent)
                running.promiscuity = silent.link.promiscuity
            }
            if let step = step(from: running, to: message.state, cause: cause) { steps.append(step) }
            running = message.state
        }
        return steps
    }

    /// Adds what was read beyond the announcements, and puts the holders to the steps.
    private func settle(
        _ steps: inout [Step], from running: LinkState, _ before: Sample, to sample: Sample, cause: Change.Cause
    ) {
        if let rename = rename(from: running, to: sample.link, cause: cause) { steps.append(rename) }
        if var step = step(from: running, to: sample.link, cause: cause) {
            step.silent = true
            steps.append(step)
        }
        let difference = HolderDifference(from: before.holders, to: sample.holders)
        let rest = place(joined: difference.joined, left: difference.left, in: &steps)
        guard !rest.joined.isEmpty || !rest.left.isEmpty else { return }
        if steps.last.map({ $0.event != nil }) ?? true { steps.append(Step(cause: cause, link: sample.link)) }
        steps[steps.count - 1].joined += rest.joined
        steps[steps.count - 1].left += rest.left
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

    /// Puts holders to steps. Those that stay came with the latest rises, those that were there left with the first
    /// falls; a rise and a fall that remain are a holder that came and went. Returns the holders that changed without
    /// the count.
    private func place(
        joined: [Holder], left: [Holder], in steps: inout [Step]
    ) -> (joined: [Holder], left: [Holder]) {
        var joined = joined.filter { $0.kind != .ipLink }
        var left = left.filter { $0.kind != .ipLink }
        for i in steps.indices where steps[i].silent { placeSilent(&joined, &left, in: &steps[i]) }
        for i in steps.indices.reversed() {
            // Thousands can have come between two looks: nothing is put before others one by one.
            var first = joined.endIndex
            while steps[i].open > 0, first > joined.startIndex, joined[first - 1].references <= steps[i].open {
                first -= 1
                steps[i].open &-= joined[first].references
            }
            steps[i].joined.insert(contentsOf: joined[first...], at: 0)
            joined.removeSubrange(first...)
        }
        var next = left.startIndex
        for i in steps.indices {
            while steps[i].open < 0, next < left.endIndex, left[next].references <= 0 &- steps[i].open {
                steps[i].open &+= left[next].references
                steps[i].left.append(left[next])
                next += 1
            }
        }
        left.removeSubrange(..<next)
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

    /// Rises and falls without a holder, in pairs: each is a holder that came and went.
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

    /// A new name, with the figures as they were before.
    private func rename(from old: LinkState, to new: LinkState, cause: Change.Cause) -> Step? {
        guard old.name != new.name, !new.name.isEmpty else { return nil }
        var link = new
        link.promiscuity = old.promiscuity
        link.gflagsPromisc = old.gflagsPromisc
        return Step(cause: cause, link: link, event: .renamed)
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
        var result = change(step.event, link: step.link, cause: step.cause, residual: residual, now)
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

import Packets
import Syscalls

// A live capture's and a savefile's dealings with the recorder.
extension Pipeline {
    /// Why the run ended, where a limit on files ended it.
    var fileLimit: StopReason? {
        mutating get {
            if let limit = files?.limit { return limit }
            if let limit = rows?.limit { return limit }
            return recorder?.limit
        }
    }

    /// Something happened.
    mutating func note(_ reason: RecorderReason) {
        let now = Clock.realtime()
        recorder?.note(reason, at: Timestamp(seconds: now.seconds, nanoseconds: now.nanoseconds))
    }

    /// The end of what is recorded; why it is not complete, if it is not.
    mutating func closeRecorder() -> RunError? {
        recorder?.finish()
        return recorder?.failure
    }
}

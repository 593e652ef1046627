import Glibc

/// Clocks as plain numbers (clock_gettime(2)).
public enum Clock {
    /// Nanoseconds of `CLOCK_MONOTONIC`: for deadlines. It never jumps.
    public static func monotonic() -> Int64 {
        var now = timespec()
        unsafe clock_gettime(CLOCK_MONOTONIC, &now)
        return Int64(now.tv_sec) &* 1_000_000_000 &+ Int64(now.tv_nsec)
    }

    /// Waits so many nanoseconds, or less where a signal comes.
    public static func pause(_ nanoseconds: Int64) {
        var time = timespec(tv_sec: Int(nanoseconds / 1_000_000_000), tv_nsec: Int(nanoseconds % 1_000_000_000))
        unsafe nanosleep(&time, nil)
    }

    /// Seconds and nanoseconds of `CLOCK_REALTIME`: for time stamps. It may jump.
    public static func realtime() -> (seconds: Int64, nanoseconds: Int64) {
        var now = timespec()
        unsafe clock_gettime(CLOCK_REALTIME, &now)
        return (Int64(now.tv_sec), Int64(now.tv_nsec))
    }
}

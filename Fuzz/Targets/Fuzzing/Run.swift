import CFuzzer
import Glibc

/// What libFuzzer calls with each input.
public typealias FuzzTarget = @convention(c) (UnsafeRawPointer, Int) -> Int32

/// Hands over to libFuzzer, with the options of the command line.
public func runFuzzer(_ target: FuzzTarget) -> Never {
    var count = CommandLine.argc
    var words = unsafe CommandLine.unsafeArgv
    exit(unsafe LLVMFuzzerRunDriver(&count, &words, target))
}

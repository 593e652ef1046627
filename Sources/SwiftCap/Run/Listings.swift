import Capture
import Glibc
import Packets

/// `-D`, `-L`, `-J`: what there is to choose from.
enum Listings {
    static func devices() -> Int32 {
        do throws(CaptureError) {
            var text = ""
            for (i, device) in try Device.all().enumerated() {
                text += "\(i + 1).\(device.name)"
                if let description = device.description { text += " (\(description))" }
                if device.flags != 0 { text += " [\(device.flagWords)]" }
                text += "\n"
            }
            Messages.write(text, to: STDOUT_FILENO)
            return ExitStatus.success
        } catch {
            Messages.say(error.message)
            return ExitStatus.failure
        }
    }
}

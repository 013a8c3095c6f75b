import Foundation

#if canImport(Glibc)
  import Glibc
#endif

/// A terminal that somebody sits at: what a program asks is read, and what is typed is its input.
final class Terminal {
  /// The program's end, as its standard input and error.
  let inside: FileHandle
  private let outside: FileHandle

  init() throws {
    let master = open("/dev/ptmx", O_RDWR | O_NOCTTY)
    var (number, isLocked): (Int32, Int32) = (0, 0)
    guard master >= 0, ioctl(master, Self.setLock, &isLocked) == 0,
      ioctl(master, Self.getNumber, &number) == 0
    else { throw POSIXError(.ENXIO) }
    let slave = open("/dev/pts/\(number)", O_RDWR | O_NOCTTY)
    guard slave >= 0 else { throw POSIXError(.ENXIO) }
    // What is typed is not shown among what the program says.
    var settings = termios()
    tcgetattr(slave, &settings)
    settings.c_lflag &= ~tcflag_t(ECHO)
    tcsetattr(slave, TCSANOW, &settings)
    inside = FileHandle(fileDescriptor: slave, closeOnDealloc: true)
    outside = FileHandle(fileDescriptor: master, closeOnDealloc: true)
  }

  // TIOCSPTLCK and TIOCGPTN of Linux.
  private static let setLock: UInt = 0x4004_5431
  private static let getNumber: UInt = 0x8004_5430

  func type(_ text: String) throws { try outside.write(contentsOf: Data(text.utf8)) }

  /// What was shown so far; some kilobytes wait in the terminal until they are read.
  func shown() -> String {
    _ = fcntl(outside.fileDescriptor, F_SETFL, O_NONBLOCK)
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4096)
    while true {
      let count = read(outside.fileDescriptor, &buffer, buffer.count)
      if count <= 0 { break }
      bytes += buffer[..<count]
    }
    return String(decoding: bytes, as: UTF8.self).replacingOccurrences(of: "\r\n", with: "\n")
  }
}

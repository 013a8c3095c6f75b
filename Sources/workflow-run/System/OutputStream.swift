import Glibc
import RecordFiles

/// Text on its way to a file or a terminal, written in large pieces.
///
/// A class, because everything that writes shares its buffer.
final class OutputStream {
  private let descriptor: Int32
  private let path: String
  private var buffer: [UInt8] = []
  private static let pieceSize = 1 << 16

  static func standardOutput() -> OutputStream {
    OutputStream(descriptor: STDOUT_FILENO, path: "standard output")
  }

  static func standardError() -> OutputStream {
    OutputStream(descriptor: STDERR_FILENO, path: "standard error")
  }

  private init(descriptor: Int32, path: String) {
    self.descriptor = descriptor
    self.path = path
  }

  /// A file that is made anew.
  init(file path: String) throws(FileFailure) {
    self.path = path
    descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
    if descriptor < 0 { throw FileFailure(path, errorNumber: errno) }
  }

  deinit {
    if descriptor > STDERR_FILENO { close(descriptor) }
  }

  var isTerminal: Bool { isatty(descriptor) == 1 }

  func write(_ text: String) throws(FileFailure) {
    buffer.append(contentsOf: text.utf8)
    if buffer.count >= OutputStream.pieceSize { try flush() }
  }

  func flush() throws(FileFailure) {
    var written = 0
    while written < buffer.count {
      let got = buffer.withUnsafeBytes { bytes in
        Glibc.write(descriptor, bytes.baseAddress.map { $0 + written }, bytes.count - written)
      }
      if got < 0 {
        if errno == EINTR { continue }
        throw FileFailure(path, errorNumber: errno)
      }
      written += got
    }
    buffer.removeAll(keepingCapacity: true)
  }
}

import Diagnostics
import Glibc
import RecordFiles
import TextFiles

/// Text on its way to a file or a terminal, written in large pieces: the one door by which it
/// leaves the process.
///
/// A class, because everything that writes shares its buffer.
final class OutputStream {
  private let descriptor: Int32
  private let path: String
  /// The file that takes its place at the end; nil where bytes go straight to where they are read.
  private let file: UnfinishedFile?
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
    file = nil
  }

  /// A file that is there, whole, once the stream is finished; a pipe or a device gets what is
  /// written at once.
  init(file path: String) throws(FileFailure) {
    self.path = path
    if let open = try Files.openForPassing(path) {
      descriptor = open
      file = nil
    } else {
      let unfinished = try UnfinishedFile(path)
      file = unfinished
      descriptor = unfinished.descriptor
    }
  }

  deinit {
    if file == nil, descriptor > STDERR_FILENO { close(descriptor) }
  }

  private(set) lazy var isTerminal = isatty(descriptor) == 1

  /// Writes text for people: control characters in it are shown, not obeyed.
  func write(_ text: String) throws(FileFailure) { try append(Paint.opened(text)) }

  /// Writes text for programs: it stays as it is, but a terminal gets it as people do.
  func write(data text: String) throws(FileFailure) {
    try append(isTerminal ? Paint.opened(text) : text)
  }

  /// Writes bytes of a file as they are.
  func write(bytes: [UInt8]) throws(FileFailure) {
    buffer.append(contentsOf: bytes)
    if buffer.count >= OutputStream.pieceSize { try flush() }
  }

  /// Puts a text in the place of the terminal's last line.
  func write(passing text: String) throws(FileFailure) {
    try append("\r\(Paint.opened(text))\u{1B}[K")
  }

  private func append(_ text: String) throws(FileFailure) {
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

  /// Writes what is left; a file takes its place.
  func finish() throws(FileFailure) {
    try flush()
    try file?.finish()
  }
}

import Glibc

/// Why a file cannot be read or written, as a person would say it.
struct FileFailure: Error {
  let path: String
  let reason: String

  init(_ path: String, errorNumber: Int32) {
    self.path = path
    reason =
      switch errorNumber {
      case ENOENT: "there is no such file"
      case EACCES: "it may not be read or written"
      case EISDIR: "it is a folder"
      case ENOTDIR: "a part of its path is no folder"
      case EROFS: "the file system is read only"
      case ENOSPC: "the disk is full"
      default: String(cString: strerror(errorNumber)).lowercased()
      }
  }

  init(_ path: String, reason: String) {
    self.path = path
    self.reason = reason
  }

  var sentence: String { "'\(path)' cannot be used: \(reason)" }
}

/// Files and folders, straight from the system.
enum Files {
  enum Kind { case missing, file, folder }

  static func kind(of path: String) -> Kind {
    var status = stat()
    guard stat(path, &status) == 0 else { return .missing }
    return status.st_mode & S_IFMT == S_IFDIR ? .folder : .file
  }

  /// All bytes of a file; "-" is the standard input.
  static func bytes(of path: String, limit: Int = 1 << 30) throws(FileFailure) -> [UInt8] {
    let file = try InputFile(path)
    return try file.readAll(limit: limit)
  }

  /// The names in a folder, ordered by their bytes.
  static func names(in folder: String) throws(FileFailure) -> [String] {
    guard let directory = opendir(folder) else { throw FileFailure(folder, errorNumber: errno) }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }
}

/// A file that is read from its start to its end, a piece at a time.
///
/// A class, because it closes its file when it goes.
final class InputFile {
  let path: String
  private let descriptor: Int32
  private var piece: [UInt8] = []
  private var position = 0
  private var isAtEnd = false
  private static let pieceSize = 1 << 18

  /// - Parameter path: "-" is the standard input.
  init(_ path: String) throws(FileFailure) {
    self.path = path
    if path == "-" {
      descriptor = STDIN_FILENO
      return
    }
    if Files.kind(of: path) == .folder { throw FileFailure(path, errorNumber: EISDIR) }
    descriptor = open(path, O_RDONLY | O_CLOEXEC)
    if descriptor < 0 { throw FileFailure(path, errorNumber: errno) }
  }

  deinit {
    if descriptor > STDERR_FILENO { close(descriptor) }
  }

  /// Whether all that was read from the file has been taken: more may take time to come.
  var isDrained: Bool { position == piece.count }

  /// The next byte; nil at the end.
  @inline(__always)
  func next() throws(FileFailure) -> UInt8? {
    if position == piece.count { try refill() }
    guard position < piece.count else { return nil }
    defer { position += 1 }
    return piece[position]
  }

  /// The next line without its line break; nil at the end.
  func nextLine(limit: Int) throws(FileFailure) -> [UInt8]? {
    var line: [UInt8] = []
    while true {
      if position == piece.count { try refill() }
      if position == piece.count { return line.isEmpty ? nil : line }
      let rest = piece[position...]
      guard let end = rest.firstIndex(of: 0x0A) else {
        line += rest
        position = piece.count
        if line.count > limit { throw FileFailure(path, reason: "a line is too long") }
        continue
      }
      line += rest[..<end]
      position = end + 1
      if line.last == 0x0D { line.removeLast() }
      return line
    }
  }

  func readAll(limit: Int) throws(FileFailure) -> [UInt8] {
    var bytes: [UInt8] = []
    while true {
      try refill()
      if piece.isEmpty { return bytes }
      bytes += piece
      position = piece.count
      if bytes.count > limit {
        throw FileFailure(path, reason: "it has more than \(limit) bytes")
      }
    }
  }

  private func refill() throws(FileFailure) {
    piece.removeAll(keepingCapacity: true)
    position = 0
    if isAtEnd { return }
    var failure: Int32 = 0
    piece = [UInt8](unsafeUninitializedCapacity: InputFile.pieceSize) { buffer, count in
      var got = read(descriptor, buffer.baseAddress, buffer.count)
      while got < 0, errno == EINTR, !Interruption.wasAsked {
        got = read(descriptor, buffer.baseAddress, buffer.count)
      }
      if got < 0, errno != EINTR { failure = errno }
      count = max(0, got)
    }
    if failure != 0 { throw FileFailure(path, errorNumber: failure) }
    if piece.isEmpty { isAtEnd = true }
  }
}

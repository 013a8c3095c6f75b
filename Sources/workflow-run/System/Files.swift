import Glibc
import RecordFiles
import TextFiles

extension FileFailure {
  init(_ path: String, errorNumber: Int32) {
    let reason =
      switch errorNumber {
      case ENOENT: "there is no such file"
      case EACCES: "it may not be read or written"
      case EISDIR: "it is a folder"
      case ENOTDIR: "a part of its path is no folder"
      case EROFS: "the file system is read only"
      case ENOSPC: "the disk is full"
      default: String(cString: strerror(errorNumber)).lowercased()
      }
    self.init(path, reason: reason)
  }
}

/// Files and folders, straight from the system.
enum Files {
  enum Kind { case missing, file, folder }

  static func kind(of path: String) -> Kind {
    var status = stat()
    guard stat(path, &status) == 0 else { return .missing }
    return status.st_mode & S_IFMT == S_IFDIR ? .folder : .file
  }

  /// Whether it is a pipe, a socket or a device.
  static func isSpecial(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && isSpecial(status)
  }

  static func isSpecial(_ status: stat) -> Bool {
    ![S_IFDIR, S_IFREG].contains(status.st_mode & S_IFMT)
  }

  /// A file that is read a piece at a time; "-" is the standard input.
  static func stream(of path: String) throws(FileFailure) -> ByteStream {
    let file = try InputFile(path)
    return ByteStream(name: path) { () throws(FileFailure) in try file.piece() }
  }

  /// All bytes of a file; "-" is the standard input.
  static func bytes(of path: String, limit: Int = 1 << 30) throws(FileFailure) -> [UInt8] {
    try stream(of: path).readAll(limit: limit)
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

/// An open file.
///
/// A class, because it closes its file when it goes.
private final class InputFile {
  private let path: String
  private let descriptor: Int32
  private var isAtEnd = false
  /// A small file takes no more memory than it needs.
  private var pieceSize = 1 << 18

  /// - Parameter path: "-" is the standard input.
  init(_ path: String) throws(FileFailure) {
    self.path = path
    if path == "-" {
      descriptor = STDIN_FILENO
      return
    }
    // What the process was started with is open already: it cannot be waited for in vain.
    if path == "/dev/stdin" || path.hasPrefix("/dev/fd/") {
      descriptor = open(path, O_RDONLY | O_CLOEXEC)
      if descriptor < 0 { throw FileFailure(path, errorNumber: errno) }
      return
    }
    // A pipe that nobody writes to would be waited for.
    descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    if descriptor < 0 { throw FileFailure(path, errorNumber: errno) }
    do throws(FileFailure) {
      try check()
    } catch {
      close(descriptor)
      throw error
    }
  }

  private func check() throws(FileFailure) {
    var status = stat()
    if fstat(descriptor, &status) != 0 { throw FileFailure(path, errorNumber: errno) }
    if status.st_mode & S_IFMT == S_IFDIR { throw FileFailure(path, errorNumber: EISDIR) }
    if Files.isSpecial(status) {
      throw FileFailure(path, reason: "it is a pipe or a device; - reads the standard input")
    }
    if status.st_size > 0 { pieceSize = min(pieceSize, Int(status.st_size)) }
    try FileUse.read(path, descriptor)
  }

  deinit {
    if descriptor > STDERR_FILENO { close(descriptor) }
  }

  /// The next bytes; none at the end, or where an interruption was asked for.
  func piece() throws(FileFailure) -> [UInt8] {
    if isAtEnd { return [] }
    var failure: Int32 = 0
    let piece = [UInt8](unsafeUninitializedCapacity: pieceSize) { buffer, count in
      var got = read(descriptor, buffer.baseAddress, buffer.count)
      while got < 0, errno == EINTR, !Interruption.wasAsked {
        got = read(descriptor, buffer.baseAddress, buffer.count)
      }
      if got < 0, errno != EINTR { failure = errno }
      count = max(0, got)
    }
    if failure != 0 { throw FileFailure(path, errorNumber: failure) }
    if piece.isEmpty { isAtEnd = true }
    return piece
  }
}

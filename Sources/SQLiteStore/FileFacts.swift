#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// What the file system says of a store's files: enough to tell whether they were written
/// meanwhile.
struct FileFacts: Equatable {
  var size: Int64
  var inode: UInt64
  /// Nanoseconds since 1970.
  var modified: Int64

  /// Nil where there is no such file, or it may not be looked at.
  init?(path: String) {
    var information = stat()
    guard stat(path, &information) == 0 else { return nil }
    size = Int64(information.st_size)
    inode = UInt64(information.st_ino)
    #if canImport(Darwin)
      let time = information.st_mtimespec
    #else
      let time = information.st_mtim
    #endif
    modified = Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_nsec)
  }

  /// Waits until the file was last written long enough ago that a write from now on changes
  /// `modified`: file systems keep times in steps of some milliseconds.
  func waitUntilQuiet() {
    var now = timespec()
    clock_gettime(CLOCK_REALTIME, &now)
    let nanoseconds = Int64(now.tv_sec) &* 1_000_000_000 &+ Int64(now.tv_nsec)
    let left = Self.quietNanoseconds - (nanoseconds - modified)
    if left > 0 { usleep(UInt32(min(left, Self.quietNanoseconds) / 1000)) }
  }

  private static let quietNanoseconds: Int64 = 20_000_000

  /// Whether there is something at the path that is no file: a folder, a pipe, a device.
  static func isNoFile(_ path: String) -> Bool {
    var information = stat()
    return stat(path, &information) == 0 && information.st_mode & S_IFMT != S_IFREG
  }

  static func folderIsWritable(of path: String) -> Bool {
    var folder = path[...]
    while let last = folder.last, last != "/" { folder.removeLast() }
    return isWritable(folder.isEmpty ? "." : String(folder))
  }

  static func isWritable(_ path: String) -> Bool { access(path, W_OK) == 0 }
}

/// A file as it is read in place, without locks, while nothing writes it.
struct QuietFile {
  let path: String
  let facts: FileFacts

  /// Nil where a log with content stands beside the file, or it is being written.
  init?(path: String) {
    if Self.hasLog(path) { return nil }
    FileFacts(path: path)?.waitUntilQuiet()
    guard let facts = FileFacts(path: path), !Self.hasLog(path) else { return nil }
    self.path = path
    self.facts = facts
    if !isUnchanged { return nil }
  }

  /// Whether nothing has been written since.
  var isUnchanged: Bool { FileFacts(path: path) == facts && !Self.hasLog(path) }

  static func hasLog(_ path: String) -> Bool {
    ["-wal", "-journal"].contains { (FileFacts(path: path + $0)?.size ?? 0) > 0 }
  }

  /// The name under which SQLite opens the file in place.
  var immutableName: String {
    var name = "file:"
    for byte in path.utf8 {
      switch byte {
      case UInt8(ascii: "?"): name += "%3f"
      case UInt8(ascii: "#"): name += "%23"
      case UInt8(ascii: "%"): name += "%25"
      case 0x80...: name += "%" + String(byte, radix: 16)
      default: name.unicodeScalars.append(Unicode.Scalar(byte))
      }
    }
    return name + "?mode=ro&immutable=1"
  }
}

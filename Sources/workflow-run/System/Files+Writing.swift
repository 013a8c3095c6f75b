import Glibc
import RecordFiles
import TextFiles

extension Files {
  /// Opens what takes bytes as they come: a pipe, a device, or the file that the standard output
  /// or the standard error goes to. nil where a file is to be made or replaced.
  static func openForPassing(_ path: String) throws(FileFailure) -> Int32? {
    guard let identity = FileIdentity(of: path) else { return nil }
    for standard in [STDOUT_FILENO, STDERR_FILENO] where FileIdentity(of: standard) == identity {
      return dup(standard)
    }
    if !isSpecial(path) { return nil }
    let descriptor = open(path, O_WRONLY | O_CLOEXEC)
    if descriptor < 0 { throw FileFailure(path, errorNumber: errno) }
    return descriptor
  }

  /// The path without links at which a file may be made or replaced.
  static func placeForWriting(_ path: String) throws(FileFailure) -> String {
    if let owner = storeOwning(path) {
      throw FileFailure(path, reason: "it is a part of the store '\(owner)'; name another file")
    }
    switch kind(of: path) {
    case .missing:
      var status = stat()
      if lstat(path, &status) == 0 {
        throw FileFailure(path, reason: "it is a link that leads nowhere")
      }
      return path
    case .folder: throw FileFailure(path, errorNumber: EISDIR)
    case .file: break
    }
    if isDatabase(path) { throw FileFailure(path, reason: "it is a store; name another file") }
    if access(path, W_OK) != 0 { throw FileFailure(path, errorNumber: errno) }
    try FileUse.replace(path, named: path)
    return realPath(path) ?? path
  }

  /// The store that a file beside it belongs to.
  private static func storeOwning(_ path: String) -> String? {
    for ending in ["-wal", "-shm", "-journal"] where path.hasSuffix(ending) {
      let store = String(path.dropLast(ending.count))
      if isDatabase(store) { return store }
    }
    return nil
  }

  // The file format of SQLite, section 1.3.
  private static func isDatabase(_ path: String) -> Bool {
    if kind(of: path) != .file || isSpecial(path) { return false }
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    if descriptor < 0 { return false }
    defer { close(descriptor) }
    let start = [UInt8](unsafeUninitializedCapacity: 16) { buffer, count in
      count = max(0, read(descriptor, buffer.baseAddress, buffer.count))
    }
    return start.elementsEqual(Array("SQLite format 3\0".utf8))
  }

  /// The path without links; nil where there is no such file.
  static func realPath(_ path: String) -> String? {
    guard let real = realpath(path, nil) else { return nil }
    defer { free(real) }
    return String(cString: real)
  }
}

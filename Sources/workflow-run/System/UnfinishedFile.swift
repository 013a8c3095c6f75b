import Glibc
import RecordFiles
import TextFiles

/// A file that is written beside its place and put there when it is complete, so that what was
/// there before is whole until then, and nothing half written ever has the name.
///
/// A class, because it goes with its last owner when it was not finished.
final class UnfinishedFile {
  /// The name as it was given.
  private let path: String
  /// The place without links.
  private let target: String
  /// Where the bytes go until then. What a killed process left there is taken over by the next one.
  let temporary: String
  let descriptor: Int32
  private var isFinished = false

  /// - Throws: a failure where the place is a folder, is read by this process or belongs to a store.
  init(_ path: String) throws(FileFailure) {
    self.path = path
    target = try Files.placeForWriting(path)
    let parts = target.split(separator: "/", omittingEmptySubsequences: false)
    // A name has at most 255 bytes.
    let name = String(decoding: (parts.last ?? "").utf8.prefix(200), as: UTF8.self)
    temporary = (parts.dropLast() + [".\(name).unfinished"]).joined(separator: "/")
    descriptor = try UnfinishedFile.take(temporary, for: path)
    var status = stat()
    if stat(target, &status) == 0 { fchmod(descriptor, status.st_mode & 0o7777) }
  }

  deinit {
    if !isFinished { unlink(temporary) }
    close(descriptor)
  }

  /// Opens the file and keeps others from writing it at the same time.
  private static func take(_ temporary: String, for path: String) throws(FileFailure) -> Int32 {
    for _ in 0..<10 {
      let descriptor = open(temporary, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o666)
      if descriptor < 0 { throw FileFailure(path, errorNumber: errno) }
      guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
        close(descriptor)
        throw FileFailure(path, reason: "another process is writing it")
      }
      // Whoever had it may have put it into its place in between.
      if FileIdentity(of: temporary) == FileIdentity(of: descriptor) {
        ftruncate(descriptor, 0)
        return descriptor
      }
      close(descriptor)
    }
    throw FileFailure(path, reason: "other processes are writing it")
  }

  /// Puts the file into its place.
  ///
  /// - Parameter replaces: whether a file that is there already goes.
  func finish(replaces: Bool = true) throws(FileFailure) {
    // A file system that cannot say whether bytes are on the disk is no reason to fail.
    if fsync(descriptor) != 0, [EIO, ENOSPC, EDQUOT].contains(errno) {
      throw FileFailure(path, errorNumber: errno)
    }
    if !replaces, FileIdentity(of: target) != nil {
      throw FileFailure(path, errorNumber: EEXIST)
    }
    try FileUse.replace(target, named: path)
    if rename(temporary, target) != 0 { throw FileFailure(path, errorNumber: errno) }
    isFinished = true
  }
}

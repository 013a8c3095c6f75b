import Glibc
import RecordFiles
import Synchronization
import TextFiles

/// Which file it is, whatever its name.
struct FileIdentity: Equatable {
  private let device: UInt64
  private let number: UInt64

  private init(_ status: stat) {
    device = UInt64(status.st_dev)
    number = UInt64(status.st_ino)
  }

  /// nil where there is no such file.
  init?(of path: String) {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    self.init(status)
  }

  init?(of descriptor: Int32) {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { return nil }
    self.init(status)
  }
}

/// What the process reads and what it is about to replace: never the same file.
enum FileUse {
  private struct Uses {
    // Few: a search is quicker than asking the runtime how to hash them.
    var read: [FileIdentity] = []
    var replaced: [FileIdentity] = []
  }

  private static let uses = Mutex(Uses())

  /// Notes that a file is read.
  static func read(_ path: String, _ descriptor: Int32) throws(FileFailure) {
    guard let identity = FileIdentity(of: descriptor) else { return }
    let isFree = uses.withLock { uses in
      if !uses.read.contains(identity) { uses.read.append(identity) }
      return !uses.replaced.contains(identity)
    }
    if !isFree { throw FileFailure(path, reason: "the answer is to be written over it") }
  }

  /// Notes that a file was read to be put right in its place.
  static func release(_ path: String) {
    guard let identity = FileIdentity(of: path) else { return }
    uses.withLock { uses in uses.read.removeAll { $0 == identity } }
  }

  /// Notes that a file is to be replaced.
  ///
  /// - Parameter name: what it is called in messages.
  static func replace(_ path: String, named name: String) throws(FileFailure) {
    guard let identity = FileIdentity(of: path) else { return }
    let isFree = uses.withLock { uses in
      uses.replaced.append(identity)
      return !uses.read.contains(identity)
    }
    if !isFree { throw FileFailure(name, reason: "it is what is read; name another file") }
  }
}

public import Diagnostics

/// Gives the files that another one names by their paths, as `uses:` and `from:` do: relative to the
/// folder of the main file.
///
/// The loader touches no file itself; it has made sure that a path leads nowhere else by its words.
public struct PartSource: Sendable {
  /// Why there is no such part, as a phrase: "there is no such file".
  public struct Failure: Error {
    public var reason: String

    public init(reason: String) { self.reason = reason }
  }

  private let give: @Sendable (_ path: String) -> Result<SourceFile, Failure>

  public init(_ give: @escaping @Sendable (_ path: String) -> Result<SourceFile, Failure>) {
    self.give = give
  }

  /// Parts that are texts in memory.
  public init(_ texts: [String: String]) {
    self.init { path in
      texts[path].map { .success(SourceFile(name: path, text: $0)) }
        ?? .failure(Failure(reason: "there is no such file"))
    }
  }

  public static let none = PartSource([:])

  package func file(_ path: String) -> Result<SourceFile, Failure> { give(path) }
}

extension PartSource {
  /// How the parts beside a main file are found and read.
  public struct Folder: Sendable {
    /// Where a path leads once all links are followed; nil where there is nothing.
    public var realPath: @Sendable (String) -> String?
    /// Whether a path names a file that can be read without waiting.
    public var isPlainFile: @Sendable (String) -> Bool
    public var read: @Sendable (String) -> Result<[UInt8], Failure>

    public init(
      realPath: @escaping @Sendable (String) -> String?,
      isPlainFile: @escaping @Sendable (String) -> Bool,
      read: @escaping @Sendable (String) -> Result<[UInt8], Failure>
    ) {
      self.realPath = realPath
      self.isPlainFile = isPlainFile
      self.read = read
    }
  }

  /// The parts of a main file, from its folder. A link that leads out of it is not followed.
  public static func beside(_ main: String, in folder: Folder) -> PartSource {
    let slash = main.utf8.lastIndex(of: UInt8(ascii: "/"))
    let prefix = slash.map { String(main[...$0]) } ?? ""
    return PartSource { part in
      let name = prefix + part
      guard let root = folder.realPath(prefix.isEmpty ? "." : prefix),
        let real = folder.realPath(name)
      else { return .failure(Failure(reason: "there is no such file")) }
      guard real.hasPrefix(root == "/" ? root : root + "/") else {
        return .failure(Failure(reason: "it leads out of the folder of the main file"))
      }
      guard folder.isPlainFile(real) else {
        return .failure(Failure(reason: "it is no plain file"))
      }
      return folder.read(name).map { SourceFile(name: name, bytes: $0) }
    }
  }
}

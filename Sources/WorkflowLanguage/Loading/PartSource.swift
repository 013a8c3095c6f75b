public import Diagnostics

/// Gives the parts of a definition by their paths, as `uses:` names them: relative to the folder of
/// the main file.
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

  func file(_ path: String) -> Result<SourceFile, Failure> { give(path) }
}

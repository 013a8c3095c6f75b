/// How large a YAML file may be; beyond a limit it is refused with a diagnostic.
public struct Limits: Sendable, Hashable {
  /// The size of the file.
  public var bytes: Int
  /// How deeply lists and mappings may stand inside each other.
  public var depth: Int
  /// How many values the file may hold: texts, lists, mappings and keys.
  public var nodes: Int
  /// The size of one text.
  public var scalarBytes: Int
  /// How many problems are reported.
  public var diagnostics: Int

  public init(
    bytes: Int = 16_000_000, depth: Int = 64, nodes: Int = 2_000_000,
    scalarBytes: Int = 1_000_000, diagnostics: Int = 100
  ) {
    // Offsets are kept in 32 bits.
    self.bytes = min(bytes, 1 << 30)
    self.depth = min(depth, 10_000)
    self.nodes = min(nodes, 1 << 30)
    self.scalarBytes = scalarBytes
    self.diagnostics = diagnostics
  }
}

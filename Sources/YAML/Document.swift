public import Diagnostics

/// A YAML file that was read: its values and where each of them stands.
public struct Document: Sendable {
  let storage: Storage

  public var file: SourceFile { storage.file }

  /// The outermost value; nil if the file holds nothing but comments.
  public var root: Node? {
    storage.records.isEmpty ? nil : Node(storage: storage, index: 0)
  }

  /// Reads a file of strict YAML 1.2 and says everything that is wrong with it.
  ///
  /// The document is nil if the text has no structure that can be read: a syntax error, a limit,
  /// an encoding. Otherwise it is there even if diagnostics refuse parts of it, so that what
  /// follows can report its own findings; whoever uses it asks `diagnostics.hasErrors` first.
  public static func parse(
    _ file: SourceFile, limits: Limits = Limits()
  ) -> (document: Document?, diagnostics: [Diagnostic]) {
    var report = Report(file: file, limit: limits.diagnostics)
    let storage = read(file, limits, &report)
    return (storage.map { Document(storage: $0) }, report.diagnostics())
  }

  private static func read(
    _ file: SourceFile, _ limits: Limits, _ report: inout Report
  ) -> Storage? {
    guard file.bytes.count <= limits.bytes else {
      report.stop(.fileTooLarge(limits.bytes), 0, 0)
      return nil
    }
    var check = CharacterCheck(file.bytes)
    check.run(&report)
    guard !check.isUnreadable else { return nil }
    var parser = EventParser(file: file, check: check, limits: limits, report: report)
    let storage = parser.parse()
    report = parser.report
    return check.foundControlCharacters ? nil : storage
  }
}

/// What a document holds, in flat arrays in the order of the file.
///
/// A class, so that a node is a small handle to it.
final class Storage: Sendable {
  let file: SourceFile
  let records: [NodeRecord]
  /// The indices of the children of lists and mappings; a mapping's are key, value, key, …
  let children: [Int32]
  /// The indices of the keys of large mappings, by hash and then by text.
  let sortedKeys: [Int32]
  /// The texts that do not stand in the file as they are meant.
  let decoded: [UInt8]

  init(
    file: SourceFile, records: [NodeRecord], children: [Int32], sortedKeys: [Int32],
    decoded: [UInt8]
  ) {
    self.file = file
    self.records = records
    self.children = children
    self.sortedKeys = sortedKeys
    self.decoded = decoded
  }
}

/// A value as it is kept.
struct NodeRecord {
  /// The UTF-8 offsets of the value in the file, quotes included.
  var start: Int32
  var end: Int32
  /// A text's first byte, or a collection's first place in `children`.
  var first: Int32 = 0
  /// A text's length in bytes, or the number of places in `children`.
  var count: Int32 = 0
  /// A large mapping's first place in `sortedKeys`, otherwise -1.
  var sorted: Int32 = -1
  /// Of a key's text.
  var hash: UInt32 = 0
  var style: Node.Style
  /// Whether the text stands in the file as it is meant.
  var isVerbatim = true
}

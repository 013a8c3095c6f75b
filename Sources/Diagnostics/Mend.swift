/// Changes of a text that put a diagnostic right, as a person would make them by hand.
public struct Mend: Sendable, Hashable {
  /// One stretch of characters and what takes its place; an empty stretch is a place to insert at.
  public struct Edit: Sendable, Hashable {
    public var range: SourceRange
    public var text: String

    public init(_ range: SourceRange, _ text: String) {
      self.range = range
      self.text = text
    }
  }

  /// In no particular order, without overlaps, all in one file.
  public var edits: [Edit]

  public init(_ edits: [Edit]) {
    self.edits = edits
  }

  public init(replacing range: SourceRange, with text: String) {
    edits = [Edit(range, text)]
  }

  /// The file's bytes with the changes made; nil where two of them overlap.
  public func applied(to file: SourceFile) -> [UInt8]? {
    var result: [UInt8] = []
    var end = 0
    for edit in edits.sorted(by: { $0.range.start < $1.range.start }) {
      let (start, stop) = (edit.range.start, min(edit.range.end, file.bytes.count))
      guard edit.range.file === file, start >= end, stop >= start else { return nil }
      result += file.bytes[end..<start]
      result += edit.text.utf8
      end = stop
    }
    return result + file.bytes[end...]
  }
}

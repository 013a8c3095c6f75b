import Diagnostics
import YAML

/// How one of the entries of a list or a mapping is taken out of a file.
struct EntryRemoval {
  /// The ranges of the entries, each from its key to the end of its value.
  private let ranges: [SourceRange]

  init(_ ranges: [SourceRange]) { self.ranges = ranges }

  init(of container: Node) {
    ranges =
      container.isMapping
      ? container.entries.map { key, value in
        SourceRange(file: key.range.file, start: key.range.start, end: value.range.end)
      } : container.items.map(\.range)
  }

  /// Nil for the only entry: what is left would say nothing.
  func edit(_ index: Int) -> Mend.Edit? {
    guard ranges.count > 1 else { return nil }
    let own = ranges[index]
    let range =
      index + 1 < ranges.count
      ? SourceRange(file: own.file, start: own.start, end: ranges[index + 1].start)
      : SourceRange(file: own.file, start: ranges[index - 1].end, end: own.end)
    return Mend.Edit(range, "")
  }

  /// What changes places with the entry behind it.
  func exchange(_ index: Int) -> [Mend.Edit]? {
    guard index + 1 < ranges.count else { return nil }
    let (one, other) = (ranges[index], ranges[index + 1])
    func text(_ range: SourceRange) -> String {
      String(decoding: range.file.bytes[range.start..<range.end], as: UTF8.self)
    }
    return [Mend.Edit(one, text(other)), Mend.Edit(other, text(one))]
  }
}

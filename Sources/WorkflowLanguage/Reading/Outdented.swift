import Diagnostics
import YAML

/// An entry that stands too far left: it belongs to the mapping that the entry above it began.
struct Outdented {
  let key: Node
  let value: Node

  /// By how much it is to be indented to stand among the entries of a value, or below its key.
  private func depth(in owner: Node, below name: Node) -> Int {
    let column = key.range.startPosition.column
    let first = owner.isMapping ? owner.entries.first?.key : nil
    let target = first.map(\.range.startPosition.column) ?? name.range.startPosition.column + 2
    return max(1, target - column)
  }

  func mistake(of name: Node, _ owner: Node) -> Mistake {
    let depth = depth(in: owner, below: name)
    let edits = lineStarts.map {
      Mend.Edit(
        SourceRange(file: key.range.file, start: $0, end: $0),
        String(repeating: " ", count: depth))
    }
    return .outdented(key.text, belongsTo: name.text, by: depth, edits)
  }

  /// Where its lines begin.
  private var lineStarts: [Int] {
    let bytes = key.range.file.bytes
    func isBreak(_ index: Int) -> Bool { bytes[index] == 0x0A || bytes[index] == 0x0D }
    var start = key.range.start
    while start > 0, !isBreak(start - 1) { start -= 1 }
    let inside = (start..<max(start, min(value.range.end, bytes.count) - 1)).filter(isBreak)
    return [start] + inside.map { $0 + 1 }.filter { $0 < bytes.count && !isBreak($0) }
  }
}

/// An entry of a mapping of names, with those below it that stand too far left.
struct NamedEntry {
  let key: Node
  let value: Node
  var strays: [Outdented] = []
}

extension Report {
  /// The entries of a mapping of names that are mappings with stated keys themselves; those that
  /// stand too far left are told, and belong where they were meant to.
  func named(_ node: Node?, of key: String, _ kind: FormKind) -> [NamedEntry] {
    adopting(entries(node, of: key), kind)
  }

  /// - Parameter onlyBelowNothing: Whether an entry with a value of its own takes no others: its
  ///   neighbours could be called like keys.
  func adopting(
    _ entries: [(key: Node, value: Node)], _ kind: FormKind, onlyBelowNothing: Bool = false
  ) -> [NamedEntry] {
    var result: [NamedEntry] = []
    for (key, value) in entries {
      guard let owner = result.last, isStray(key, value, kind, below: owner, onlyBelowNothing)
      else {
        result.append(NamedEntry(key: key, value: value))
        continue
      }
      let stray = Outdented(key: key, value: value)
      add(stray.mistake(of: owner.key, owner.value), at: key.range)
      result[result.count - 1].strays.append(stray)
    }
    return result
  }

  private func isStray(
    _ key: Node, _ value: Node, _ kind: FormKind, below owner: NamedEntry,
    _ onlyBelowNothing: Bool
  ) -> Bool {
    let name = key.text
    guard kind.keyNames.contains(name), owner.value.style != .flowMapping else { return false }
    let mayOwn =
      owner.value.isNothing
      || (!onlyBelowNothing && owner.value.isMapping && owner.value[name] == nil)
    // An entry may be called like a key, as an event 'automatic' is.
    let forms = value.isSequence ? Array(value.items) : [value]
    let names = kind.keyNames + (kind == .transition ? FormKind.ways.keyNames : [])
    let isFormItself = forms.contains { form in
      form.isMapping && form.entries.contains { names.contains($0.key.text) }
    }
    return mayOwn && !isFormItself
      && key.range.startPosition.line > owner.key.range.startPosition.line
  }
}

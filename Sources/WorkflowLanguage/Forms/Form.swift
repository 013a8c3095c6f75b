import Diagnostics
import YAML

/// A mapping whose keys were looked at: the known ones can be asked for, the others are reported.
struct Form {
  let kind: FormKind
  let node: Node
  /// The keys that are there; looking among these few is quicker than among all.
  private var present: [(name: String, key: Node, value: Node)] = []

  /// Nil, with a diagnostic, if the node is no mapping.
  ///
  /// - Parameter strays: Entries that belong to it and stand elsewhere; they were told already.
  init?(
    _ node: Node, _ kind: FormKind, _ report: Report, example: String? = nil,
    strays: [Outdented] = []
  ) {
    guard node.isMapping || (node.isNothing && !strays.isEmpty) else {
      report.lose(node)
      report.add(
        .wrongShape(node, expected: "a mapping with the keys of \(kind.name)", example: example),
        at: node.range)
      return nil
    }
    self.kind = kind
    self.node = node
    if node.isMapping {
      if node.count == 0, !kind.mayBeEmpty { report.add(.emptyForm(kind.name), at: node.range) }
      present.reserveCapacity(node.count + strays.count)
      let table = kind.table
      for (key, value) in node.entries { read(key, value, table, report) }
    }
    for stray in strays { read(stray.key, stray.value, kind.table, report) }
  }

  private mutating func read(
    _ key: Node, _ value: Node, _ table: FormKind.Table, _ report: Report
  ) {
    guard let number = table.keyNames.place(of: key) else {
      return UnknownEntry(key: key, value: value, form: self).report(to: report)
    }
    let name = table.keyNames.names[number]
    guard place(of: name) == nil else { return }
    present.append((name, key, value))
    if value.isNull || value.count == 0 {
      refuseEmptiness(table.keys[number], key, value, report)
    }
  }

  /// The key that stands last among those read, and its value.
  var last: (key: FormKey, node: Node, value: Node)? {
    guard let entry = present.last, let number = kind.keyNames.firstIndex(of: entry.name) else {
      return nil
    }
    return (kind.keys[number], entry.key, entry.value)
  }

  /// What says nothing would vanish, and a rule with it.
  private func refuseEmptiness(_ stated: FormKey, _ key: Node, _ value: Node, _ report: Report) {
    switch stated.emptiness(of: value) {
    case .nothing: report.add(.emptyKey(stated.name, mayBeNull: stated.mayBeNull), at: key.range)
    case .without(let things): report.add(.emptyList(stated.name, of: things), at: value.range)
    case nil: break
    }
  }

  /// The value of a key; nil where the key is left out or its value is empty.
  subscript(name: String) -> Node? {
    guard let value = raw(name), !value.isNull else { return nil }
    return value
  }

  /// The value of a key, even an empty one.
  func raw(_ name: String) -> Node? { place(of: name).map { present[$0].value } }

  /// Whether the key is left out; one with nothing after it was reported.
  func lacks(_ name: String) -> Bool { place(of: name) == nil }

  func key(_ name: String) -> Node? { place(of: name).map { present[$0].key } }

  /// Whether all its keys are known ones.
  var isWhole: Bool { !node.isMapping || present.count >= node.count }

  /// The keys that are there, in the order of the file.
  var presentKeys: some Sequence<String> { present.lazy.map { $0.name } }

  /// The form with keys of another one as well, where it has none of its own.
  func adding(_ names: [String], from other: Form) -> Form {
    var form = self
    form.present += other.present.filter {
      names.contains($0.name) && place(of: $0.name) == nil
    }
    return form
  }

  /// The form with some of its keys alone.
  func only(_ names: [String]) -> Form {
    var form = self
    form.present.removeAll { !names.contains($0.name) }
    return form
  }

  private func place(of name: String) -> Int? {
    assert(kind.keyNames.contains(name), "\(kind.name) has no key \(name)")
    // Most other names are of another length, which is told at once.
    let count = name.utf8.count
    return present.firstIndex { $0.name.utf8.count == count && $0.name == name }
  }
}

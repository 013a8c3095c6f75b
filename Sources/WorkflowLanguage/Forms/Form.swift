import Diagnostics
import YAML

/// A mapping whose keys were looked at: the known ones can be asked for, the others are reported.
struct Form {
  let kind: FormKind
  let node: Node
  /// The keys that are there; looking among these few is quicker than among all.
  private var present: [(name: String, key: Node, value: Node)] = []

  /// Nil, with a diagnostic, if the node is no mapping.
  init?(_ node: Node, _ kind: FormKind, _ report: Report, example: String? = nil) {
    guard node.isMapping else {
      report.add(
        .wrongShape(node, expected: "a mapping with the keys of \(kind.name)", example: example),
        at: node.range)
      return nil
    }
    self.kind = kind
    self.node = node
    if node.count == 0, !kind.mayBeEmpty { report.add(.emptyForm(kind.name), at: node.range) }
    let table = kind.table
    present.reserveCapacity(node.count)
    for (key, value) in node.entries {
      guard let number = table.keyNames.place(of: key) else {
        refuse(key, report)
        continue
      }
      let name = table.keyNames.names[number]
      guard place(of: name) == nil else { continue }
      present.append((name, key, value))
      if value.isNull || value.count == 0 {
        refuseEmptiness(table.keys[number], key, value, report)
      }
    }
  }

  private func refuse(_ key: Node, _ report: Report) {
    let name = key.text
    var mistake = Mistake.unknownKey(name, in: kind.name, allowed: kind.keyNames)
    if FlowComma.cuts(key) { mistake.label = FlowComma.remedy }
    report.add(mistake, at: key.range)
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

  private func place(of name: String) -> Int? {
    assert(kind.keyNames.contains(name), "\(kind.name) has no key \(name)")
    // Most other names are of another length, which is told at once.
    let count = name.utf8.count
    return present.firstIndex { $0.name.utf8.count == count && $0.name == name }
  }
}

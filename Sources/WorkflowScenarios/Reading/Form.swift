import Diagnostics
import WorkflowLanguage
import YAML

/// A mapping whose keys were looked at: unknown ones are reported.
struct Form {
  let node: Node

  /// The known keys behind which something stands.
  let entries: [(key: Node, value: Node)]

  /// Nil, with a diagnostic, if the node is no mapping.
  init?(_ node: Node, _ form: ScenarioForm, _ findings: Findings) {
    let keys = form.keys
    guard node.isMapping else {
      let first = keys.first?.name ?? ""
      findings.add(
        .wrongShape, "\(form.name) is a mapping", at: node.range, label: "write {\(first): …}")
      return nil
    }
    self.node = node
    var entries: [(key: Node, value: Node)] = []
    for (key, value) in node.entries {
      guard let known = keys.first(where: { $0.name == key.text }) else {
        findings.unknownKey(key, form.name, among: keys.map(\.name))
        continue
      }
      switch known.emptiness(of: value) {
      case .nothing: findings.emptyKey(key, mayBeNull: known.mayBeNull)
      case .without(let things): findings.emptyList(key, value, of: things)
      case nil: entries.append((key, value))
      }
    }
    self.entries = entries
  }

  subscript(key: String) -> Node? { entries.first { $0.key.text == key }?.value }

  /// Whether the key is left out; one with nothing after it was reported.
  func lacks(_ key: String) -> Bool { node[key] == nil }
}

/// Keys that say nothing that can be understood.
extension Findings {
  fileprivate func unknownKey(_ key: Node, _ form: String, among names: [String]) {
    let meant = suggestion(for: key.text, among: names)
    add(
      .unknownKey, "there is no key '\(key.text)' in \(form)", at: key.range,
      label: meant.map { "did you mean \($0)?" },
      notes: [.init("\(form) may have: \(names.joined(separator: ", "))")],
      mend: meant.map { Mend(replacing: key.range, with: $0) })
  }

  func emptyKey(_ key: Node, mayBeNull: Bool) {
    add(
      .emptyKey, "'\(key.text)' has nothing after it", at: key.range,
      label: mayBeNull
        ? "write null if it is to be empty" : "write something after it, or take it out")
  }

  fileprivate func emptyList(_ key: Node, _ value: Node, of things: String) {
    add(
      .wrongValue, "'\(key.text)' names no \(things)", at: value.range,
      label: "name some, or leave it out")
  }
}

/// Plain shapes: a text, a list of texts, true or false.
extension Findings {
  func text(_ node: Node, of key: String) -> String? {
    guard node.isScalar, !node.isNull else {
      add(.wrongShape, "'\(key)' is a text", at: node.range)
      return nil
    }
    return node.text
  }

  func items(_ node: Node, of key: String) -> [Node] {
    guard node.isSequence else {
      add(.wrongShape, "'\(key)' is a list", at: node.range, label: "write […]")
      return []
    }
    return Array(node.items)
  }

  func texts(_ node: Node, of key: String) -> [String] {
    items(node, of: key).compactMap { text($0, of: "an entry of \(key)") }
  }

  /// The entries of a mapping of names that was written as a list: `- A1: {…}`.
  func entriesOfItems(_ node: Node, of key: String) -> [(key: Node, value: Node)]? {
    guard node.isSequence, node.style == .blockSequence, node.count > 0,
      node.items.allSatisfy({ $0.isMapping && $0.count == 1 })
    else { return nil }
    let dashes = node.items.map { item in
      SourceRange(file: item.range.file, start: item.range.start - 2, end: item.range.start)
    }
    let first = node.items.first?.entries.first?.key.text ?? ""
    add(
      .wrongShape, "'\(key)' is a mapping, not a list", at: node.range.firstCharacter,
      label: "write \(first): without the dash",
      mend: dashes.allSatisfy { $0.text == "- " } ? Mend(dashes.map { .init($0, "") }) : nil)
    return node.items.compactMap(\.entries.first)
  }

  /// The entries of a mapping of names, behind each of which something stands.
  ///
  /// - Parameter haveValues: Whether they are values, of which one may be `null`.
  func entries(
    _ node: Node, of key: String, haveValues: Bool = true
  ) -> [(key: Node, value: Node)] {
    guard node.isMapping else {
      add(.wrongShape, "'\(key)' is a mapping", at: node.range, label: "write {name: value}")
      return []
    }
    var entries: [(key: Node, value: Node)] = []
    for (key, value) in node.entries {
      if haveValues ? !value.isNothing : !value.isNull {
        entries.append((key, value))
      } else if let cut = CutValue(key: key, value: value, before: entries.last?.value),
        let number = cut.number
      {
        entries.removeLast()
        add(
          .wrongValue, "'\(cut.range.text)' falls apart at its comma", at: cut.range,
          label: "write \(number)", mend: Mend(replacing: cut.range, with: number))
      } else {
        emptyKey(key, mayBeNull: haveValues)
      }
    }
    return entries
  }

  func flag(_ node: Node, of key: String) -> Bool? {
    guard let flag = node.asBool else {
      let meant = node.isScalar ? MeantValue.boolean(node.text) : nil
      add(
        .wrongValue, "'\(key)' is true or false", at: node.range,
        label: "write \(meant ?? "true or false")",
        mend: meant.map { Mend(replacing: node.range, with: $0) })
      return nil
    }
    return flag
  }
}

import Diagnostics
import YAML

/// A mapping whose keys were looked at: unknown ones are reported.
struct Form {
  let node: Node

  /// Nil, with a diagnostic, if the node is no mapping.
  ///
  /// - Parameter name: as in messages: "a step".
  init?(_ node: Node, _ name: String, keys: [String], _ findings: Findings) {
    guard node.isMapping else {
      findings.add(
        .wrongShape, "\(name) is a mapping", at: node.range, label: "write {\(keys[0]): …}")
      return nil
    }
    self.node = node
    for (key, _) in node.entries where !keys.contains(key.text) {
      findings.add(
        .unknownKey, "there is no key '\(key.text)' in \(name)", at: key.range,
        label: suggestion(for: key.text, among: keys).map { "did you mean \($0)?" },
        notes: [.init("\(name) may have: \(keys.joined(separator: ", "))")])
    }
  }

  subscript(key: String) -> Node? { node[key] }
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

  func entries(_ node: Node, of key: String) -> [(key: Node, value: Node)] {
    guard node.isMapping else {
      add(.wrongShape, "'\(key)' is a mapping", at: node.range, label: "write {name: value}")
      return []
    }
    return Array(node.entries)
  }

  func flag(_ node: Node, of key: String) -> Bool? {
    guard let flag = node.asBool else {
      add(
        .wrongValue, "'\(key)' is true or false", at: node.range,
        label: node.isText("yes") || node.isText("on") ? "write true" : "write true or false")
      return nil
    }
    return flag
  }
}

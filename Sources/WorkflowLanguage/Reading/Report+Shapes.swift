import Diagnostics
import YAML

/// Values of a stated shape; anything else is reported and left out.
extension Report {
  /// A single value that is not empty, as text.
  func text(_ node: Node?, of key: String) -> String? {
    guard let node else { return nil }
    guard node.isScalar else {
      add(.wrongShape(node, expected: "a text for '\(key)'"), at: node.range)
      return nil
    }
    return node.text
  }

  func boolean(_ node: Node?, of key: String) -> Bool? {
    guard let node else { return nil }
    if let value = node.asBool { return value }
    if node.isScalar {
      add(.notTrueOrFalse(key, node.text), at: node.range)
    } else {
      add(.wrongShape(node, expected: "true or false for '\(key)'"), at: node.range)
    }
    return nil
  }

  /// A whole number from 1.
  func count(_ node: Node?, of key: String) -> Int? {
    guard let node else { return nil }
    if let value = node.asInt, value > 0 { return value }
    if node.isScalar {
      add(.notAWholeNumber(key, node.text), at: node.range)
    } else {
      add(.wrongShape(node, expected: "a number for '\(key)'"), at: node.range)
    }
    return nil
  }

  /// The items of a list; empty where there is none.
  func items(_ node: Node?, of key: String, example: String? = nil) -> [Node] {
    guard let node else { return [] }
    guard node.isSequence else {
      let single = node.isScalar && !node.isNull ? "[\(node.text)]" : nil
      add(
        .wrongShape(node, expected: "a list for '\(key)'", example: example ?? single),
        at: node.range)
      return []
    }
    return Array(node.items)
  }

  /// A list of texts.
  func texts(_ node: Node?, of key: String) -> [String] {
    items(node, of: key).compactMap { item in
      guard item.isScalar, !item.isNull else {
        add(.wrongShape(item, expected: "a text"), at: item.range)
        return nil
      }
      return item.text
    }
  }

  /// The entries of a mapping of names; empty where there is none.
  func entries(_ node: Node?, of key: String, example: String? = nil) -> [(key: Node, value: Node)]
  {
    guard let node else { return [] }
    guard node.isMapping else {
      add(.wrongShape(node, expected: "a mapping for '\(key)'", example: example), at: node.range)
      return []
    }
    return Array(node.entries)
  }

  /// An item that is a name alone or one name with a value: `- name` or `- name: value`.
  func namedItem(_ item: Node, expected: String) -> (name: Node, value: Node?)? {
    if item.isScalar, !item.isNull { return (item, nil) }
    if item.isMapping, item.count == 1, let entry = item.entries.first {
      if entry.value.isNull {
        add(.emptyKey(entry.key.text, mayBeNull: false), at: entry.key.range)
        return (entry.key, nil)
      }
      return (entry.key, entry.value)
    }
    add(.wrongShape(item, expected: expected), at: item.range)
    return nil
  }
}

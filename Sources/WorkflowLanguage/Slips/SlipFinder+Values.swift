import CEL
import Diagnostics
import YAML

/// Conditions, formulas, values and states that are written otherwise.
extension SlipFinder {
  mutating func change(condition node: Node, _ owner: String) {
    if node.isSequence {
      let removal = EntryRemoval(of: node)
      for (index, item) in node.items.enumerated() {
        if let edit = removal.edit(index) {
          leaveOut(condition: item, of: owner, edit)
        }
        change(condition: item, owner)
      }
      return
    }
    if node.isMapping {
      for (_, value) in node.entries { change(condition: value, owner) }
      return
    }
    let others = Parser.otherWordings(node.text)
    change(node, node.text, others, owner)
    if !others.contains(where: { $0.kind == .opposite }) {
      let end = node.text.utf8.count
      guard end > 0 else { return }
      add(
        .negated, "the opposite of '\(node.text)'\(within(owner))", at: node.range,
        [
          Mend.Edit(node.range(ofText: 0..<0), "("),
          Mend.Edit(node.range(ofText: end..<end), ") == false"),
        ])
    }
  }

  mutating func change(formula node: Node, _ owner: String) {
    guard node.isScalar else {
      for item in node.isSequence ? Array(node.items) : [] { change(formula: item, owner) }
      return
    }
    if changesSpan(node, owner) { return }
    change(node, node.text, Parser.otherWordings(node.text), owner)
  }

  mutating func change(value node: Node, _ owner: String) {
    guard node.isScalar else {
      for (key, value) in node.isMapping ? Array(node.entries) : [] {
        change(value: value, owner.isEmpty ? key.text : "'\(key.text)' of \(owner)")
      }
      return
    }
    let text = node.text
    if node.isPlain, text.hasPrefix("="), !text.hasPrefix("==") {
      let formula = String(text.dropFirst())
      return change(node, formula, Parser.otherWordings(formula), owner, from: 1)
    }
    if changesSpan(node, owner) { return }
    if let flag = node.asBool {
      return replace(node, by: "\(!flag)", owner)
    }
    if let number = node.asInt, number < .max { replace(node, by: "\(number + 1)", owner) }
  }

  mutating func change(count node: Node, _ owner: String) {
    if let number = node.asInt, number < .max { replace(node, by: "\(number + 1)", owner) }
  }

  mutating func change(states node: Node, _ key: String, _ owner: String) {
    if node.isMapping {
      for (inner, value) in node.entries {
        change(states: value, inner.isText("except") ? "except" : key, owner)
      }
      return
    }
    guard node.isScalar, let region = regions.first(where: { $0.contains(node.text) }),
      let index = region.firstIndex(of: node.text), region.count > 1
    else { return }
    let other = region[(index + 1) % region.count]
    add(
      .swapped, "'\(key): \(other)' instead of '\(key): \(node.text)'\(within(owner))",
      at: node.range, [Mend.Edit(node.range, other)])
  }

  private func within(_ owner: String) -> String { owner.isEmpty ? "" : " in \(owner)" }

  // MARK: Parts

  private mutating func change(
    _ node: Node, _ text: String, _ others: [OtherWording], _ owner: String, from offset: Int = 0
  ) {
    let bytes = Array(text.utf8)
    for other in others {
      let old = String(decoding: bytes[other.range], as: UTF8.self)
      let range = node.range(
        ofText: other.range.lowerBound + offset..<other.range.upperBound + offset)
      add(
        other.kind.slip, "'\(other.text)' instead of '\(old)' in '\(text)'\(belonging(to: owner))",
        at: range, [Mend.Edit(range, other.text)])
    }
  }

  /// A length of time becomes one unit longer; false where the text is none.
  private mutating func changesSpan(_ node: Node, _ owner: String) -> Bool {
    guard node.isPlain, PlainDuration.microseconds(node.text) != nil,
      let number = Int(node.text.prefix { $0.isNumber }), number < .max
    else { return false }
    replace(node, by: "\(number + 1)" + node.text.drop { $0.isNumber }, owner)
    return true
  }

  private mutating func replace(_ node: Node, by text: String, _ owner: String) {
    add(
      .shifted, "'\(text)' instead of '\(node.text)'\(within(owner))", at: node.range,
      [Mend.Edit(node.range, text)])
  }
}

extension OtherWording.Kind {
  fileprivate var slip: Slip.Kind {
    switch self {
    case .opposite: .negated
    case .bound, .joint: .loosened
    case .operation: .swapped
    case .number: .shifted
    }
  }
}

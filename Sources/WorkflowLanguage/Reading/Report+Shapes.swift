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
    warnOfLetters(node)
    return node.text
  }

  /// Signs that look like something of the file's form, and are letters of a text or nothing.
  private func warnOfLetters(_ node: Node) {
    if node.isPlain {
      guard node.withTextBytes({ $0.first.map { $0 >= 0xC2 } ?? false }) else { return }
      let text = node.text
      if let first = text.first, let last = text.last, text.count > 2, "“„«‚‘”".contains(first),
        "”“»’‘".contains(last)
      {
        add(.typographicQuote(String(text.dropFirst().dropLast())), at: node.range)
      }
    } else if node.style == .doubleQuoted, let place = node.range.text.firstRange(of: #"\ "#) {
      let text = node.range.text
      let start = node.range.start + text[..<place.lowerBound].utf8.count
      guard !text[..<place.lowerBound].hasSuffix(#"\"#) else { return }
      add(
        .lostBackslash(), at: SourceRange(file: node.range.file, start: start, end: start + 2))
    }
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
      lose(node)
      if let dash = TextDash(node) {
        add(dash.mistake, at: dash.range)
        return []
      }
      let single = node.isScalar && !node.isNull ? "[\(node.text)]" : nil
      var mistake = Mistake.wrongShape(
        node, expected: "a list for '\(key)'", example: example ?? single)
      if example == nil { mistake.replacement = single }
      add(mistake, at: node.range)
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
      lose(node)
      add(.wrongShape(node, expected: "a mapping for '\(key)'", example: example), at: node.range)
      return []
    }
    var entries: [(key: Node, value: Node)] = []
    for (key, value) in node.entries {
      if let cut = CutValue(key: key, value: value, before: entries.last?.value), cut.isNumber {
        add(cut.mistake(takesList: false), at: cut.range)
      } else {
        entries.append((key, value))
      }
    }
    return entries
  }

  /// An item that is a name alone or one name with a value: `- name` or `- name: value`.
  ///
  /// - Parameter kind: What the value may be, so that keys of it that stand too far left are known.
  func namedItem(
    _ item: Node, expected: String, _ kind: FormKind? = nil
  ) -> (name: Node, value: Node?)? {
    if item.isScalar, !item.isNull { return (item, nil) }
    if item.isMapping, item.count == 1, let entry = item.entries.first {
      if let name = missingColon(entry.key) {
        add(name.mistake, at: entry.key.range)
        lose(name.text)
        return nil
      }
      if entry.value.isNull {
        add(.emptyKey(entry.key.text, mayBeNull: false), at: entry.key.range)
        return (entry.key, nil)
      }
      return (entry.key, entry.value)
    }
    if let kind, let owner = item.isMapping ? item.entries.first : nil, owner.value.isNothing,
      let first = item.entries.dropFirst().first, let last = Array(item.entries).last,
      item.style != .flowMapping,
      item.entries.dropFirst().allSatisfy({ kind.keyNames.contains($0.key.text) })
    {
      let strays = Outdented(key: first.key, value: last.value)
      add(strays.mistake(of: owner.key, owner.value), at: first.key.range)
      lose(owner.key)
      return (owner.key, nil)
    }
    lose(item)
    add(.wrongShape(item, expected: expected), at: item.range)
    return nil
  }

  /// `- closed {final: true}`: what stands before the brace is the name.
  private func missingColon(_ key: Node) -> (text: String, mistake: Mistake)? {
    guard key.isPlain, let brace = key.text.firstRange(of: " {") else { return nil }
    let name = String(key.text[..<brace.lowerBound])
    let end = key.range.start + name.utf8.count
    let place = SourceRange(file: key.range.file, start: end, end: end)
    return (name, .missingColon(behind: name, at: place))
  }
}

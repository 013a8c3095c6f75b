package import Diagnostics
import YAML

/// Finds what could have been written otherwise in a definition's file, form by form, by the same
/// tables that the file is read with.
package struct SlipFinder {
  private(set) var slips: [Slip] = []
  /// The states of each region of the record type that is walked through, by names.
  var regions: [[String]] = []
  /// The invariant that is walked through.
  private var invariant: String?

  package init() {}

  /// The slips of a file or of one of its parts, in the order of their lines.
  package mutating func find(in file: SourceFile) -> [Slip] {
    guard let root = Document.parse(file).document?.root, root.isMapping else { return [] }
    walk(root, as: root["part_of"] == nil ? .file : .part, of: "")
    return slips.sorted { ($0.range.start, $0.sentence) < ($1.range.start, $1.sentence) }
  }

  mutating func add(
    _ kind: Slip.Kind, _ sentence: String, at range: SourceRange, _ edits: [Mend.Edit],
    loosens loosened: String? = nil
  ) {
    slips.append(
      Slip(
        kind: kind, sentence: sentence, range: range, edits: edits,
        invariant: loosened ?? invariant, isLoosening: loosened != nil)
    )
  }

  /// A condition that is one of several is not asked for.
  mutating func leaveOut(condition: Node, of owner: String, _ edit: Mend.Edit) {
    add(
      .leftOut, "without the condition '\(condition.text)'\(belonging(to: owner))",
      at: condition.range, [edit], loosens: invariant)
  }

  // MARK: Forms

  /// - Parameter owner: what the form belongs to, as a sentence names it: `service.reactivate`.
  private mutating func walk(_ node: Node, as form: FormKind, of owner: String) {
    guard node.isMapping else { return }
    if form == .decisionTable { return change(table: node, owner) }
    if form == .recordType || form == .addition { regions = Self.regions(of: node["states"]) }
    invariant = form == .invariant ? owner : nil
    defer { invariant = nil }
    for (index, (key, value)) in node.entries.enumerated() {
      let name = key.text
      guard let found = form.keys.first(where: { $0.name == name }),
        !SlipTable.isPassedOver(name, in: form)
      else { continue }
      if let words = SlipTable.removable(form)[name] {
        leaveOut(index, of: node, "\(words)\(belonging(to: owner))", at: key.range)
      }
      if name == "from", value.isMapping {
        leaveOut(index, of: node, "the sources\(belonging(to: owner))", at: key.range)
      } else if let words = SlipTable.members(form)[name] {
        leaveOutMembers(of: value, words, owner, entry: (index, node))
      }
      if name == "first" { exchangeWays(value, owner) }
      if name == "from" || name == "to" { change(states: value, name, owner) }
      walk(value, as: found.shape, of: Self.part(name, of: owner, in: form))
    }
  }

  /// What a form inside another one is called: `the question of order.send`.
  private static func part(_ key: String, of owner: String, in form: FormKind) -> String {
    switch (form, key) {
    case (.transition, "confirm"), (.ways, "confirm"): "the question of \(owner)"
    case (.transition, "approval"), (.ways, "approval"): "the approval of \(owner)"
    case (.field, "unique"): "the uniqueness of \(owner)"
    default: owner
    }
  }

  private mutating func walk(_ node: Node, as shape: FormKey.Shape, of owner: String) {
    switch shape {
    case .mapping(let keyed):
      guard let form = keyed as? FormKind else { return }
      walk(node, as: form, of: owner)
    case .list(let inner):
      guard node.isSequence else { return walk(node, as: inner, of: owner) }
      for (index, item) in node.items.enumerated() {
        walk(item: item, as: inner, of: owner, number: index + 1)
      }
    case .names(let inner):
      guard node.isMapping else { return }
      if case .value = inner { return change(value: node, owner) }
      for (key, value) in node.entries {
        walk(value, as: inner, of: owner.isEmpty ? key.text : "\(owner).\(key.text)")
      }
    case .either(let shapes):
      if let shape = shapes.first(where: { fits(node, $0) }) { walk(node, as: shape, of: owner) }
    case .condition: change(condition: node, owner)
    case .formula: change(formula: node, owner)
    case .value: change(value: node, owner)
    case .count: change(count: node, owner)
    case .text, .name, .flag, .type, .sentence, .states: return
    }
  }

  /// An item of a list: the form itself, or a name with its form behind it.
  private mutating func walk(
    item: Node, as shape: FormKey.Shape, of owner: String, number: Int
  ) {
    if case .either(let shapes) = shape, let fitting = shapes.first(where: { fits(item, $0) }) {
      return walk(item: item, as: fitting, of: owner, number: number)
    }
    guard case .mapping(let keyed) = shape, let form = keyed as? FormKind else {
      return walk(item, as: shape, of: owner)
    }
    switch form {
    case .effect:
      let name = Self.name(of: item).map { "'\($0.text)'" } ?? "number \(number)"
      return walk(item, as: form, of: "effect \(name)\(belonging(to: owner))")
    case .reaction: return walk(item, as: form, of: "reaction \(number)\(belonging(to: owner))")
    case .uniqueKey:
      let fields = Self.fields(of: item).map { "'\($0)'" } ?? "number \(number)"
      return walk(item, as: form, of: "the uniqueness of \(fields)\(belonging(to: owner))")
    case .transition: return walk(item, as: form, of: "way \(number)\(belonging(to: owner))")
    default: guard form.isNamedInLists else { return walk(item, as: form, of: owner) }
    }
    guard let (key, value) = item.isMapping ? item.entries.first : nil else { return }
    walk(value, as: form, of: owner.isEmpty ? key.text : "\(owner).\(key.text)")
  }

  private func fits(_ node: Node, _ shape: FormKey.Shape) -> Bool {
    switch shape {
    case .mapping(let keyed):
      guard node.isMapping, let form = keyed as? FormKind else { return false }
      return node.entries.allSatisfy { key, _ in form.keys.contains { $0.name == key.text } }
    case .list: return node.isSequence
    case .names: return node.isMapping
    case .either(let shapes): return shapes.contains { fits(node, $0) }
    case .text, .name, .flag, .count, .value, .type, .formula, .condition, .sentence, .states:
      return node.isScalar
    }
  }

  // MARK: What is left out

  private mutating func leaveOut(
    _ index: Int, of node: Node, _ words: String, at range: SourceRange
  ) {
    guard let edit = EntryRemoval(of: node).edit(index) else { return }
    add(.leftOut, "without \(words)", at: range, [edit])
  }

  private mutating func leaveOutMembers(
    of value: Node, _ words: String, _ owner: String, entry: (index: Int, node: Node)
  ) {
    guard value.isSequence || value.isMapping else { return }
    let removal = EntryRemoval(of: value)
    let members =
      value.isMapping
      ? value.entries.map(\.key)
      : value.items.map { Self.fields(of: $0) == nil ? Self.name(of: $0) ?? $0 : $0 }
    // A verb without its values is no effect: that is left out as a whole.
    if members.count == 1, value.isMapping, words == SlipTable.value { return }
    for (index, member) in members.enumerated() {
      let written = member.isScalar ? member.text : Self.fields(of: member)
      let name = words == "reaction" ? nil : written.map { "'\($0)'" }
      guard
        let edit = members.count > 1
          ? removal.edit(index) : EntryRemoval(of: entry.node).edit(entry.index)
      else { continue }
      add(
        .leftOut, "without \(words) \(name ?? "\(index + 1)")\(belonging(to: owner))",
        at: member.range, [edit], loosens: words == SlipTable.invariant ? member.text : nil)
    }
  }

  /// The verb of an effect with what it names, or the name of an item.
  private static func name(of item: Node) -> Node? {
    guard item.isMapping else { return item.isScalar ? item : nil }
    if let verb = item.entries.first(where: { Verb(rawValue: $0.key.text) != nil }) {
      return verb.value.isScalar ? verb.value : verb.key
    }
    return item.entries.first?.key
  }

  /// The names of fields that are unique together: `account, period`.
  private static func fields(of item: Node) -> String? {
    let fields = item.isSequence ? item : item["fields"]
    guard let fields, fields.isSequence else { return nil }
    return fields.items.map(\.text).joined(separator: ", ")
  }

  private mutating func exchangeWays(_ value: Node, _ owner: String) {
    guard value.isSequence else { return }
    let removal = EntryRemoval(of: value)
    for (index, way) in value.items.enumerated() {
      guard let edits = removal.exchange(index) else { continue }
      add(
        .swapped, "way \(index + 2) of \(owner) comes before way \(index + 1)", at: way.range,
        edits)
    }
  }

  func belonging(to owner: String) -> String { owner.isEmpty ? "" : " of \(owner)" }

  // MARK: States

  /// The states of each region, inner ones included, by their names.
  private static func regions(of states: Node?) -> [[String]] {
    guard let states, states.isMapping else { return [] }
    return states.entries.flatMap { _, list -> [[String]] in
      guard list.isSequence else { return [] }
      var (names, inner): ([String], [[String]]) = ([], [])
      for item in list.items {
        guard let (key, value) = item.isMapping ? item.entries.first : nil else {
          names.append(item.text)
          continue
        }
        if value["history"] == nil { names.append(key.text) }
        inner += regions(of: value["states"])
      }
      return [names] + inner
    }
  }
}

extension FormKind {
  /// Whether an item of a list of them is a name with the form behind it.
  fileprivate var isNamedInLists: Bool {
    switch self {
    case .notice, .input, .state: true
    case .file, .actors, .part, .recordType, .addition, .field, .unique, .uniqueKey, .relation,
      .initial,
      .history, .ways,
      .transition, .selection, .question, .approval, .namedGuard, .reaction, .invariant,
      .possibility, .list, .effect, .category, .migration, .decisionTable:
      false
    }
  }
}

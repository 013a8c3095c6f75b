import CEL
import Diagnostics
import WorkflowEngine
import YAML

/// Reads what says that values stand only once: at a field, and for several of a record type.
struct UniquenessReader {
  let draft: DefinitionDraft
  let type: RecordTypeDraft
  let scope: Scope

  private var report: Report { draft.report }

  static let maximumKeys = 64
  static let maximumFields = 16

  /// `unique: true`, or where and with which sentence.
  func uniqueness(_ node: Node) -> Uniqueness? {
    if node.isSequence || node["fields"] != nil {
      report.add(.uniqueFieldsAtField(type: type.name), at: node.range)
      return nil
    }
    if node.isScalar {
      return report.boolean(node, of: "unique") == true
        ? Uniqueness(states: nil, otherwise: nil) : nil
    }
    return Form(node, .unique, report).map(uniqueness)
  }

  private func uniqueness(_ form: Form) -> Uniqueness {
    let formulas = FormulaReader(draft: draft)
    let states = form["in"].flatMap {
      StateReader(type: type, report: report).test($0, key: "in")
    }
    let condition = formulas.condition(form["where"], of: "where", in: scope)
    if let node = form["where"] {
      for formula in condition?.formulas ?? [] where !isOwn(formula) {
        report.add(.uniqueBeyondRecord(formula.text, type: type.name), at: node.range)
      }
    }
    let otherwise = formulas.sentence(form["otherwise"], of: "otherwise", in: scope)
    return Uniqueness(states: states, condition: condition, otherwise: otherwise)
  }

  /// The keys of computed fields, and those of several fields under `unique:` of the type.
  ///
  /// - Parameters:
  ///   - nodes: What stands under `unique:`, in the type itself and in what is added to it.
  ///   - computed: The computed fields as they are.
  func furtherKeys(_ nodes: [Node?], computed: [FormulaField]) -> [UniqueKey] {
    let single = type.formulas.compactMap { field -> UniqueKey? in
      guard let node = field.uniqueNode, let uniqueness = self.uniqueness(node),
        let part = part(computed: field.name, among: computed, at: node.range)
      else { return nil }
      return uniqueKey([part], uniqueness, at: field.range)
    }
    var keys = single
    var everywhere: [(parts: Set<UniqueKey.Part>, range: SourceRange)] = []
    for item in withinLimit(nodes.flatMap(items)) {
      guard let key = key(item, computed: computed) else { continue }
      let parts = Set(key.parts)
      if let first = everywhere.first(where: { $0.parts == parts }) {
        let names = (item.isSequence ? item : item["fields"] ?? item).items.map(\.text)
        report.add(
          .uniqueTwice(names.joined(separator: " and "), first: first.range), at: item.range)
        continue
      }
      keys.append(key)
      if key.uniqueness.states == nil, key.uniqueness.condition == nil {
        everywhere.append((parts, item.range))
      }
    }
    return keys
  }

  private func items(_ node: Node?) -> [Node] {
    guard let node else { return [] }
    if node.isSequence, node.count > 0, node.items.allSatisfy(\.isScalar) {
      report.add(.uniqueFieldsInOneList(node), at: node.range)
      return []
    }
    return report.items(node, of: "unique", example: "[[field, other_field]]")
  }

  /// Those of all files together.
  private func withinLimit(_ items: [Node]) -> [Node] {
    if items.count > Self.maximumKeys {
      report.add(
        .tooMany("unique keys", limit: Self.maximumKeys), at: items[Self.maximumKeys].range)
    }
    return Array(items.prefix(Self.maximumKeys))
  }

  private func key(_ item: Node, computed: [FormulaField]) -> UniqueKey? {
    var names = item
    var uniqueness = Uniqueness(states: nil, otherwise: nil)
    if !item.isSequence {
      guard let form = Form(item, .uniqueKey, report, example: "[field, other_field]") else {
        return nil
      }
      guard let fields = form["fields"] else {
        if form.lacks("fields") {
          report.add(.missingKey("fields", in: "'unique'"), at: item.range)
        }
        return nil
      }
      uniqueness = self.uniqueness(form)
      names = fields
    }
    let nodes = report.items(names, of: "fields").prefix(Self.maximumFields + 1)
    if nodes.count > Self.maximumFields {
      report.add(
        .tooMany("fields of a unique key", limit: Self.maximumFields), at: names.range)
      return nil
    }
    if let only = nodes.first, nodes.count == 1 {
      report.add(.uniqueFieldAlone(only.text), at: item.range)
      return nil
    }
    if nodes.isEmpty {
      if names.isSequence { report.add(.emptyList("unique", of: "fields"), at: names.range) }
      return nil
    }
    var seen: [String: SourceRange] = [:]
    let parts = nodes.compactMap { node -> UniqueKey.Part? in
      guard let name = report.text(node, of: "unique") else { return nil }
      if let first = seen.updateValue(node.range, forKey: name) {
        report.add(.uniqueFieldTwice(name, first: first), at: node.range)
        return nil
      }
      return part(name, computed: computed, at: node.range)
    }
    guard parts.count == nodes.count else { return nil }
    return uniqueKey(parts, uniqueness, at: item.range)
  }

  private func uniqueKey(
    _ parts: [UniqueKey.Part], _ uniqueness: Uniqueness, at range: SourceRange
  ) -> UniqueKey {
    UniqueKey(parts: parts, uniqueness: uniqueness, place: report.place(range)) { slot in
      type.fields[slot - type.regions.count].type ?? .text
    }
  }

  // MARK: Fields

  private func part(
    _ name: String, computed: [FormulaField], at range: SourceRange
  ) -> UniqueKey.Part? {
    switch type.member(name) {
    case .field(let number):
      if case .list = type.fields[number].type {
        report.add(.uniqueNoField(name, "a list", type: type.name), at: range)
        return nil
      }
      return .field(slot: type.slot(ofField: number))
    case .formula: return part(computed: name, among: computed, at: range)
    case .region: report.add(.uniqueNoField(name, "a state", type: type.name), at: range)
    case .relation: report.add(.uniqueNoField(name, "a set", type: type.name), at: range)
    case nil:
      report.add(
        .unknownMember(
          name, type: type.name, all: type.fields.map(\.name) + type.formulas.map(\.name),
          declared: type.range
        ).splitting(name, at: range),
        at: range)
    }
    return nil
  }

  private func part(
    computed name: String, among computed: [FormulaField], at range: SourceRange
  ) -> UniqueKey.Part? {
    // One that is a mistake was told.
    guard let number = computed.firstIndex(where: { $0.name == name }) else { return nil }
    switch computed[number].type {
    case .plain, .choice: break
    case .reference, .list, .links, .entries:
      report.add(.uniqueNoField(name, "no single value", type: type.name), at: range)
      return nil
    }
    guard isOwn(computed[number].formula) else {
      report.add(
        .uniqueBeyondRecord(computed[number].formula.text, type: type.name), at: range)
      return nil
    }
    return .computed(number)
  }

  /// Whether a formula reads no more than the record's own stored fields and states: what else it
  /// read could change without the record being looked at.
  private func isOwn(_ formula: Formula) -> Bool {
    let isTimeless = ["now", "today", "cause", "actor.user", "actor.roles"].allSatisfy {
      !formula.program.uses(variable: $0)
    }
    let isNear = NameScan(formula.text).chains.allSatisfy { chain in
      if chain.isContinued { return false }
      let isOfOwnName = chain.names[0] == type.name && type.member(type.name) == nil
      return chain.names.count == (isOfOwnName ? 2 : 1) || chain.names[0] == "parameters"
    }
    return isTimeless && isNear
      && formula.program.reads.allSatisfy { read in
        guard read.recordType == type.index else { return false }
        switch type.member(read.member) {
        case .field, .region: return true
        case .formula, .relation, nil: return false
        }
      }
  }
}

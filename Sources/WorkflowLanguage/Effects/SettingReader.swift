import CEL
import Diagnostics
import WorkflowEngine
import YAML

/// Reads the effect `set`: fields of the records it works on, and of others that these lead to.
struct SettingReader {
  let draft: DefinitionDraft
  let target: EffectTarget
  let form: Form

  private var report: Report { draft.report }
  private var formulas: FormulaReader { FormulaReader(draft: draft) }
  private var assignments: AssignmentReader {
    AssignmentReader(draft: draft, scope: target.scope)
  }

  /// The record whose field a key names, and the field.
  private struct Place {
    /// The record; nil where it is the one that the effect works on.
    let record: Formula?
    let type: RecordTypeDraft
    let field: String
    let range: SourceRange

    var path: String { record?.text ?? "" }
  }

  /// Assignments to fields of one record.
  private struct Group {
    let record: Formula?
    let type: RecordTypeDraft
    var assignments: [Assignment] = []
  }

  func read(_ node: Node, when: Condition?) -> Effect {
    let place = report.place(form.node.range)
    let hasPaths = node.isMapping && node.entries.contains { $0.key.text.utf8.contains(0x2E) }
    guard hasPaths else {
      return Effect(
        kind: .set(assignments.set(node, of: target.type)), target: target.target, when: when,
        place: place)
    }
    let groups = groups(report.entries(node, of: "set"))
    if groups.count == 1, let only = groups.first, let record = only.record,
      case .own = target.target
    {
      return Effect(
        kind: .set(only.assignments), target: .each(loop(record, only.type)), when: when,
        place: place)
    }
    return Effect(
      kind: .setTogether(
        groups.map { group in
          Effect(
            kind: .set(group.assignments),
            target: group.record.map { .each(loop($0, group.type)) } ?? .own, when: nil,
            place: place)
        }), target: target.target, when: when, place: place)
  }

  private func loop(_ record: Formula, _ type: RecordTypeDraft) -> Loop {
    Loop(
      records: record, memberType: type.index, isSingle: true, condition: nil, orderBy: nil,
      order: SortOrder(), limit: nil, isRequired: true)
  }

  private func groups(_ entries: [(key: Node, value: Node)]) -> [Group] {
    var groups: [Group] = []
    var seen: [String: SourceRange] = [:]
    for (key, value) in entries {
      guard let place = place(key, value) else { continue }
      if let first = seen.updateValue(key.range, forKey: "\(place.path).\(place.field)") {
        report.add(.setTwice(place.field, first: first), at: key.range)
        continue
      }
      guard
        let assignment = assignments.assignment(
          place.field, at: place.range, value, of: place.type, isNew: false)
      else { continue }
      if let number = groups.firstIndex(where: { ($0.record?.text ?? "") == place.path }) {
        groups[number].assignments.append(assignment)
      } else {
        groups.append(Group(record: place.record, type: place.type, assignments: [assignment]))
      }
    }
    return groups
  }

  // MARK: Paths

  private func place(_ key: Node, _ value: Node) -> Place? {
    var names = key.text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    let field = names.removeLast()
    let end = key.text.utf8.count
    let fieldRange = key.range(ofText: end - field.utf8.count..<end)
    if names.isEmpty { return looked(field, key.range) }
    guard names.allSatisfy(NameRules.isName) else {
      report.add(
        .throughNoRecord(names.joined(separator: ".")),
        at: key.range(ofText: 0..<end - field.utf8.count - 1))
      return nil
    }
    let written = names.joined(separator: ".")
    var isLoop = if case .each = target.target { true } else { false }
    if target.type.member(names[0]) == nil {
      if names[0] == lookedName {
        names.removeFirst()
        if names.isEmpty { return looked(field, fieldRange) }
      } else if target.scope.variables.contains(names[0]) {
        // An input leads on by itself.
        isLoop = false
      } else {
        return refuse(names[0], key)
      }
    }
    let text = (isLoop ? [lookedName] + names : names).joined(separator: ".")
    guard
      let record = formulas.formula(
        text, at: written.utf8.count - text.utf8.count, of: key, in: target.scope, expecting: nil)
    else { return nil }
    let range = key.range(ofText: 0..<written.utf8.count)
    guard let (number, isSingle) = EffectReader.recordType(record.program.type) else {
      if record.program.type != .error { report.add(.throughNoRecord(written), at: range) }
      return nil
    }
    let type = draft.types[number]
    guard isSingle, type.entriesOf == nil else {
      report.add(.throughSet(written, field: field, isInline: isSingle), at: range)
      return nil
    }
    warnOfEmptiness(text, field, key, value)
    return Place(record: record, type: type, field: field, range: fieldRange)
  }

  /// A field of the record that the effect works on; where it loops and sets fields of others as
  /// well, that record has to be named like these.
  private func looked(_ field: String, _ range: SourceRange) -> Place? {
    guard case .each = target.target else {
      return Place(record: nil, type: target.type, field: field, range: range)
    }
    let (program, _) = target.scope.compiler.compile(lookedName, expecting: nil)
    return program.map {
      Place(
        record: Formula(program: $0, place: report.place(range)), type: target.type, field: field,
        range: range)
    }
  }

  /// What the record that the effect works on is called.
  private var lookedName: String {
    guard case .each = target.target else { return target.type.name }
    return target.scope.looked?.name ?? target.type.name
  }

  /// A path that begins with no member of the record that the effect works on.
  private func refuse(_ name: String, _ key: Node) -> Place? {
    let owner = target.scope.owner
    if case .each = target.target, owner.member(name) != nil || name == owner.name {
      report.add(.ownInLoop(key.text), at: key.range)
    } else {
      report.add(
        .unknownMember(
          name, type: target.type.name, all: target.type.memberNames,
          declared: target.type.range),
        at: key.range(ofText: 0..<name.utf8.count))
    }
    return nil
  }

  /// Where the way to the record may be empty, the step would be refused; what the value reads on
  /// the same way is told of anyway.
  private func warnOfEmptiness(_ path: String, _ field: String, _ key: Node, _ value: Node) {
    let isRead = formulas.formulaText(value).map { text, _ in
      NameScan(text).chains.contains { $0.names.joined(separator: ".").hasPrefix(path + ".") }
    }
    if isRead != true {
      formulas.warnOfEmptiness("\(path).\(field)", of: key, in: target.scope)
    }
  }
}

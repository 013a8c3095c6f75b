import Diagnostics
import WorkflowEngine
import YAML

/// Reads how records of a former version become records of this one.
///
/// Former names cannot be checked against anything here, but for one thing: that they are gone.
struct MigrationReader {
  let draft: DefinitionDraft
  let scopes: Scopes

  private var report: Report { draft.report }

  func read(_ node: Node?) -> Migration? {
    let entries = report.entries(
      node, of: "migrate", example: "a record type: {account: {was: customer}}")
    var formerNames: [String: SourceRange] = [:]
    let types = entries.compactMap { key, value -> TypeMigration? in
      guard let number = draft.typeNumber(key, of: "migrate"),
        let form = Form(value, .migration, report, example: "{states: {status: {old: new}}}")
      else { return nil }
      return migration(of: draft.types[number], form, key.range, &formerNames)
    }
    return types.isEmpty ? nil : Migration(types: types)
  }

  private func migration(
    of type: RecordTypeDraft, _ form: Form, _ range: SourceRange,
    _ formerNames: inout [String: SourceRange]
  ) -> TypeMigration {
    let was = form["was"].flatMap { formerType($0, &formerNames) }
    let fields = fieldMoves(form["fields"], of: type)
    let values = report.entries(
      form["states"], of: "states", example: "a region: {status: {old: new}}"
    ).flatMap { valueMoves($0, $1, of: type) }
    let set = form["set"].map {
      AssignmentReader(draft: draft, scope: scopes.own(type)).set($0, of: type)
    }
    return TypeMigration(
      recordType: type.index, was: was, fields: fields, values: values, set: set ?? [],
      place: report.place(range))
  }

  private func formerType(_ node: Node, _ known: inout [String: SourceRange]) -> String? {
    guard let name = report.text(node, of: "was") else { return nil }
    if let number = draft.typeNumber(name) {
      report.add(
        .formerName(name, what: "a record type", declared: draft.types[number].range),
        at: node.range)
    } else if !NameRules.isName(name) {
      report.add(.invalidName(name, what: "a record type"), at: node.range)
    } else if let first = known.updateValue(node.range, forKey: name) {
      report.add(.nameTaken(name, what: "a former record type", by: first), at: node.range)
    }
    return name
  }

  // MARK: Fields

  private func fieldMoves(_ node: Node?, of type: RecordTypeDraft) -> [TypeMigration.FieldMove] {
    var taken: [Int: SourceRange] = [:]
    return report.entries(node, of: "fields", example: "{former_name: new_name}").compactMap {
      key, value in
      let former = key.text
      if !NameRules.isName(former) {
        report.add(.invalidName(former, what: "a former field"), at: key.range)
        return nil
      }
      if value.isNothing {
        report.add(.emptyKey(former, mayBeNull: true), at: key.range)
        return nil
      }
      if value.isNull {
        if let declared = type.other(former) {
          report.add(.stillThere(former, type: type.name, declared: declared), at: key.range)
          return nil
        }
        return TypeMigration.FieldMove(former: former, slot: nil)
      }
      guard let name = report.text(value, of: former) else { return nil }
      // A field under its own name: its type changed, and its values are converted.
      if name != former, let declared = type.other(former) {
        report.add(
          .formerName(former, what: "a member of \(type.name)", declared: declared), at: key.range)
        return nil
      }
      guard let slot = storedSlot(value, of: type) else { return nil }
      if let first = taken.updateValue(value.range, forKey: slot) {
        report.add(.takenTwice(name, by: first), at: value.range)
      }
      return TypeMigration.FieldMove(former: former, slot: slot)
    }
  }

  private func storedSlot(_ node: Node, of type: RecordTypeDraft) -> Int? {
    let name = node.text
    switch type.member(name) {
    case .region(let number): return number
    case .field(let number): return type.slot(ofField: number)
    case .relation(let number) where type.relations[number].isStored:
      return type.slot(ofStoredRelation: type.relations[number].storedNumber)
    case .relation(let number):
      report.add(.notStored(name, declared: type.relations[number].range), at: node.range)
    case .formula(let number):
      report.add(.notStored(name, declared: type.formulas[number].range), at: node.range)
    case nil:
      let names = type.regions.map(\.name) + type.fields.map(\.name)
      report.add(
        .unknownMember(name, type: type.name, all: names, declared: type.range), at: node.range)
    }
    return nil
  }

  // MARK: States

  private func valueMoves(
    _ key: Node, _ value: Node, of type: RecordTypeDraft
  ) -> [TypeMigration.ValueMove] {
    guard let (slot, choice) = choice(key, of: type) else { return [] }
    let values = draft.choices[choice].values
    let moves = report.entries(value, of: key.text, example: "{former_state: new_state}")
    if value.isMapping, moves.isEmpty {
      report.add(.emptyList(key.text, of: "values"), at: value.range)
    }
    return moves.compactMap { former, present in
      if values.contains(former.text) {
        report.add(
          .formerName(former.text, what: "one of '\(key.text)'", declared: nil), at: former.range)
        return nil
      }
      guard let name = report.text(present, of: former.text) else { return nil }
      if !values.contains(name) {
        report.add(unknownValue(name, slot: slot, of: type, values), at: present.range)
        return nil
      }
      return TypeMigration.ValueMove(slot: slot, former: former.text, present: name)
    }
  }

  private func unknownValue(
    _ name: String, slot: Int, of type: RecordTypeDraft, _ values: [String]
  ) -> Mistake {
    if slot < type.regions.count {
      return .unknownState(name, type: type.name, regions: [type.regions[slot]])
    }
    let field = type.fields[slot - type.regions.count].name
    return .wrongValue(name, of: field, allowed: values)
  }

  /// The region, or the field of a choice, that a key of `states` names.
  private func choice(_ key: Node, of type: RecordTypeDraft) -> (slot: Int, choice: Int)? {
    let name = key.text
    switch type.member(name) {
    case .region(let number): return (number, type.regions[number].choice)
    case .field(let number):
      if case .choice(let choice)? = type.fields[number].type {
        return (type.slot(ofField: number), choice)
      }
    case .formula, .relation, nil: break
    }
    let choices = type.fields.filter { if case .choice? = $0.type { true } else { false } }
    report.add(
      .noStates(name, type: type.name, all: type.regions.map(\.name) + choices.map(\.name)),
      at: key.range)
    return nil
  }
}

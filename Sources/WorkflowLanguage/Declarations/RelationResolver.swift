import CEL
import Diagnostics
import WorkflowEngine
import YAML

/// Finds out how the members of each relation are known.
struct RelationResolver {
  let draft: DefinitionDraft

  private var report: Report { draft.report }

  /// What needs no types of formulas: links, inline lists, and who is linked by whom.
  func resolveStored() {
    for type in draft.types {
      for relation in type.relations { resolve(relation, of: type) }
      for field in type.fields {
        guard case .reference(let number) = field.type,
          let list = draft.types[number].entriesOf
        else { continue }
        report.add(
          .inlineElsewhere(draft.types[number].name, relation: list), at: field.range)
      }
    }
  }

  private func resolve(_ relation: RelationDraft, of type: RecordTypeDraft) {
    switch relation.source {
    case .links, .inline:
      let slot = type.slot(ofStoredRelation: relation.storedNumber)
      relation.resolved = .stored(slot: slot)
      if case .links = relation.source { refuseEntries(relation) }
    case .everything:
      relation.resolved = .everything
      refuseEntries(relation)
    case .linkedBy(let node): resolve(relation, of: type, linkedBy: node)
    case .many: refuseEntries(relation)
    }
  }

  /// The sets whose members point here, perhaps by formula fields.
  func resolveMany() {
    for type in draft.types {
      for relation in type.relations {
        guard case .many(let by) = relation.source, let member = relation.memberType else {
          continue
        }
        relation.resolved = many(relation, of: type, member: draft.types[member], by: by)
      }
    }
  }

  /// Entries of an inline list are nobody else's members.
  private func refuseEntries(_ relation: RelationDraft) {
    guard let member = relation.memberType, let list = draft.types[member].entriesOf else {
      return
    }
    report.add(.inlineElsewhere(draft.types[member].name, relation: list), at: relation.range)
  }

  // MARK: many

  private struct Candidate {
    let name: String
    let range: SourceRange
    let source: RecordSet.Source
  }

  private func many(
    _ relation: RelationDraft, of type: RecordTypeDraft, member: RecordTypeDraft, by: Node?
  ) -> RecordSet.Source? {
    if let by {
      guard let name = report.text(by, of: "by") else { return nil }
      let found = candidate(name, in: member, pointingTo: type)
      if found == nil {
        report.add(
          .notAReference(
            name, member: member.name, owner: type.name,
            candidates: candidates(in: member, pointingTo: type).map(\.name)), at: by.range)
      }
      return found?.source
    }
    let candidates = candidates(in: member, pointingTo: type)
    if candidates.count == 1 { return candidates[0].source }
    let range = relation.form["many"]?.range ?? relation.range
    if candidates.isEmpty {
      report.add(
        .noReference(member: member.name, owner: type.name, declared: member.range), at: range)
    } else {
      report.add(
        .ambiguousReference(
          member: member.name, owner: type.name,
          candidates: candidates.map { ($0.name, $0.range) }), at: range)
    }
    return nil
  }

  private func candidates(
    in member: RecordTypeDraft, pointingTo owner: RecordTypeDraft
  ) -> [Candidate] {
    (member.fields.map(\.name) + member.formulas.map(\.name)).compactMap {
      candidate($0, in: member, pointingTo: owner)
    }
  }

  private func candidate(
    _ name: String, in member: RecordTypeDraft, pointingTo owner: RecordTypeDraft
  ) -> Candidate? {
    switch member.member(name) {
    case .field(let number):
      let field = member.fields[number]
      guard field.type == .reference(owner.index) else { return nil }
      return Candidate(
        name: name, range: field.range,
        source: .referencing(slot: member.slot(ofField: number)))
    case .formula(let number):
      let formula = member.formulas[number]
      guard case .known(let type, nullable: _) = formula.shape, type == .record(owner.index),
        let path = formula.referencePath, !path.isEmpty
      else { return nil }
      return Candidate(name: name, range: formula.range, source: .reaching(path: path))
    case .region, .relation, nil: return nil
    }
  }

  // MARK: linked_by

  private func resolve(_ relation: RelationDraft, of type: RecordTypeDraft, linkedBy node: Node) {
    guard let text = report.text(node, of: "linked_by") else { return }
    let parts = text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 2 else {
      report.add(.notALink(text, owner: type.name), at: node.range)
      return
    }
    guard let number = draft.typeNumber(parts[0]) else {
      report.add(.unknownRecordType(parts[0], all: draft.typeNames), at: node.range)
      return
    }
    let other = draft.types[number]
    relation.memberType = number
    guard case .relation(let place) = other.member(parts[1]) else {
      report.add(
        .unknownRelation(
          parts[1], type: other.name, all: other.relations.map(\.name), declared: other.range),
        at: node.range)
      return
    }
    let links = other.relations[place]
    guard case .links = links.source, links.memberType == type.index else {
      report.add(.notALink(text, owner: type.name), at: node.range)
      return
    }
    relation.resolved = .linking(slot: other.slot(ofStoredRelation: links.storedNumber))
  }
}

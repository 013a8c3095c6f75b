import CEL
import WorkflowEngine

extension DefinitionDraft {
  /// What formulas may speak of, as far as it is known.
  var schema: Schema {
    Schema(
      recordTypes: types.map { Schema.RecordType(name: $0.name, members: members(of: $0)) },
      choiceTypes: choices.enumerated().map {
        Schema.ChoiceType(
          name: $1.name, values: $1.values, isState: stateChoices.contains($0))
      })
  }

  private func members(of type: RecordTypeDraft) -> [Schema.Member] {
    var members: [Schema.Member] = []
    for (slot, region) in type.regions.enumerated() {
      members.append(
        .init(
          name: region.name,
          kind: .field(
            slot: slot, type: .choice(region.choice), nullable: region.parent != nil)))
    }
    for (index, field) in type.fields.enumerated() {
      members.append(
        .init(
          name: field.name,
          kind: .field(
            slot: type.slot(ofField: index), type: formulaType(field.type),
            nullable: field.isOptional)))
    }
    for (index, formula) in type.formulas.enumerated() {
      let (celType, nullable): (CELType, Bool) =
        if case .known(let known, let nullable) = formula.shape { (known, nullable) } else {
          (.error, true)
        }
      members.append(
        .init(
          name: formula.name,
          kind: .field(slot: type.slot(ofFormula: index), type: celType, nullable: nullable)))
    }
    for event in type.events {
      guard let number = event.pendingNumber else { continue }
      members.append(
        .init(
          name: RecordType.pendingName(of: event.name),
          kind: .field(slot: type.slot(ofInternal: number), type: .bool, nullable: false)))
    }
    for region in type.regions {
      guard let number = region.enteredNumber, type.member(EnteringTime.head) == nil else {
        continue
      }
      members.append(
        .init(
          name: RecordType.enteringName(of: region.name),
          kind: .field(
            slot: type.slot(ofInternal: number), type: .timestamp,
            nullable: region.parent != nil)))
    }
    for (index, relation) in type.relations.enumerated() {
      // A relation to a type that does not exist is a mistake that was reported.
      let kind: Schema.Member.Kind =
        if let member = relation.memberType { .set(index: index, of: member) } else {
          .field(slot: type.storedCount, type: .error, nullable: true)
        }
      members.append(.init(name: relation.name, kind: kind))
    }
    return members
  }
}

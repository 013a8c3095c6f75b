import CEL
import WorkflowEngine
import YAML

/// Refuses automatic transitions whose condition comes to hold with time alone: they are looked at
/// when something changes, and nothing does.
struct LateConditionCheck {
  let definition: WorkflowDefinition
  let draft: DefinitionDraft

  func run() {
    var written: Set<Word>?
    for type in definition.recordTypes {
      for (event, eventDraft) in zip(type.events, draft.types[type.index].events) {
        for (transition, way) in zip(event.transitions, eventDraft.ways) {
          guard case .automatic = transition.occasion, let when = transition.when,
            when.formulas.contains(where: looksAtTime), let node = way.form["when"]
          else { continue }
          let words = written ?? writtenWords()
          written = words
          if changesWithTimeAlone(when, transition, of: type, words) {
            draft.report.add(.timeAlone(), at: node.range)
          }
        }
      }
    }
  }

  private struct Word: Hashable {
    let type: Int
    let slot: Int
  }

  private func looksAtTime(_ formula: Formula) -> Bool {
    var walk = ProgramWalk(definition: definition)
    walk.visit(formula.program)
    return !walk.variables.isDisjoint(with: ["now", "today"])
  }

  /// Whether nothing that the condition reads changes while the record is in the state that the way
  /// leaves.
  private func changesWithTimeAlone(
    _ when: Condition, _ way: Transition, of type: RecordType, _ written: Set<Word>
  ) -> Bool {
    var walk = ProgramWalk(definition: definition)
    for formula in when.formulas { walk.visit(formula.program) }
    let left = Set(way.from.map(\.slot))
    return walk.reads.allSatisfy { read in
      let owner = definition.recordTypes[read.recordType]
      guard let slot = owner.slot(of: read.member) else {
        return owner.formulaSlot(of: read.member) != nil
      }
      if owner === type, left.contains(slot) { return true }
      let isEntering = type.regions.contains { left.contains($0.slot) && $0.enteredSlot == slot }
      if owner === type, isEntering { return true }
      switch owner.fields[slot].type {
      case .entries, .links, .list: return false
      case .plain, .choice, .reference:
        return owner.fields[slot].region == nil && !owner.fields[slot].isInternal
          && !written.contains(Word(type: read.recordType, slot: slot))
      }
    }
  }

  /// What an event, an effect or a reaction writes to records that are there.
  private func writtenWords() -> Set<Word> {
    var words: Set<Word> = []
    for type in definition.recordTypes {
      for reaction in type.reactions {
        for assignment in reaction.set {
          words.insert(Word(type: type.index, slot: assignment.slot))
        }
      }
      for way in type.events.flatMap(\.transitions) {
        for slot in way.creates ? way.edits : way.givenSlots {
          words.insert(Word(type: type.index, slot: slot))
        }
      }
      for effect in type.effects {
        let parts = effect.kind.parts
        guard parts.created == nil else { continue }
        var target = type.index
        if case .each(let loop) = effect.target { target = loop.memberType }
        for assignment in parts.assignments {
          words.insert(Word(type: target, slot: assignment.slot))
        }
      }
    }
    return words
  }
}

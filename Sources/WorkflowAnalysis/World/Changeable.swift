import CEL
import WorkflowEngine

/// Which words and records a definition can change at all.
struct Changeable {
  let words: Set<Word>
  /// Types whose records come or go.
  let types: Set<Int>
  /// Types of which an event, or an effect, makes records.
  let createdTypes: Set<Int>

  init(_ definition: WorkflowDefinition) {
    var words: Set<Word> = Set(definition.assigned.map(\.word))
    var types: Set<Int> = []
    var created: Set<Int> = []
    for type in definition.recordTypes {
      func add(_ slot: Int) { words.insert(Word(type: type.index, slot: slot)) }
      for region in type.regions {
        add(region.slot)
        for slot in region.memories + [region.enteredSlot].compactMap(\.self) { add(slot) }
      }
      for slot in type.events.compactMap(\.pendingSlot) { add(slot) }
      for transition in type.transitions {
        transition.givenSlots.forEach(add)
        if case .clock(let timer) = transition.occasion, let slot = timer.firedSlot { add(slot) }
        if transition.creates {
          created.insert(type.index)
          for slot in type.fields.indices { add(slot) }
        }
      }
      for effect in type.effects {
        let parts = effect.kind.parts
        if let entries = parts.entries {
          add(entries)
        } else if let made = parts.created {
          created.insert(made)
          for slot in definition.recordTypes[made].fields.indices {
            words.insert(Word(type: made, slot: slot))
          }
        }
        if parts.removes { types.insert(effect.targetType(in: type)) }
        if let (slot, ofMember) = parts.links {
          words.insert(Word(type: ofMember ? effect.targetType(in: type) : type.index, slot: slot))
        }
      }
    }
    // A removed record takes its references with it, and the entries of a list change with it.
    for type in definition.recordTypes {
      for (slot, field) in type.fields.enumerated() {
        switch field.type {
        case .reference(let target), .links(let target):
          if types.contains(target) { words.insert(Word(type: type.index, slot: slot)) }
        case .entries: words.insert(Word(type: type.index, slot: slot))
        case .plain, .choice, .list:
          break
        }
      }
    }
    self.words = words
    createdTypes = created
    self.types = types.union(created)
  }
}

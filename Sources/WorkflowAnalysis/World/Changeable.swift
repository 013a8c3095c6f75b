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
        for slot in [region.historySlot, region.enteredSlot].compactMap(\.self) { add(slot) }
      }
      for transition in type.transitions {
        transition.edits.forEach(add)
        if case .clock(let timer) = transition.occasion, let slot = timer.firedSlot { add(slot) }
        if transition.creates {
          created.insert(type.index)
          for slot in type.fields.indices { add(slot) }
        }
      }
      for effect in type.effects {
        switch effect.kind {
        case .create(let made, let entries, _, _):
          if let entries {
            add(entries)
          } else {
            created.insert(made)
            for slot in definition.recordTypes[made].fields.indices {
              words.insert(Word(type: made, slot: slot))
            }
          }
        case .delete, .erase: types.insert(effect.targetType(in: type))
        case .link(let slot, _, let ofMember), .unlink(let slot, _, let ofMember):
          words.insert(Word(type: ofMember ? effect.targetType(in: type) : type.index, slot: slot))
        case .set, .send, .raise, .choose, .emit: break
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
        case .text, .integer, .decimal, .boolean, .date, .timestamp, .duration, .choice, .list:
          break
        }
      }
    }
    self.words = words
    createdTypes = created
    self.types = types.union(created)
  }
}

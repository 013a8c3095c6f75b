import CEL
import WorkflowEngine

/// Follows the paths of formulas over one record type to what is stored.
struct PathResolver {
  let definition: WorkflowDefinition
  let type: RecordType

  enum Target {
    case variable(Variable.Source)
    /// A computed field of the own record.
    case computed(FormulaField)
    /// A computed field of another record, at the end of stored references.
    case computedElsewhere(FormulaField, at: [Int])
    /// A set of the own record.
    case set(Int)
    /// What the moment is made of.
    case roles
    case other
  }

  /// Formula fields built on each other are followed so far.
  static let maximumDepth = 8

  func target(_ path: Outline.Path, inputs: [Input], way: Int, creates: Bool = false) -> Target {
    switch path.slot {
    case FrameSlot.own: return follow(path.steps)
    case FrameSlot.now where path.steps.isEmpty: return .variable(.now)
    case FrameSlot.today where path.steps.isEmpty: return .variable(.today)
    case FrameSlot.actorUser where path.steps.isEmpty: return .variable(.user)
    case FrameSlot.actorRoles where path.steps.isEmpty: return .roles
    case FrameSlot.cause where path.steps.isEmpty: return .variable(.cause)
    case FrameSlot.firstInput...:
      let index = path.slot - FrameSlot.firstInput
      guard inputs.indices.contains(index), path.steps.isEmpty else { return .other }
      if creates, let field = inputs[index].field { return .variable(.member([field])) }
      return .variable(.input(way: way, index: index))
    default: return .other
    }
  }

  private func follow(_ steps: [Outline.Path.Step]) -> Target {
    guard steps.first?.recordType == type.index else { return .other }
    var slots: [Int] = []
    for (place, step) in steps.enumerated() {
      let isLast = place == steps.count - 1
      let schemaType = definition.schema.recordTypes[step.recordType]
      let recordType = definition.recordTypes[step.recordType]
      switch schemaType.members[step.member].kind {
      case .set(let set, _): return isLast && slots.isEmpty ? .set(set) : .other
      case .field(let slot, _, _):
        if slot < recordType.fields.count {
          slots.append(slot)
          continue
        }
        guard
          let number = recordType.formulas.indices.first(where: {
            $0 + recordType.fields.count == slot
          })
        else { return .other }
        let field = recordType.formulas[number]
        if let path = field.referencePath, isStored(path, from: recordType) {
          slots += path
        } else if isLast {
          return slots.isEmpty ? .computed(field) : .computedElsewhere(field, at: slots)
        } else {
          return .other
        }
      }
    }
    return slots.isEmpty ? .other : .variable(.member(slots))
  }

  /// Whether a path goes over stored fields alone.
  private func isStored(_ path: [Int], from type: RecordType) -> Bool {
    var current = type
    for (place, slot) in path.enumerated() {
      guard slot < current.fields.count else { return false }
      if place == path.count - 1 { return true }
      guard case .reference(let next) = current.fields[slot].type else { return false }
      current = definition.recordTypes[next]
    }
    return false
  }

  /// The field at the end of stored slots, and the type it belongs to.
  func field(_ slots: [Int]) -> (field: Field, type: RecordType)? {
    var current = type
    for (place, slot) in slots.enumerated() {
      guard current.fields.indices.contains(slot) else { return nil }
      let field = current.fields[slot]
      if place == slots.count - 1 { return (field, current) }
      guard case .reference(let next) = field.type else { return nil }
      current = definition.recordTypes[next]
    }
    return nil
  }

  /// A path as a formula would write it.
  func name(_ slots: [Int]) -> String {
    slots.indices.compactMap { field(Array(slots[...$0]))?.field.name }.joined(separator: ".")
  }
}

import WorkflowEngine
import WorkflowStore

/// What the hot path must know of each stored slot, in plain memory: copying a `Field` costs a
/// dozen counts.
final class SlotTable {
  struct Slot: BitwiseCopyable {
    enum Code: UInt8, BitwiseCopyable {
      case text, integer, decimal, boolean, date, timestamp, duration, choice, reference
      case list, links, entries
    }

    var code: Code
    var isState: Bool
    var isInternal: Bool
    /// The number of the choice, or of the type that is pointed at.
    var target: Int32
  }

  private let slots: [Slot]
  private let firsts: [Int]
  /// The names of each choice's values, as texts and as bytes.
  let choiceNames: [[String]]
  let choiceBytes: [[[UInt8]]]
  /// Whether any type's records are entries of a list.
  let hasEntries: Bool

  init(definition: WorkflowDefinition) {
    var slots: [Slot] = []
    var firsts: [Int] = []
    for type in definition.recordTypes {
      firsts.append(slots.count)
      for field in type.fields {
        let (code, target) = Self.code(of: field.type)
        slots.append(
          Slot(
            code: code, isState: field.region != nil, isInternal: field.isInternal,
            target: Int32(target)))
      }
    }
    self.slots = slots
    self.firsts = firsts
    choiceNames = definition.choices.map(\.values)
    choiceBytes = definition.choices.map { $0.values.map { Array($0.utf8) } }
    hasEntries = definition.recordTypes.contains(where: \.isInline)
  }

  @inline(__always)
  subscript(type: Int, slot: Int) -> Slot { slots[firsts[type] + slot] }

  /// The place of a value among a choice's values.
  func index(of bytes: UnsafeBufferPointer<UInt8>, inChoice choice: Int) -> Int? {
    let values = choiceBytes[choice]
    return values.indices.first { index in
      values[index].count == bytes.count && values[index].elementsEqual(bytes)
    }
  }

  private static func code(of type: FieldType) -> (Slot.Code, Int) {
    switch type {
    case .text: (.text, 0)
    case .integer: (.integer, 0)
    case .decimal: (.decimal, 0)
    case .boolean: (.boolean, 0)
    case .date: (.date, 0)
    case .timestamp: (.timestamp, 0)
    case .duration: (.duration, 0)
    case .choice(let choice): (.choice, choice)
    case .reference(let type): (.reference, type)
    case .list: (.list, 0)
    case .links(let type): (.links, type)
    case .entries(let type): (.entries, type)
    }
  }
}

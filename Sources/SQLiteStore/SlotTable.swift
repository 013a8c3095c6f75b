import WorkflowEngine
import WorkflowStore

/// What the hot path must know of each stored slot, in plain memory: copying a `Field` costs a
/// dozen counts.
final class SlotTable {
  struct Slot: BitwiseCopyable {
    /// In which form a column holds a slot.
    enum Code: BitwiseCopyable, Equatable {
      case text, integer, flag, date, decimal, choice, reference
      /// As the text of a scalar.
      case spelled(ScalarType)
      /// A list of values, links or entries.
      case list
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
    case .plain(.text): (.text, 0)
    // Read and written byte by byte: they are the most.
    case .plain(.date): (.date, 0)
    case .plain(.decimal): (.decimal, 0)
    case .plain(let type):
      switch type.traits.storage {
      case .integer: (.integer, 0)
      case .flag: (.flag, 0)
      case .text: (.spelled(type), 0)
      }
    case .choice(let choice): (.choice, choice)
    case .reference(let type): (.reference, type)
    case .list: (.list, 0)
    case .links(let type), .entries(let type): (.list, type)
    }
  }
}

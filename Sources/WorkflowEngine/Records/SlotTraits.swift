/// What a write to a slot has to look after, as bits: most slots have none.
final class SlotTraits {
  /// The slot is a reference or holds links: an index follows it.
  static let reference: UInt8 = 1
  /// The slot's values are unique: an index follows it.
  static let unique: UInt8 = 2
  /// The slot holds a list: equal values may be different words.
  static let compound: UInt8 = 4
  /// The type has reactions, or unique fields: its changes are looked at once more.
  static let reacting: UInt8 = 8
  static let uniqueType: UInt8 = 16

  private var slots = WordBuffer<UInt8>()
  /// For each type the place of its first slot; one more at the end.
  private var firstSlots = WordBuffer<Int32>()
  private var types = WordBuffer<UInt8>()
  /// Whether any type has unique fields.
  let hasUniqueFields: Bool
  /// Whether any type has reactions.
  let hasReactions: Bool

  init(definition: WorkflowDefinition) {
    hasUniqueFields = definition.recordTypes.contains(where: \.hasUniqueFields)
    hasReactions = definition.recordTypes.contains { !$0.reactions.isEmpty }
    for type in definition.recordTypes {
      firstSlots.append(Int32(slots.count))
      for field in type.fields { slots.append(Self.traits(of: field, in: type)) }
      types.append(
        (type.reactions.isEmpty ? 0 : Self.reacting) | (type.hasUniqueFields ? Self.uniqueType : 0))
    }
    firstSlots.append(Int32(slots.count))
  }

  static func traits(of field: Field, in type: RecordType) -> UInt8 {
    var traits: UInt8 = 0
    if field.type.referencedType != nil, !type.isInline { traits |= reference }
    if field.isLookedUp { traits |= unique }
    if !field.type.isScalar, field.type != .text { traits |= compound }
    return traits
  }

  @inline(__always)
  func of(type: Int, slot: Int) -> UInt8 { slots[Int(firstSlots[type]) &+ slot] }

  @inline(__always)
  func of(type: Int) -> UInt8 { types[type] }

  /// How many slots records of the type store.
  @inline(__always)
  func width(ofType type: Int) -> Int { Int(firstSlots[type &+ 1] &- firstSlots[type]) }
}

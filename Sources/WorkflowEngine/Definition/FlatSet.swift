/// A set as a step reads it, where it is plain: all records of a type whose reference in one slot
/// is the owner.
struct FlatSet: BitwiseCopyable {
  /// Whether it is; otherwise `RecordSet` says what it is.
  let isPlain: Bool
  let memberType: Int32
  let slot: Int32

  init(_ set: RecordSet) {
    memberType = Int32(set.memberType)
    if case .referencing(let slot) = set.source, set.condition == nil {
      isPlain = true
      self.slot = Int32(slot)
    } else {
      isPlain = false
      slot = -1
    }
  }
}

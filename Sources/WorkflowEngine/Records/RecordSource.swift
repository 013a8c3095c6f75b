/// Where a snapshot gets records that it does not hold yet.
///
/// A source answers from one consistent state of a store. What it has given is what the step has
/// read:
/// a commit is checked against exactly that. Failures are remembered by the source; what it could
/// not read is absent.
public protocol RecordSource: AnyObject {
  /// Puts the record into the snapshot with `Snapshot.place`, if it exists; says whether it does,
  /// did, or never has.
  func load(type: RecordType, id: String, into snapshot: Snapshot) -> RecordPresence
  /// Places all records of `type` whose stored reference in `slot` is the record `id` of
  /// `ownerType`; gives their ids in order.
  func loadReferencing(
    type: RecordType, slot: Int, ownerType: RecordType, id: String, into snapshot: Snapshot
  ) -> [String]
  /// Places all records of `type` whose links in `slot` contain the record `id`; gives their ids in
  /// order.
  func loadLinking(
    type: RecordType, slot: Int, memberType: RecordType, id: String, into snapshot: Snapshot
  ) -> [String]
  /// Places all records of `type` with this value in `slot`.
  func loadHolding(type: RecordType, slot: Int, value: StoredValue, into snapshot: Snapshot)
    -> [String]
  /// Places all records that own entries whose reference is the record `id`; gives their ids in
  /// order.
  func loadOwners(of field: EntryField, pointingAt id: String, into snapshot: Snapshot)
    -> [String]
  /// Places all records of `type`; gives their ids in order.
  func loadAll(type: RecordType, into snapshot: Snapshot) -> [String]
  /// The number that the next record of the type without an id of its own gets.
  func nextSerial(type: RecordType) -> Int
  /// Whether a message with this key was ever sent.
  func isKnown(messageKey: String) -> Bool
}

/// A field of the entries of an inline list.
public struct EntryField {
  /// The type of the records that have the list.
  public var owner: RecordType
  /// The slot of the list among the owner's fields.
  public var list: Int
  /// The slot of the field among those of an entry.
  public var slot: Int

  public init(owner: RecordType, list: Int, slot: Int) {
    self.owner = owner
    self.list = list
    self.slot = slot
  }
}

/// Whether a record is there.
public enum RecordPresence: UInt8, Sendable, BitwiseCopyable {
  case unknown
  case present
  case deleted
  case erased
}

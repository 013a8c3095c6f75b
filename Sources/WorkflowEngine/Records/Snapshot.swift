public import CEL

/// The records that steps are decided on: all of a store, or those faulted in from a
/// `RecordSource`.
///
/// Records are numbered in the order in which they became known; a number stays valid for the
/// snapshot's life. A record's stored fields are consecutive words (`Scalar` in CEL says what a
/// word means; texts are numbers in a pool, lists places in a table). A class because steps read it
/// without copying; one task uses it at a time.
public final class Snapshot {
  public let definition: WorkflowDefinition
  let source: (any RecordSource)?

  let traits: SlotTraits
  /// The definition's record types, without counting references.
  private(set) var types = WordBuffer<FlatType>()
  private(set) var headers = WordBuffer<Header>(capacity: 64)
  private(set) var cells = WordBuffer<Int64>(capacity: 512)
  let names: RecordNames
  var rows: [[Int32]]
  let texts = TextPool()
  var lists: [[Int64]] = []
  var references: ReferenceIndex
  var uniques: UniqueIndex
  private var serials: [Int: Int] = [:]
  /// Keys of the messages of the plans that were carried out here.
  private var sentKeys: Set<String> = []
  /// The memory of a plan that was carried out: the next plan's.
  private var sparePlan: PlanContents?
  /// Gives words and records at their first reading, where somebody searches.
  package weak var supply: (any WordSupply)?
  private var allLoaded: Set<Int> = []

  /// - Parameter source: nil means that the snapshot holds every record there is.
  public init(definition: WorkflowDefinition, source: (any RecordSource)? = nil) {
    self.definition = definition
    self.source = source
    traits = SlotTraits(definition: definition)
    rows = Array(repeating: [], count: definition.recordTypes.count)
    names = RecordNames(typeCount: definition.recordTypes.count)
    references = ReferenceIndex(definition: definition)
    uniques = UniqueIndex(definition: definition)
    for type in definition.recordTypes { types.append(FlatType(type)) }
  }

  struct Header: BitwiseCopyable {
    /// Index of the first cell; -1 until the record is loaded.
    var cells: Int32
    var row: Int32
    var version: Int32
    var type: UInt16
    var presence: RecordPresence
    /// Set while a plan is carried out that has raised the version already.
    var isRaised = false
  }

  /// How many records are known, absent ones that something points at included.
  public var count: Int { headers.count }

  // MARK: Finding records

  /// The record with this id, however it is there; nil where there never was one.
  public func find(type: Int, id: String) -> RecordHandle? {
    let handle = known(type: type, id: id)
    if presence(of: handle) == .unknown { return nil }
    return handle
  }

  /// The record with this id, whether it is there or not.
  public func known(type: Int, id: String) -> RecordHandle {
    if let number = names.find(type: type, id: id) { return RecordHandle(raw: number) }
    return add(type: type, id: id)
  }

  /// Whether the record is there, asking the source if need be.
  @inline(__always)
  public func presence(of record: RecordHandle) -> RecordPresence {
    let header = headers[Int(record.raw)]
    if header.cells < 0, header.presence == .unknown { return fault(record) }
    return header.presence
  }

  /// The type of a record that the snapshot knows.
  public func type(of record: RecordHandle) -> RecordType {
    definition.recordTypes[Int(headers[Int(record.raw)].type)]
  }

  /// The record's type without counting references.
  @inline(__always)
  func withType<Result>(of record: RecordHandle, _ body: (RecordType) -> Result) -> Result {
    types[Int(headers[Int(record.raw)].type)].type._withUnsafeGuaranteedRef(body)
  }

  /// The id of a record that the snapshot knows.
  public func id(of record: RecordHandle) -> String { names[record.raw] }

  /// How often the record was changed; 0 for one that is not there.
  public func version(of record: RecordHandle) -> Int { Int(headers[Int(record.raw)].version) }

  /// All records of a type that are present, by id.
  public func all(type: Int) -> [RecordHandle] {
    if let supplied = supply?.all(ofType: type) { return supplied }
    if let source, allLoaded.insert(type).inserted {
      _ = source.loadAll(type: definition.recordTypes[type], into: self)
    }
    return rows[type].map(RecordHandle.init)
      .filter { headers[Int($0.raw)].presence == .present }
      .sorted { names.precedes($0.raw, $1.raw) }
  }

  /// Records that are here or that the source names whose entries may point at a record.
  func owners(of field: EntryField, pointingAt record: RecordHandle) -> [RecordHandle] {
    if let source { _ = source.loadOwners(of: field, pointingAt: id(of: record), into: self) }
    return rows[field.owner.index].map(RecordHandle.init)
      .filter { headers[Int($0.raw)].presence == .present }
      .sorted { names.precedes($0.raw, $1.raw) }
  }

  /// Whether a message with the key was sent before.
  public func isKnown(messageKey key: String) -> Bool {
    sentKeys.contains(key) || source?.isKnown(messageKey: key) ?? false
  }

  func noteSent(_ messages: [Plan.Message]) {
    for message in messages { sentKeys.insert(message.key) }
  }

  // MARK: Placing records

  /// Makes a record known as present with all fields empty; a source or an import then fills its
  /// cells.
  public func place(type: Int, id: String, version: Int = 1) -> RecordHandle {
    let record = known(type: type, id: id)
    let index = Int(record.raw)
    if headers[index].cells < 0 {
      headers[index].cells = addCells(type: type)
    }
    headers[index].presence = .present
    headers[index].version = Int32(version)
    return record
  }

  /// Whether the record's cells are here already.
  public func isLoaded(_ record: RecordHandle) -> Bool { headers[Int(record.raw)].cells >= 0 }

  /// Says whether a record is there, for those who fill a snapshot.
  public func mark(_ record: RecordHandle, as presence: RecordPresence) {
    headers[Int(record.raw)].presence = presence
  }

  /// An entry of an inline list: a record without an id that only its owner's list holds.
  func addEntry(type: Int) -> RecordHandle {
    let record = add(type: type, id: nil)
    headers[Int(record.raw)].cells = addCells(type: type)
    headers[Int(record.raw)].presence = .present
    return record
  }

  private func add(type: Int, id: String?) -> RecordHandle {
    let number = Int32(headers.count)
    headers.append(
      Header(
        cells: -1, row: Int32(rows[type].count), version: 0, type: UInt16(type), presence: .unknown)
    )
    names.add(number, type: type, id: id)
    rows[type].append(number)
    references.grow(type: type)
    return RecordHandle(raw: number)
  }

  @inline(never)
  private func fault(_ record: RecordHandle) -> RecordPresence {
    let index = Int(record.raw)
    if let supply {
      guard headers[index].cells == -1 else { return headers[index].presence }
      let presence = supply.presence(of: record)
      headers[index].presence = presence
      if headers[index].cells == -1 { headers[index].cells = -2 }
      return presence
    }
    guard let source else { return .unknown }
    let type = definition.recordTypes[Int(headers[index].type)]
    // INVARIANT: cells -2 says that the source was asked and has no such record.
    guard headers[index].cells == -1 else { return headers[index].presence }
    let presence = source.load(type: type, id: id(of: record), into: self)
    headers[index].presence = presence
    if headers[index].cells == -1 { headers[index].cells = -2 }
    return presence
  }

  /// Memory for a plan that nobody holds.
  @inline(__always)
  func takeSparePlan() -> PlanContents? {
    var taken: PlanContents?
    swap(&taken, &sparePlan)
    return taken
  }

  /// Keeps the memory of a plan for the next one, if nobody else holds it.
  @inline(__always)
  func keepSparePlan(_ contents: consuming PlanContents) {
    if isKnownUniquelyReferenced(&contents) { sparePlan = contents }
  }

  // MARK: Cells

  /// Empty cells for a record of the type.
  func addCells(type: Int) -> Int32 {
    Int32(cells.append(repeating: Scalar.null, amount: traits.width(ofType: type)))
  }

  /// The word in a stored slot of a record that is present; `Scalar.null` of one that is not.
  @inline(__always)
  func cell(_ record: RecordHandle, _ slot: Int) -> Int64 {
    let header = headers[Int(record.raw)]
    if header.cells >= 0 {
      let word = cells[Int(header.cells) &+ slot]
      return word == Self.unread ? suppliedCell(record, slot) : word
    }
    return faultedCell(record, slot)
  }

  /// The word in a stored slot; `unread` where somebody must be asked for it.
  @inline(__always)
  func wordHere(_ record: RecordHandle, _ slot: Int) -> Int64 {
    let start = headers[Int(record.raw)].cells
    return start >= 0 ? cells[Int(start) &+ slot] : Self.unread
  }

  @inline(never)
  private func suppliedCell(_ record: RecordHandle, _ slot: Int) -> Int64 {
    guard let word = supply?.word(of: record, slot: slot) else { return Self.unread }
    cells[Int(headers[Int(record.raw)].cells) + slot] = word
    return word
  }

  func rawCell(_ index: Int) -> Int64 { cells[index] }

  /// Puts a word into an internal slot outside any step, with a new version of the record; nothing
  /// where the record was not read yet: its source has the word.
  package func turn(_ record: RecordHandle, slot: Int, to word: Int64) {
    guard isLoaded(record), presence(of: record) == .present else { return }
    setCell(record, slot, word)
    headers.base[Int(record.raw)].version += 1
  }

  /// Puts a word into a cell of a record that is here, past every index.
  package func setRaw(_ record: RecordHandle, slot: Int, to word: Int64) {
    cells[Int(headers[Int(record.raw)].cells) + slot] = word
  }

  func setHeader(_ record: RecordHandle, cells: Int32, presence: RecordPresence) {
    headers[Int(record.raw)].cells = cells
    headers[Int(record.raw)].presence = presence
  }

  @inline(never)
  private func faultedCell(_ record: RecordHandle, _ slot: Int) -> Int64 {
    _ = presence(of: record)
    let header = headers[Int(record.raw)]
    return header.cells >= 0 ? cell(record, slot) : Scalar.null
  }

  /// Puts a word into a stored slot, keeping the index of references right.
  func setCell(_ record: RecordHandle, _ slot: Int, _ word: Int64) {
    let header = headers[Int(record.raw)]
    let index = Int(header.cells) + slot
    let traits = traits.of(type: Int(header.type), slot: slot)
    if traits == 0 {
      cells[index] = word
      return
    }
    if traits & SlotTraits.reference != 0 {
      references.move(
        record, type: Int(header.type), slot: slot, from: cells[index], to: word, in: self)
    }
    if traits & SlotTraits.unique != 0 {
      uniques.move(record, type: Int(header.type), slot: slot, from: cells[index], to: word)
    }
    cells[index] = word
  }

  /// Puts a word (`Scalar` in CEL) into a stored slot of a record being placed: a source that has
  /// no need of `StoredValue`.
  public func setWord(_ record: RecordHandle, slot: Int, to word: Int64) {
    setCell(record, slot, word)
  }

  /// The word that stands for a text.
  public func word(forText text: String) -> Int64 { texts.number(of: text) }

  /// Puts a value into a stored slot of a record being placed.
  public func set(_ record: RecordHandle, slot: Int, to value: StoredValue) {
    let type = type(of: record)
    setCell(record, slot, word(for: value, as: type.fields[slot].type))
  }

  /// The number that the next record of the type without an id of its own gets.
  public func nextSerial(type: Int) -> Int {
    if let serial = serials[type] { return serial }
    let serial = source?.nextSerial(type: definition.recordTypes[type]) ?? 1
    serials[type] = serial
    return serial
  }

  /// Says which number the next record of a type gets that is made without an id.
  public func setNextSerial(type: Int, to serial: Int) { serials[type] = serial }
}

/// Ids are ordered by their bytes.
@inline(__always)
func idPrecedes(_ left: String, _ right: String) -> Bool {
  left.utf8.lexicographicallyPrecedes(right.utf8)
}

import CEL
import WorkflowEngine

/// The records of a world on which steps are tried, with their words taken from a packed situation
/// when a step asks for them.
///
/// A class, because the snapshot asks it back.
final class SmallWorld: WordSupply {
  let definition: WorkflowDefinition
  let snapshot: Snapshot
  let interpreter: Interpreter
  let layout = Layout()
  let relevance: Relevance
  /// All records that there can be, by type and id.
  let records: [RecordHandle]
  let recordsOfType: [[RecordHandle]]
  /// The place of a word or presence in the layout, by record and slot; -1 where it never differs.
  private var wordPlaces: [[Int]] = []
  private var presencePlaces: [Int] = []
  private var parked: [Int32] = []
  private let presenceDomain: Int
  /// Records of one type share the values of a slot.
  private var domains: [Word: Int] = [:]
  let clockPlace: Int
  private let changingSets: Set<Word>
  private let changingTypes: Set<Int>
  private var lists = ListTable()

  /// The situation that words are taken from.
  var situation: UnsafeMutablePointer<UInt32>
  /// The places that were read since somebody last forgot them, in order.
  private(set) var readPlaces: [Int] = []

  /// - Parameters:
  ///   - records: the same ids stand for the same records in every world made from them.
  ///   - moments: how many moments there are.
  init(
    _ definition: WorkflowDefinition, records placed: [PlacedRecord], moments: Int,
    relevance: Relevance
  ) {
    self.definition = definition
    self.relevance = relevance
    snapshot = Snapshot(definition: definition)
    interpreter = Interpreter(definition)
    situation = .allocate(capacity: 1)
    situation.initialize(to: 0)
    let changeable = Changeable(definition)
    changingTypes = changeable.types
    changingSets = changeable.words
    clockPlace =
      moments > 1
      ? layout.add(.clock, domain: layout.addDomain(known: (0..<Int64(moments)).map { $0 })) : -1
    presenceDomain = layout.addDomain(
      known: [RecordPresence.unknown, .present, .deleted, .erased].map(\.word))
    var handles: [RecordHandle] = []
    for record in placed { handles.append(snapshot.place(type: record.type, id: record.id)) }
    self.records = handles
    recordsOfType = definition.recordTypes.map { type in
      let members = zip(placed, handles).filter { $0.0.type == type.index }
      return members.sorted { $0.0.id.utf8.lexicographicallyPrecedes($1.0.id.utf8) }.map(\.1)
    }
    for (record, handle) in zip(placed, handles) { fill(handle, with: record) }
    for (record, handle) in zip(placed, handles) {
      lay(out: handle, of: record, changeable: changeable, relevance: relevance)
    }
    layout.arrange()
    resize()
    packInitial(placed)
    snapshot.supply = self
    interpreter.limit(on: snapshot, judging: nil, isSilent: true)
  }

  deinit { situation.deallocate() }

  private func fill(_ handle: RecordHandle, with record: PlacedRecord) {
    interpreter.fillPlainDefaults(snapshot, handle)
    for (slot, value) in record.values.sorted(by: { $0.key < $1.key }) {
      snapshot.set(handle, slot: slot, to: value)
    }
    interpreter.fillStates(snapshot, handle, except: Set(record.values.keys))
  }

  private func lay(
    out handle: RecordHandle, of record: PlacedRecord, changeable: Changeable, relevance: Relevance
  ) {
    let type = definition.recordTypes[record.type]
    let comes = changeable.types.contains(record.type)
    presencePlaces.append(
      comes ? layout.add(.presence(handle), domain: presenceDomain) : -1)
    wordPlaces.append(
      type.fields.indices.map { slot in
        let word = Word(type: record.type, slot: slot)
        guard relevance.words.contains(word), changeable.words.contains(word) else { return -1 }
        return layout.add(.word(handle, slot: slot), domain: domain(of: word))
      })
    parked.append(-1)
  }

  private func domain(of word: Word) -> Int {
    if let known = domains[word] { return known }
    let field = definition.recordTypes[word.type].fields[word.slot]
    let expected = expected(field.type)
    let domain = layout.addDomain(
      known: (field.mustHaveValue ? [] : [Scalar.null]) + expected,
      spare: expected.isEmpty ? 4 : 0)
    domains[word] = domain
    return domain
  }

  /// The words that a field of few values can have.
  private func expected(_ type: FieldType) -> [Int64] {
    switch type {
    case .plain(.boolean): [0, 1]
    case .choice(let choice): definition.choices[choice].values.indices.map { Int64($0) }
    case .reference(let target): recordsOfType[target].map { Int64($0.raw) }
    case .plain, .list, .entries, .links: []
    }
  }

  private func packInitial(_ placed: [PlacedRecord]) {
    for (record, handle) in zip(placed, records) {
      for place in wordPlaces[Int(handle.raw)] where place >= 0 {
        guard case .word(_, let slot) = layout.subjects[place] else { continue }
        let word = canonical(
          snapshot.storedWord(of: handle, slot: slot), at: place)
        setInitial(record.isPresent ? word : Scalar.null, at: place)
        snapshot.setUnread(handle, slot: slot)
      }
      let place = presencePlaces[Int(handle.raw)]
      if place >= 0 {
        setInitial((record.isPresent ? RecordPresence.present : .unknown).word, at: place)
        parked[Int(handle.raw)] = snapshot.park(handle)
      }
    }
  }

  private func setInitial(_ word: Int64, at place: Int) {
    while true {
      if let number = layout.number(of: word, at: place) {
        put(number, at: place, in: situation)
        return
      }
      let old = unpacked(situation)
      layout.widen(place)
      resize()
      for (place, number) in old.enumerated() { put(number, at: place, in: situation) }
    }
  }

  /// Makes the own situation fit the layout.
  func resize() {
    situation.deallocate()
    situation = .allocate(capacity: layout.unitCount)
    situation.initialize(repeating: 0, count: layout.unitCount)
  }

  // MARK: Packing

  @inline(__always)
  func number(at place: Int, in units: UnsafePointer<UInt32>) -> Int {
    let place = layout.places[place]
    return Int((units[Int(place.unit)] >> place.shift) & place.mask)
  }

  @inline(__always)
  func put(_ number: Int, at place: Int, in units: UnsafeMutablePointer<UInt32>) {
    let place = layout.places[place]
    let unit = Int(place.unit)
    units[unit] = units[unit] & ~(place.mask << place.shift) | UInt32(number) << place.shift
  }

  func unpacked(_ units: UnsafePointer<UInt32>) -> [Int] {
    layout.places.indices.map { number(at: $0, in: units) }
  }

  /// Where a word of a record stands; -1 where it never differs.
  func place(of record: RecordHandle, slot: Int) -> Int {
    let index = Int(record.raw)
    return index < wordPlaces.count ? wordPlaces[index][slot] : -1
  }

  func presencePlace(of record: RecordHandle) -> Int {
    let index = Int(record.raw)
    return index < presencePlaces.count ? presencePlaces[index] : -1
  }

  func isMember(_ record: RecordHandle) -> Bool { Int(record.raw) < wordPlaces.count }

  /// A word that is the same in every situation.
  func fixedWord(of record: RecordHandle, slot: Int) -> Int64? {
    let cells = parked[Int(record.raw)]
    if cells < 0 { return snapshot.peek(record, slot: slot) }
    snapshot.bring(record, cells: cells)
    defer { _ = snapshot.park(record) }
    return snapshot.peek(record, slot: slot)
  }

  func places(of record: RecordHandle) -> [Int] { wordPlaces[Int(record.raw)].filter { $0 >= 0 } }

  /// The one word that stands for all lists with the same elements.
  func canonical(_ word: Int64, at place: Int) -> Int64 {
    guard case .word(let record, let slot) = layout.subjects[place] else { return word }
    return lists.canonical(word, as: snapshot.type(of: record).fields[slot].type, in: snapshot)
  }

  // MARK: Supplying

  func word(of record: RecordHandle, slot: Int) -> Int64 {
    let place = wordPlaces[Int(record.raw)][slot]
    readPlaces.append(place)
    return layout.word(of: number(at: place, in: situation), at: place)
  }

  func presence(of record: RecordHandle) -> RecordPresence {
    guard isMember(record) else { return .unknown }
    let place = presencePlaces[Int(record.raw)]
    readPlaces.append(place)
    let presence = RecordPresence(
      word: layout.word(of: number(at: place, in: situation), at: place))
    if presence == .present { snapshot.bring(record, cells: parked[Int(record.raw)]) }
    return presence
  }

  func members(at owner: RecordHandle, type: Int, slot: Int) -> [RecordHandle]? {
    guard changingTypes.contains(type) || changingSets.contains(Word(type: type, slot: slot)) else {
      return nil
    }
    return recordsOfType[type].filter { record in
      guard snapshot.presence(of: record) == .present else { return false }
      let word = snapshot.storedWord(of: record, slot: slot)
      if word == Scalar.null { return false }
      if case .links = definition.recordTypes[type].fields[slot].type {
        return snapshot.elements(ofList: word).contains(Int64(owner.raw))
      }
      return word == Int64(owner.raw)
    }
  }

  func all(ofType type: Int) -> [RecordHandle]? {
    guard changingTypes.contains(type) else { return nil }
    return recordsOfType[type].filter { snapshot.presence(of: $0) == .present }
  }

  func holders(of word: Int64, type: Int, slot: Int) -> [RecordHandle]? {
    recordsOfType[type].filter { snapshot.presence(of: $0) == .present }
  }

  /// Forgets everything that was read, so that the next step reads anew.
  func forget() {
    for place in readPlaces {
      switch layout.subjects[place] {
      case .word(let record, let slot):
        if presencePlaces[Int(record.raw)] < 0 {
          snapshot.setUnread(record, slot: slot)
        } else if parked[Int(record.raw)] >= 0 {
          snapshot.bring(record, cells: parked[Int(record.raw)])
          snapshot.setUnread(record, slot: slot)
          _ = snapshot.park(record)
        }
      case .presence(let record): _ = snapshot.park(record)
      case .clock: break
      }
    }
    readPlaces.removeAll(keepingCapacity: true)
  }
}

extension RecordPresence {
  var word: Int64 { Int64(rawValue) }

  init(word: Int64) { self = RecordPresence(rawValue: UInt8(truncatingIfNeeded: word)) ?? .unknown }
}

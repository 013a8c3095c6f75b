import CEL
import WorkflowEngine

/// How to go back from a record that an effect has changed to the record whose event it was.
enum WayBack: Hashable {
  /// The record that a reference of the changed one leads to.
  case along(slot: Int)
  /// Records of a type whose reference or links in a slot lead to the changed one.
  case holders(type: Int, slot: Int)
  /// The records in a list of references of the changed one.
  case elements(slot: Int)
  /// Any record of a type.
  case any(type: Int)
}

/// Something that may write a word: an event, or what follows by itself.
struct Writer: Hashable {
  enum Kind: Hashable {
    /// By its place among the type's events.
    case event(Int)
    /// A reaction or an automatic transition, by its place in `WriterTable.followers`.
    case follower(Int)
  }

  let type: Int
  let kind: Kind
  /// From the written record to the event's, one after another.
  let back: [WayBack]
}

/// Which events may write which words, make which records, or take them away: through effects,
/// cascades, entries and exits of states, whatever their conditions are.
struct WriterTable {
  /// What comes about by itself where conditions hold.
  struct Follower {
    var conditions: [Condition] = []
    var formulas: [Formula] = []
    /// Regions whose states decide.
    var slots: [Int] = []
  }

  private(set) var writers: [Word: Set<Writer>] = [:]
  /// By type: whose effects make records of it; the way back begins at an owner that is unknown.
  private(set) var makers: [Int: Set<Writer>] = [:]
  /// By type: who takes its records away.
  private(set) var removers: [Int: Set<Writer>] = [:]
  private(set) var followers: [Follower] = []
  let moments: MomentUse

  private let definition: WorkflowDefinition
  private static let mostSends = 6

  private struct Origin {
    let type: Int
    let kind: Writer.Kind
    var seen: Set<Visit> = []
  }

  private struct Visit: Hashable {
    let type: Int
    let event: Int
    let back: [WayBack]
  }

  init(_ definition: WorkflowDefinition) {
    self.definition = definition
    moments = MomentUse(definition)
    for type in definition.recordTypes {
      for event in type.events {
        let ways = event.transitions.filter {
          ($0.isAsked && $0.notSupported == nil) || $0.isTimed || $0.expiredEvent != nil
        }
        guard !ways.isEmpty else { continue }
        var origin = Origin(type: type.index, kind: .event(event.index))
        for way in ways { add(way, of: type, [], &origin, 0) }
      }
      addFollowers(of: type)
    }
  }

  private mutating func addFollowers(of type: RecordType) {
    for reaction in type.reactions {
      let formulas = reaction.set.flatMap(\.formulas)
      followers.append(Follower(conditions: [reaction.when], formulas: formulas))
      let origin = Origin(type: type.index, kind: .follower(followers.count - 1))
      for one in reaction.set { write(Word(type: type.index, slot: one.slot), [], origin) }
    }
    for way in type.transitions where !way.isAsked && !way.isTimed {
      switch way.occasion {
      case .automatic, .done: break
      case .asked, .sent, .clock, .expired: continue
      }
      followers.append(
        Follower(
          conditions: [way.when].compactMap(\.self)
            + way.guards.flatMap { [$0.declared.when, $0.declared.check].compactMap(\.self) },
          slots: type.regions.map(\.slot)))
      var origin = Origin(type: type.index, kind: .follower(followers.count - 1))
      add(way, of: type, [], &origin, 0)
    }
  }

  // MARK: What a way does

  private mutating func add(
    _ way: Transition, of type: RecordType, _ back: [WayBack], _ origin: inout Origin, _ depth: Int
  ) {
    func write(_ slot: Int) { self.write(Word(type: type.index, slot: slot), back, origin) }
    for move in way.to { write(move.slot) }
    if type.hasInnerStates || !way.toHistories.isEmpty {
      for region in type.regions {
        let inner = region.memories + [region.enteredSlot].compactMap(\.self)
        for slot in [region.slot] + inner { write(slot) }
      }
    }
    if depth == 0 { for slot in way.creates ? way.edits : way.givenSlots { write(slot) } }
    for assignment in way.keptDefaults { write(assignment.slot) }
    if case .clock(let timer) = way.occasion, let slot = timer.firedSlot { write(slot) }
    for effect in way.effects + type.regions.flatMap(\.ownEffects) {
      add(effect, of: type, back, &origin, depth)
    }
  }

  private mutating func add(
    _ effect: Effect, of type: RecordType, _ back: [WayBack], _ origin: inout Origin, _ depth: Int
  ) {
    var steps: [[WayBack]] = [[]]
    var target = type.index
    if case .each(let loop) = effect.target {
      steps = waysBack(of: loop, from: type)
      target = loop.memberType
    }
    if definition.recordTypes[target].isInline {
      for (slot, field) in type.fields.enumerated() where field.type == .entries(target) {
        write(Word(type: type.index, slot: slot), back, origin)
      }
    }
    for step in steps {
      let path = step + back
      let parts = effect.kind.parts
      if parts.removes {
        removers[target, default: []].insert(
          Writer(type: origin.type, kind: origin.kind, back: path))
      }
      if let entries = parts.entries {
        write(Word(type: type.index, slot: entries), back, origin)
      } else if let made = parts.created {
        makers[made, default: []].insert(
          Writer(type: origin.type, kind: origin.kind, back: back))
        // Nothing says which record it was that made it.
        if let sent = parts.sent { send(sent, to: made, [.any(type: origin.type)], &origin, depth) }
      } else {
        for one in parts.assignments { write(Word(type: target, slot: one.slot), path, origin) }
        if let sent = parts.sent {
          let names = Set(parts.given.map(\.name))
          for way in definition.recordTypes[target].events[sent].transitions {
            for slot in way.slots(keeping: names) {
              write(Word(type: target, slot: slot), path, origin)
            }
          }
          send(sent, to: target, path, &origin, depth)
        }
      }
      if let (slot, ofMember) = parts.links {
        write(
          Word(type: ofMember ? target : type.index, slot: slot), ofMember ? path : back, origin)
      }
      if let raised = parts.raised { send(raised, to: type.index, back, &origin, depth) }
      for inner in parts.inner { add(inner, of: type, back, &origin, depth) }
    }
  }

  private mutating func send(
    _ event: Int, to type: Int, _ back: [WayBack], _ origin: inout Origin, _ depth: Int
  ) {
    guard depth < Self.mostSends,
      origin.seen.insert(Visit(type: type, event: event, back: back)).inserted
    else { return }
    let recordType = definition.recordTypes[type]
    for way in recordType.events[event].transitions where !way.creates {
      add(way, of: recordType, back, &origin, depth + 1)
    }
  }

  private mutating func write(_ word: Word, _ back: [WayBack], _ origin: Origin) {
    writers[word, default: []].insert(Writer(type: origin.type, kind: origin.kind, back: back))
  }

  // MARK: Ways back

  private func waysBack(of loop: Loop, from type: RecordType) -> [[WayBack]] {
    if let set = type.sets.first(where: { $0.name == loop.records.text }) {
      switch set.source {
      case .referencing(let slot): return [[.along(slot: slot)]]
      case .reaching(let path): return [path.map { .along(slot: $0) }]
      case .stored(let slot): return [[.holders(type: type.index, slot: slot)]]
      case .linking(let slot): return [[.elements(slot: slot)]]
      case .everything: return [[.any(type: type.index)]]
      }
    }
    if let path = referencePath(loop.records.text, from: type) { return [path] }
    return [[.any(type: type.index)]]
  }

  /// The way back over a plain path of references, such as `location.account`.
  private func referencePath(_ text: String, from type: RecordType) -> [WayBack]? {
    var current = type
    var back: [WayBack] = []
    var names = text.split(separator: ".").map(String.init)
    if names.count > 1, names[0] == type.name { names.removeFirst() }
    for name in names {
      let slots: [Int]
      if let slot = current.slot(of: name) {
        slots = [slot]
      } else if let path = current.formulas.first(where: { $0.name == name })?.referencePath {
        slots = path
      } else {
        return nil
      }
      for slot in slots {
        guard let next = current.fields[slot].type.target else { return nil }
        back.insert(.holders(type: current.index, slot: slot), at: 0)
        current = definition.recordTypes[next]
      }
    }
    return back
  }
}

extension RecordType {
  /// Whether entering a state may enter others.
  var hasInnerStates: Bool {
    regions.contains { $0.parent != nil || $0.enteredSlot != nil || $0.previousSlot != nil }
  }
}

extension Region {
  /// What entering and leaving its states brings about.
  var ownEffects: [Effect] {
    states.flatMap { $0.onEntry + $0.onExit + ($0.initial?.effects ?? []) }
      + histories.flatMap(\.effects)
  }
}

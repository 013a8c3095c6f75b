import CEL

/// Of whose personal values the parts of a plan are made, as far as the step has come.
struct MentionBook {
  /// A value that an event was given.
  struct Input: Hashable {
    /// Which event: 0 is the one that was asked for, others were sent.
    var scope = 0
    /// As formulas know it.
    var name: String
  }

  /// Where a value comes from.
  enum Source: Hashable {
    case held(RecordHandle, slot: Int)
    case input(Input)
  }

  /// Where it goes.
  enum Target: Hashable {
    case part(Plan.MentionTarget)
    case input(Input)
  }

  private var notes: [(target: Target, source: Source)] = []
  private var scopes = 0

  var count: Int { notes.count }
  var isEmpty: Bool { notes.isEmpty }

  /// The number of an event that is sent next.
  mutating func makeScope() -> Int {
    scopes += 1
    return scopes
  }

  mutating func takeBack(to count: Int) { notes.removeSubrange(count...) }

  mutating func note(_ target: Target, _ sources: some Sequence<Source>) {
    for source in sources { notes.append((target, source)) }
  }

  /// Gives what was noted since then another place: that of the record that was made for it, or of
  /// the list whose entry it is.
  mutating func move(
    since count: Int, _ place: (RecordHandle, Int) -> (record: RecordHandle, slot: Int)
  ) {
    for index in notes.indices.dropFirst(count) {
      guard case .part(.field(let record, let slot)) = notes[index].target else { continue }
      let new = place(record, slot)
      notes[index].target = .part(.field(new.record, slot: new.slot))
    }
  }

  /// What a plan says: inputs are looked through, to what they were made of and to the fields that
  /// they fill.
  var mentions: [Plan.Mention] {
    var result: [Plan.Mention] = []
    var known: Set<Plan.Mention> = []
    func add(_ target: Plan.MentionTarget, _ record: RecordHandle, _ slot: Int?) {
      let mention = Plan.Mention(target, of: record, slot: slot)
      if known.insert(mention).inserted { result.append(mention) }
    }
    for (target, source) in notes {
      for (record, slot) in held(by: source) {
        switch target {
        case .part(.field(let own, _)) where own == record && slot == nil: continue
        case .part(let part): add(part, record, slot)
        case .input(let input): if input.scope == 0 { add(.request, record, slot) }
        }
      }
      if case .input(let input) = source, input.scope == 0,
        case .part(.field(let record, _)) = target
      {
        add(.request, record, nil)
      }
    }
    return result
  }

  private func held(by source: Source) -> [(RecordHandle, Int?)] {
    guard case .input(let name) = source else {
      guard case .held(let record, let slot) = source else { return [] }
      return [(record, slot)]
    }
    var names = [name]
    var found: [(RecordHandle, Int?)] = []
    var next = 0
    while next < names.count {
      let name = names[next]
      next += 1
      for (target, source) in notes {
        if target == .input(name) {
          switch source {
          case .held(let record, let slot): found.append((record, slot))
          case .input(let other): if !names.contains(other) { names.append(other) }
          }
        } else if source == .input(name), case .part(.field(let record, _)) = target {
          found.append((record, nil))
        }
      }
    }
    return found
  }
}

import CEL
import WorkflowEngine

extension Exploration {
  /// Whether a goal can be reached from wherever a record may come.
  enum Openness {
    /// From each situation in which the record is there.
    case open
    /// Not from this situation, the first one that was found.
    case trap(Int)
    /// Not all situations are known.
    case unknown
  }

  /// Looks back from all situations in which a question about a record is answered with yes.
  func openness(of question: Int, _ record: RecordHandle) -> Openness {
    guard limit == nil else { return .unknown }
    let all = openness(of: question, record) { _ in true }
    // A request may expire, or wait, only where it was asked, which no situation tells: what stays open
    // because of that alone may not.
    guard case .open = all, !asker.moves.allSatisfy(\.isCertain) else { return all }
    let certain = openness(of: question, record, by: \.isCertain)
    if case .open = certain { return .open }
    return .unknown
  }

  private func openness(
    of question: Int, _ record: RecordHandle, by isMeant: (Move) -> Bool
  ) -> Openness {
    let count = situations.count
    // For each situation a chain of those that lead to it.
    var heads = [Int32](repeating: -1, count: count)
    var links: [(from: Int32, next: Int32)] = []
    var isOpen = [Bool](repeating: false, count: count)
    var isConcerned = [Bool](repeating: false, count: count)
    var waiting: [Int] = []
    for index in 0..<count {
      look(at: index)
      isConcerned[index] = isThere(record)
      if isConcerned[index], asker.truth(question) == true {
        isOpen[index] = true
        waiting.append(index)
      }
      guard
        eachSuccessor(
          of: index, by: isMeant,
          { next in
            links.append((Int32(index), heads[next]))
            heads[next] = Int32(links.count - 1)
          })
      else { return .unknown }
    }
    while let reached = waiting.popLast() {
      var link = heads[reached]
      while link >= 0 {
        let from = Int(links[Int(link)].from)
        if !isOpen[from] {
          isOpen[from] = true
          waiting.append(from)
        }
        link = links[Int(link)].next
      }
    }
    let trap = (0..<count).first { isConcerned[$0] && !isOpen[$0] }
    return trap.map { .trap($0) } ?? .open
  }

  private func look(at index: Int) {
    world.situation.update(from: situations.units(at: index), count: situations.width)
  }

  private func isThere(_ record: RecordHandle) -> Bool {
    let place = world.presencePlace(of: record)
    guard place >= 0 else { return true }
    let word = world.layout.word(of: world.number(at: place, in: world.situation), at: place)
    return RecordPresence(word: word) == .present
  }

  /// Gives the situations that a move leads to; false where one is not known.
  private func eachSuccessor(
    of index: Int, by isMeant: (Move) -> Bool, _ body: (Int) -> Void
  ) -> Bool {
    let moment = world.clockPlace < 0 ? 0 : world.number(at: world.clockPlace, in: world.situation)
    for move in asker.moves.indices where isMeant(asker.moves[move]) {
      guard case .answer(let number) = asker.ask(asker.question(move: move, moment: moment)) else {
        return false
      }
      let answer = asker.tree.answers[number]
      guard answer.kind == .allowed else { continue }
      scratch.update(from: world.situation, count: situations.width)
      for write in answer.writes { world.put(Int(write.number), at: Int(write.place), in: scratch) }
      symmetry?.normalize(scratch, in: world)
      guard let next = situations.find(scratch) else { return false }
      body(next)
    }
    return true
  }

  /// States of records that no situation holds: by type, region and state.
  func unreachedStates() -> [(type: Int, region: Int, state: Int)] {
    let definition = world.definition
    var seen: Set<[Int]> = []
    for (place, subject) in world.layout.subjects.enumerated() {
      guard case .word(let record, let slot) = subject else { continue }
      let type = world.snapshot.type(of: record)
      guard slot < type.regions.count else { continue }
      var numbers: Set<Int> = []
      for index in 0..<situations.count {
        numbers.insert(world.number(at: place, in: situations.units(at: index)))
      }
      for number in numbers {
        seen.insert([type.index, slot, Int(world.layout.word(of: number, at: place))])
      }
    }
    return definition.recordTypes.flatMap { type in
      type.regions.enumerated().flatMap { slot, region in
        region.states.indices.filter { state in
          !seen.contains([type.index, slot, state])
            && world.recordsOfType[type.index].contains { world.place(of: $0, slot: slot) >= 0 }
        }.map { (type: type.index, region: slot, state: $0) }
      }
    }
  }
}

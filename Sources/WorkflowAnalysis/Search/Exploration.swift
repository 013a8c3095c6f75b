import WorkflowEngine

/// Every situation that can be reached from the first ones, breadth first.
///
/// A class, because it can be interrupted and go on.
final class Exploration {
  let asker: Asker
  let scope: Scope
  private(set) var situations: SituationSet
  /// How many of the situations have been looked at.
  private(set) var finished = 0
  private(set) var transitions = 0
  /// By invariant: the situation and the move that would break it, the first that was found.
  private(set) var broken: [Int: (situation: Int, move: Int)] = [:]
  /// Why not everything was looked at, where it was not.
  private(set) var limit: Limit?
  /// Whether a step would have made more records than the scope has.
  private(set) var leftScope = false
  let symmetry: Symmetry?
  /// The situation at the beginning, records that are alike in their own order.
  private(set) var first: UnsafeMutablePointer<UInt32>
  /// A situation in the making.
  private(set) var scratch: UnsafeMutablePointer<UInt32>
  private let clock = ContinuousClock()

  package enum Limit: Sendable {
    case situations, time, values, interrupted
  }

  var world: SmallWorld { asker.world }

  init(_ asker: Asker, scope: Scope, symmetry: Symmetry?) {
    self.asker = asker
    self.scope = scope
    self.symmetry = symmetry
    let width = asker.world.layout.unitCount
    situations = SituationSet(width: width)
    first = .allocate(capacity: width)
    first.update(from: asker.world.situation, count: width)
    scratch = .allocate(capacity: width)
    scratch.update(from: asker.world.situation, count: width)
    symmetry?.normalize(scratch, in: asker.world)
    _ = situations.insert(scratch, parent: 0, move: 0)
  }

  /// The clock is looked at after so many situations.
  private var pace: Int { asker.moves.count > 100 ? 0 : 0x3F }

  deinit {
    first.deallocate()
    scratch.deallocate()
  }

  /// Looks on until everything is seen, a limit is reached, or somebody has what they want.
  ///
  /// - Parameters:
  ///   - isEnough: asked for each new situation, by its place.
  ///   - eachNew: called for each situation while the world looks at it, before any move is tried.
  func run(
    isInterrupted: () -> Bool = { false }, isEnough: (Int) -> Bool = { _ in false },
    eachNew: ((Int) -> Void)? = nil
  ) {
    let deadline = clock.now.advanced(by: .seconds(scope.seconds))
    limit = nil
    while finished < situations.count {
      if finished & pace == 0 {
        if isInterrupted() {
          limit = .interrupted
          return
        }
        if clock.now > deadline {
          limit = .time
          return
        }
      }
      if situations.count > scope.maximumSituations {
        limit = .situations
        return
      }
      if let eachNew {
        world.situation.update(from: situations.units(at: finished), count: situations.width)
        eachNew(finished)
      }
      guard look(at: finished, isEnough) else { return }
      finished += 1
    }
  }

  /// Tries every move in a situation; false where that is enough.
  private func look(at index: Int, _ isEnough: (Int) -> Bool) -> Bool {
    let width = situations.width
    world.situation.update(from: situations.units(at: index), count: width)
    let moment = world.clockPlace < 0 ? 0 : world.number(at: world.clockPlace, in: world.situation)
    var move = 0
    while move < asker.moves.count {
      switch asker.ask(asker.question(move: move, moment: moment)) {
      case .widen(let place):
        guard widen(place) else { return false }
        return look(at: index, isEnough)
      case .answer(let number):
        switch asker.tree.answers[number].kind {
        case .blocked, .truth: break
        case .outside: leftScope = true
        case .broken(let rules):
          for rule in rules where broken[rule] == nil { broken[rule] = (index, move) }
        case .allowed:
          transitions += 1
          if let new = add(asker.tree.answers[number].writes, from: index, move), isEnough(new) {
            return false
          }
        }
      }
      move += 1
    }
    return true
  }

  private func add(_ writes: [Answer.Write], from index: Int, _ move: Int) -> Int? {
    scratch.update(from: world.situation, count: situations.width)
    for write in writes { world.put(Int(write.number), at: Int(write.place), in: scratch) }
    symmetry?.normalize(scratch, in: world)
    return situations.insert(scratch, parent: index, move: move)
  }

  /// Gives a place more room and packs everything anew.
  private func widen(_ place: Int) -> Bool {
    guard !world.layout.isFull(place) else {
      limit = .values
      return false
    }
    let numbers = (0..<situations.count).map { world.unpacked(situations.units(at: $0)) }
    let firstNumbers = world.unpacked(first)
    world.layout.widen(place)
    world.resize()
    let width = world.layout.unitCount
    var packed = SituationSet(width: width)
    for memory in [first, scratch] { memory.deallocate() }
    first = .allocate(capacity: width)
    scratch = .allocate(capacity: width)
    pack(firstNumbers, into: first)
    for (index, numbers) in numbers.enumerated() {
      pack(numbers, into: scratch)
      _ = packed.insert(
        scratch, parent: situations.parent(of: index), move: situations.move(to: index))
    }
    situations = packed
    return true
  }

  private func pack(_ numbers: [Int], into units: UnsafeMutablePointer<UInt32>) {
    units.initialize(repeating: 0, count: world.layout.unitCount)
    for (place, number) in numbers.enumerated() { world.put(number, at: place, in: units) }
  }

  /// The places of the situations from the first one to this one.
  func path(to index: Int) -> [Int] {
    var path = [index]
    while let last = path.last, last != 0 { path.append(situations.parent(of: last)) }
    return path.reversed()
  }
}

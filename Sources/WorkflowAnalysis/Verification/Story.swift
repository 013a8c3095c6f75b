import WorkflowEngine

/// What is done one after another, from records as they are given to what the story is about.
package struct Story: Sendable {
  package struct Step: Sendable {
    package var move: Move
    /// When, in microseconds.
    package var at: Int64
    /// The moment before it, at which the clock may have looked.
    package var former = Int64.min
    /// How many second persons it takes.
    package var approvals = 0
  }

  /// The records at the beginning.
  package var given: [PlacedRecord]
  package var steps: [Step]
  /// The records that the steps speak of, by `Move.record`.
  package var records: [PlacedRecord]

  package var isEmpty: Bool { steps.isEmpty }
}

extension Exploration {
  /// The story that leads to a situation, and on by one move more where there is one.
  ///
  /// Situations stand for all that are alike, so that each step is found anew on the records
  /// themselves.
  func story(to index: Int, then last: (isWanted: (Answer) -> Bool, at: Int)? = nil) -> [Story
    .Step]?
  {
    let path = path(to: index)
    var steps: [Story.Step] = []
    world.situation.update(from: first, count: situations.width)
    for target in path.dropFirst() {
      guard
        let step = step(where: { answer in
          answer.kind == .allowed && leads(answer, to: target)
        })
      else { return nil }
      steps.append(step)
    }
    if let last {
      guard let step = step(where: last.isWanted) else { return nil }
      steps.append(step)
    }
    return steps
  }

  /// The first move whose answer is wanted; it is carried out.
  private func step(where isWanted: (Answer) -> Bool) -> Story.Step? {
    let moment = world.clockPlace < 0 ? 0 : world.number(at: world.clockPlace, in: world.situation)
    for move in asker.moves.indices {
      guard case .answer(let number) = asker.ask(asker.question(move: move, moment: moment)) else {
        return nil
      }
      let answer = asker.tree.answers[number]
      guard isWanted(answer) else { continue }
      let kind = asker.moves[move].kind
      let next = kind == .wait ? moment + 1 : moment
      for write in answer.writes {
        world.put(Int(write.number), at: Int(write.place), in: world.situation)
      }
      return Story.Step(
        move: asker.moves[move], at: scope.moments[next],
        former: next > 0 ? scope.moments[next - 1] : Int64.min)
    }
    return nil
  }

  private func leads(_ answer: Answer, to target: Int) -> Bool {
    let width = situations.width
    scratch.update(from: world.situation, count: width)
    for write in answer.writes { world.put(Int(write.number), at: Int(write.place), in: scratch) }
    symmetry?.normalize(scratch, in: world)
    let wanted = situations.units(at: target)
    return (0..<width).allSatisfy { scratch[$0] == wanted[$0] }
  }
}

import CEL
import WorkflowEngine

/// Variables that are compared with each other, and the constants they are compared with.
///
/// Their samples cut what there is into finitely many cells. Comparisons `x + a < y + b` are
/// difference constraints: whatever truth such comparisons can have together, they have it for
/// values that a shortest path from a constant gives: a constant, plus at most one offset for each
/// further variable, less a smallest step for each strict comparison on the way. Those are the
/// samples, and a value beyond all constants.
struct Family {
  /// Samples of one family at most; beyond that they are no longer all that matter.
  static let maximumSamples = 300

  var units: Set<Variable.Unit> = []
  var texts: [String] = []
  /// Constants that a variable was compared with, less what was added to it.
  var constants: [[Addend]] = []
  /// What is added to one variable to compare it with another.
  var offsets: [[Addend]] = []
  /// How many variables there are.
  var size = 0

  /// A constant that is added or taken away.
  struct Addend: Hashable {
    let value: Scale.Amount
    let isTaken: Bool

    var inverse: Addend { Addend(value: value, isTaken: !isTaken) }
  }

  /// The samples in the family's steps; not exact where they may miss a case.
  func samples(for unit: Variable.Unit) -> (numbers: [Int64], isExact: Bool) {
    guard let scale else { return (fallback(unit), false) }
    let fixed = constants.map { scale.sum($0) }
    let shifts = offsets.map { scale.sum($0) }
    let isMixed = units.count > 1 && size > 1
    var isExact = !isMixed && !fixed.contains(nil) && !shifts.contains(nil) && size < 9
    let knownShifts = Set(shifts.compactMap(\.self).flatMap { [$0, -$0] }).subtracting([0])
    var anchors = Set(fixed.compactMap(\.self)).sorted()
    let reach = knownShifts.max() ?? 0
    // Beyond all constants there is room for a chain of all variables.
    let room = size > 1 ? Int64(size + 1) : 1
    let distance = room.multipliedClamped(reach.addingClamped(scale.unit(unit)))
    let top =
      anchors.last.map { $0.addingClamped(distance) } ?? scale.base(unit)
    if let latest = scale.latest(unit), top > latest {
      // Without arithmetic nothing lies beyond the last value there is.
      if !knownShifts.isEmpty { isExact = false }
      anchors.append(latest)
    } else {
      if top > 1 << 61 { isExact = false }
      anchors.append(top)
    }
    var numbers: [Int64] = []
    var seen: Set<Int64> = []
    let candidates =
      size > 1 ? chained(anchors, knownShifts, scale) : apart(anchors, scale.unit(unit), scale)
    for number in candidates {
      guard let fitting = scale.floor(number, for: unit), seen.insert(fitting).inserted else {
        continue
      }
      numbers.append(fitting)
    }
    if numbers.count > Family.maximumSamples {
      isExact = false
      numbers.removeSubrange(Family.maximumSamples...)
    }
    return (numbers, isExact)
  }

  /// For a variable alone: the constants, and one value between each two.
  private func apart(_ anchors: [Int64], _ unit: Int64, _ scale: Scale) -> [Int64] {
    var numbers = anchors
    for (place, anchor) in anchors.enumerated() {
      guard place > 0 else {
        numbers.append(anchor.addingClamped(-unit))
        continue
      }
      let next = anchors[place - 1].addingClamped(unit)
      numbers.append(next < anchor ? next : anchor.addingClamped(-scale.epsilon))
    }
    return numbers
  }

  /// For variables that are compared with each other: what chains of comparisons reach.
  private func chained(_ anchors: [Int64], _ shifts: Set<Int64>, _ scale: Scale) -> [Int64] {
    var reached = Set(anchors)
    var edge = reached
    for _ in 1..<size where !shifts.isEmpty && reached.count <= Family.maximumSamples {
      edge = Set(edge.flatMap { value in shifts.map { value.addingClamped($0) } })
        .subtracting(reached)
      reached.formUnion(edge)
    }
    // Constants first, then what is just below them: witnesses are easier to read.
    let values = anchors + reached.subtracting(anchors).sorted()
    return (0...size).flatMap { step in
      values.map { $0.addingClamped(-Int64(step) * scale.epsilon) }
    }
  }

  private func fallback(_ unit: Variable.Unit) -> [Int64] { [Scale(unit: unit).base(unit)] }

  /// What one step of the numbers is; nil where the constants need steps too fine for a word.
  var scale: Scale? { Scale(units: units, amounts: (constants + offsets).flatMap(\.self)) }

  /// The same with each text behind another, and none: what begins, ends or contains them.
  var composedTexts: [Sample] {
    let parts = texts.prefix(6)
    let composed = parts.flatMap { first in parts.map { first + $0 } } + [""]
    return textSamples + composed.filter { !texts.contains($0) }.map { .text($0) }
  }

  /// The constants, and texts that are none of them, one for each variable.
  var textSamples: [Sample] {
    let fresh = (1...).lazy.map { "text \($0)" }.filter { !texts.contains($0) }
    return (texts + fresh.prefix(max(size, 1))).map { .text($0) }
  }
}

extension Int64 {
  func addingClamped(_ other: Int64) -> Int64 {
    let (sum, overflow) = addingReportingOverflow(other)
    return overflow ? (other < 0 ? .min : .max) : sum
  }

  func multipliedClamped(_ other: Int64) -> Int64 {
    let (product, overflow) = multipliedReportingOverflow(by: other)
    return overflow ? .max : product
  }
}

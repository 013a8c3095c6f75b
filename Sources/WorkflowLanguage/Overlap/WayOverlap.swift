import Diagnostics
import WorkflowEngine
import YAML

/// Two ways of one event that states alone do not keep apart: their conditions must.
struct OpenPair {
  let type: Int
  let event: Int
  /// Their places among the event's ways, the earlier one first.
  let ways: (Int, Int)
}

/// In which states two ways of one event both apply, as far as `from` says.
struct WayOverlap {
  let type: RecordTypeDraft

  /// States in which both apply, named for the author; nil where there are none, or where an inner
  /// state's way goes before an outer one's, or where parallel regions each take their own.
  func states(_ first: WayDraft, _ second: WayDraft) -> String? {
    guard first.calling == second.calling, first.done == second.done else { return nil }
    if first.creates || second.creates {
      return first.creates && second.creates ? "is new" : nil
    }
    guard sourceRegion(of: first) == sourceRegion(of: second) else { return nil }
    var parts: [String] = []
    for (slot, region) in type.regions.enumerated() {
      let tests = (first.from + second.from).filter { $0.slot == slot }
      guard !tests.isEmpty else { continue }
      let both = tests.reduce(UInt64.max) { $0 & $1.states }
      guard both != 0, both.trailingZeroBitCount < region.states.count else { return nil }
      parts.append("has \(region.name) \(region.states[both.trailingZeroBitCount].name)")
    }
    return parts.isEmpty ? "is in any state" : parts.joined(separator: " and ")
  }

  /// The region whose state a way leaves; nil for a way from any state.
  private func sourceRegion(of way: WayDraft) -> Int? {
    let target = way.to.first?.slot ?? way.toHistories.first?.region
    let top = target.flatMap { type.path(from: $0).last }
    let around = way.from.filter { type.path(from: $0.slot).last == top }
    return (around.isEmpty ? way.from : around)
      .max { type.path(from: $0.slot).count < type.path(from: $1.slot).count }?.slot
  }
}

extension WayDraft {
  /// What brings it about; what does not exist is asked for like anything else.
  fileprivate var calling: OccasionKind { isUnsupported ? .asked : occasionKind }

  /// Whether it has conditions that may keep it apart from another.
  var isConditional: Bool { form["when"] != nil || !nodes("guards").isEmpty }

  /// Where its states are named.
  var placeOfStates: SourceRange { (isFromShared ? nil : form["from"]?.range) ?? range }
}

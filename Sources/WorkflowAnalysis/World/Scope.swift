package import WorkflowEngine

/// Which worlds are looked at: how many records there may be, who acts, and when.
package struct Scope: Sendable {
  /// By type: how many records there are, or may come to be where they are created.
  package var counts: [Int]
  /// Moments of the clock, in microseconds and rising; the first is the beginning.
  package var moments: [Int64]
  /// How many situations are kept at most.
  package var maximumSituations = 1_000_000
  /// How long the search may take, in seconds.
  package var seconds = 10.0

  package init(counts: [Int], moments: [Int64]) {
    self.counts = counts
    self.moments = moments
  }

  /// 2026-03-10T09:00:00Z: any day is as good as another, and this one is everybody's.
  package static let morning: Int64 = 1_773_133_200_000_000
  package static let day: Int64 = 86_400_000_000

  /// The same number of records of each type.
  package init(of definition: WorkflowDefinition, records: Int) {
    let relevance = Relevance(definition)
    self.init(
      counts: definition.recordTypes.map { $0.isInline ? 0 : records },
      moments: relevance.readsMoment
        ? [Self.morning, Self.morning + Self.day, Self.morning + 40 * Self.day]
        : [Self.morning])
  }
}

package import WorkflowEngine

/// What was found out about a definition's rules, and how far it was looked.
package struct VerificationReport: Sendable {
  /// What was looked at.
  package struct Extent: Sendable {
    /// By type: how many records there were at most.
    package var counts: [Int]
    package var moments: [Int64]
    package var situations: Int
    package var isComplete: Bool
    /// Whether more records could have been made than there was room for.
    package var isCut: Bool
  }

  package enum Verdict: Sendable {
    /// No step from any situation in which the rules hold breaks it, whatever the number of records.
    case proved
    /// The same where sets have at most two members.
    case provedForSmallSets
    /// In every situation that was looked at; `Extent` says which.
    case holds
    /// The same, but no record that it speaks of came to be in any of them.
    case untried
    /// A rule can be broken, or something that must be reachable is reached, by this story.
    case story(Story)
    /// A possibility that is not reached.
    case unreached
    /// From each situation that was looked at the way to what must be possible stays open.
    case staysOpen
    /// The story leads to where there is no way any more to what must always be possible.
    case trap(Story)
    /// The search tells a story that does not end so when it is played again.
    case unconfirmed
  }

  package enum Openness: Sendable {
    /// The event may break it from a situation that is not known to be reachable.
    case event(String)
    /// Its cases could not all be looked at.
    case manyCases

    /// `box.open keeps it only where more is known than the rules say`
    package var text: String {
      switch self {
      case .event(let event): "\(event) keeps it only where more is known than the rules say"
      case .manyCases: "its cases could not all be looked at"
      }
    }
  }

  package struct Entry: Sendable {
    package var name: String
    package var place: SourcePlace
    package var verdict: Verdict
    /// What is refused, or reached, at the end of the story.
    package var sentence: String
    /// Why there is no proof, where one was looked for in vain.
    package var openness: Openness?
  }

  package var invariants: [Entry] = []
  package var possibilities: [Entry] = []
  package var extent: Extent
  /// Transitions that were never part of an allowed step.
  package var deadTransitions: [Transition] = []
  /// Guards of events with one way that refused nothing, by type.
  package var idleGuards: [(type: RecordType, event: String, use: GuardUse)] = []
  /// States that no record was ever in.
  package var unreachedStates: [(type: RecordType, region: Region, state: State)] = []

  package var isBroken: Bool {
    invariants.contains { if case .story = $0.verdict { true } else { false } }
      || possibilities.contains { if case .trap = $0.verdict { true } else { false } }
  }
}

import JSONText
import Workflow
import WorkflowAnalysis

/// Which rules can be broken, and what is possible. Its encoding is the documented JSON.
struct VerifyAnswer: Codable {
  var format = Answer.format
  var purpose = "verify"
  var workflows: [Verified]

  enum CodingKeys: String, CodingKey {
    case format
    case purpose = "command"
    case workflows
  }

  init(_ workflows: [Verified]) { self.workflows = workflows }

  struct Verified: Codable {
    var workflow: String
    var file: String
    var invariants: [Found]
    var possibilities: [Found]
    /// Transitions that were part of no step that was looked at.
    var neverHappened: [Dead]
    /// States that nothing led to in what was looked at.
    var statesNotReached: [String]
    /// Guards that refused nothing in what was looked at.
    var idleGuards: [String]
    var lookedAt: Extent
    /// What is answered otherwise than for an earlier version; nil where none was named.
    var since: Since?

    enum CodingKeys: String, CodingKey {
      case workflow, file, invariants, possibilities
      case neverHappened = "never_happened"
      case statesNotReached = "states_not_reached"
      case idleGuards = "guards_that_refused_nothing"
      case lookedAt = "looked_at"
      case since
    }
  }

  /// A comparison with an earlier version.
  struct Since: Codable {
    /// Its file.
    var file: String
    var changes: [Change]
    /// How many answers are the same.
    var unchanged: Int
  }

  /// An answer that is another one.
  struct Change: Codable {
    enum Kind: String, Codable, CaseIterable {
      case invariant, possibility
    }

    var kind: Kind
    var name: String
    /// Nil where it is new.
    @OrNull var before: Found.Verdict?
    /// Nil where it is gone.
    @OrNull var now: Found.Verdict?
  }

  /// What was found out about an invariant or a possibility.
  struct Found: Codable {
    enum Verdict: String, Codable, CaseIterable {
      case proved
      case provedForSmallSets = "proved_for_small_sets"
      case holds
      case notBroken = "not_broken"
      case notTried = "not_tried"
      case broken
      case reached
      case notReached = "not_reached"
      case notConfirmed = "not_confirmed"
      case staysOpen = "stays_open"
      case trap
    }

    var name: String
    var place: String
    var answer: Verdict
    /// The steps that lead there, as commands of `workflow-run`; nil where there is no story.
    var story: [String]?
    /// What is refused at the end of the story; nil where nothing is broken.
    var sentence: String?
    /// The file in which the story was saved.
    var saved: String?
    /// Why there is no proof; nil where there is one, or a story.
    var openness: String?

    enum CodingKeys: String, CodingKey {
      case name, place, answer, story, sentence, saved
      case openness = "not_proved"
    }
  }

  struct Dead: Codable {
    /// The record type.
    var record: String
    var event: String
    var place: String
  }

  struct Extent: Codable {
    var situations: Int
    /// Whether these were all that there are.
    var isComplete: Bool
    /// Whether more records could have been made than there was room for.
    var isLimited: Bool
    /// How many records of each type there were at most.
    var records: JSON
    var moments: [String]

    enum CodingKeys: String, CodingKey {
      case situations
      case isComplete = "complete"
      case isLimited = "records_limited"
      case records, moments
    }
  }
}

import Diagnostics
import WorkflowEngine
import YAML

/// A region while its file is read.
///
/// A class, because it is numbered before its states are read, and regions inside them come after
/// it.
final class RegionDraft {
  let name: String
  let range: SourceRange
  /// The state it lies in.
  let parent: StateID?
  var choice = 0
  var states: [StateDraft] = []
  var histories: [HistoryDraft] = []
  /// The places of internal fields of the type.
  var historyNumber: Int?
  /// The same for the histories of further regions, by region.
  var memoryNumbers: [Int: Int] = [:]
  var enteredNumber: Int?
  var previousNumber: Int?

  init(name: String, range: SourceRange, parent: StateID?) {
    self.name = name
    self.range = range
    self.parent = parent
  }
}

struct StateDraft {
  let name: String
  let range: SourceRange
  /// Nil where the name stands alone.
  let form: Form?
  let isFinal: Bool
  var regions: [Int] = []
}

struct HistoryDraft {
  let name: String
  let range: SourceRange
  let form: Form
  let isDeep: Bool
}

/// A field that the engine keeps for itself.
struct InternalFieldDraft {
  enum Kind {
    /// A point in time.
    case moment
    /// A state of a region.
    case state(region: Int)
    /// Whether something is so; it is not in a new record.
    case flag
  }

  let name: String
  let kind: Kind
}

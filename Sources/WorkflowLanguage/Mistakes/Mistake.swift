import Diagnostics

/// What an author got wrong, with the words for it; the report adds where.
struct Mistake {
  /// Every code that this target gives; each has a page.
  enum Code: String, CaseIterable {
    case emptyFile = "empty-file"
    case missingKey = "missing-key"
    case unknownKey = "unknown-key"
    case misplacedKey = "misplaced-key"
    case wrongShape = "wrong-shape"
    case wrongValue = "wrong-value"
    case tooMany = "too-many"
    case invalidName = "invalid-name"
    case reservedName = "reserved-name"
    case nameTaken = "name-taken"
    case unknownType = "unknown-type"
    case unknownMember = "unknown-field"
    case unknownState = "unknown-state"
    case unknownRegion = "unknown-region"
    case unknownEvent = "unknown-event"
    case unknownGuard = "unknown-guard"
    case unknownTimeZone = "unknown-time-zone"
    case ambiguousState = "ambiguous-state"
    case ambiguousReference = "ambiguous-reference"
    case ambiguousTransition = "ambiguous-transition"
    case undecidedOverlap = "undecided-overlap"
    case finalState = "final-state"
    case noReference = "no-reference"
    case inlineType = "inline-type"
    case plainName = "plain-name"
    case wrongValueType = "value-type"
    case emptyValue = "empty-value"
    case wrongFormulaType = "formula-type"
    case sentenceBrace = "sentence-brace"
    case formulaCircle = "formula-circle"
    case reactionCircle = "reaction-circle"
    case cascadeCircle = "cascade-circle"
    case automaticCircle = "automatic-circle"
    case notSettable = "not-settable"
    case missingField = "missing-field"
    case cannotBeSent = "cannot-be-sent"
    case effectVerb = "effect-verb"
    case bareName = "bare-name"
    case formerName = "former-name"
    case unusedGuard = "unused-guard"
    case partPath = "part-path"
    case unknownPart = "unknown-part"
    case partAlone = "part-alone"

    var severity: Diagnostic.Severity {
      self == .unusedGuard ? .warning : .error
    }
  }

  let code: Code
  let message: String
  var label: String?
  var notes: [Diagnostic.Note]
  let help: String?

  init(
    _ code: Code, _ message: String, label: String? = nil, notes: [Diagnostic.Note] = [],
    help: String? = nil
  ) {
    self.code = code
    self.message = message
    self.label = label
    self.notes = notes
    self.help = help
  }
}

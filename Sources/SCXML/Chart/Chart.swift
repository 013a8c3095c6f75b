import Diagnostics

/// A state chart as an SCXML document writes it, its names resolved.
struct Chart {
  let file: SourceFile
  let name: String?
  /// Whether data of a state gets its value when the state is first entered.
  let isBoundLate: Bool
  /// Whether its expressions are formulas already.
  let isCEL: Bool
  /// Where it starts; nil means in the first state.
  let initial: ChartTransition?
  let data: [ChartData]
  /// All states and histories, in document order.
  let states: [ChartState]
  /// The states at the top.
  let roots: [Int]
}

/// A state, a parallel, a final state or a history.
struct ChartState {
  enum Kind: Equatable {
    case state, parallel, final
    case history(isDeep: Bool)
  }

  let kind: Kind
  /// Empty where the document gives none.
  let id: String
  let parent: Int?
  let range: SourceRange
  /// The states inside, without histories.
  var children: [Int] = []
  var histories: [Int] = []
  /// Where it starts, or where a history without memory leads; nil means the first state inside.
  var initial: ChartTransition?
  /// A list for each element `onentry`.
  var onEntry: [[ChartContent]] = []
  var onExit: [[ChartContent]] = []
  var transitions: [ChartTransition] = []
  /// What the event carries that a final state brings about.
  var doneData: ChartPayload?

  var isHistory: Bool {
    switch kind {
    case .history: true
    case .state, .parallel, .final: false
    }
  }

  /// Whether exactly one of its states is active while it is.
  var isCompound: Bool { kind == .state && !children.isEmpty }
}

/// A transition, or the one inside `initial` and `history`.
struct ChartTransition {
  /// Descriptors of events, without `.*` behind them; none means that no event is needed.
  var events: [String] = []
  var condition: ChartExpression?
  var targets: [Int] = []
  var isInternal = false
  var content: [ChartContent] = []
  let range: SourceRange
}

/// A declared variable.
struct ChartData {
  let id: String
  /// The state it is declared in.
  let state: Int?
  let value: ChartExpression?
  let range: SourceRange
}

/// An expression in the words of the document.
struct ChartExpression {
  let text: String
  let range: SourceRange
  /// Whether it is what an element holds, and not an expression: a plain value or a text.
  var isContent = false

  func script() throws(ScriptFailure) -> Script {
    if !isContent { return try ScriptParser.parse(text) }
    if let value = try? ScriptParser.parse(text), value.isPlainValue { return value }
    return .text(text.split(whereSeparator: \.isWhitespace).joined(separator: " "))
  }
}

/// An element that does something.
indirect enum ChartContent {
  case raise(event: String, SourceRange)
  case send(ChartSend)
  case cancel(ChartCancel)
  /// The branches of an `if`; one without a condition is the `else`.
  case choose([ChartBranch])
  case assign(location: ChartExpression, value: ChartExpression?, SourceRange)
  case log(label: String?, text: ChartExpression?, SourceRange)
  case loop(ChartLoop)
}

struct ChartBranch {
  let condition: ChartExpression?
  let content: [ChartContent]
}

struct ChartLoop {
  let array: ChartExpression
  let item: ChartExpression
  let index: ChartExpression?
  let content: [ChartContent]
  let range: SourceRange
}

/// A value that stands in the document or is computed.
enum ChartText {
  case constant(String, SourceRange)
  case computed(ChartExpression)

  var range: SourceRange {
    switch self {
    case .constant(_, let range): range
    case .computed(let expression): expression.range
    }
  }
}

struct ChartSend {
  let event: ChartText?
  let target: ChartText?
  let type: ChartText?
  let delay: ChartText?
  let id: String?
  let idLocation: ChartExpression?
  let payload: ChartPayload
  let range: SourceRange
}

/// What an event carries.
struct ChartPayload {
  var parameters: [ChartParameter] = []
  var content: ChartContentBody?
}

/// A named value that an event carries.
struct ChartParameter {
  let name: String
  let value: ChartExpression
}

/// The whole data of an event.
enum ChartContentBody {
  case text(String, SourceRange)
  case computed(ChartExpression)
}

struct ChartCancel {
  let id: ChartText
  let range: SourceRange
}

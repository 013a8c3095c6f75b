import CEL
import Glibc

/// Takes any text through parser, checker and evaluator and watches what must always hold.
///
/// A fact that does not hold ends the process, and libFuzzer keeps the text.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let text = String(decoding: UnsafeBufferPointer(start: bytes, count: count), as: UTF8.self)
  subject.examine(text)
  return 0
}

/// One for the whole run: what an evaluation leaves behind in a frame must not disturb the next.
nonisolated(unsafe) private let subject = Subject()

private final class Subject {
  // A class because C calls a function without a context.
  private let workflow = Bench.workflow()
  private let standard = Bench.standard()
  private var count = 0
  private var parsed = 0
  private var checked = 0
  private var decided = 0

  init() {
    atexit { subject.report() }
  }

  func report() {
    func share(_ part: Int) -> String { "\(part * 1000 / max(count, 1))‰" }
    print(
      "texts: \(count), parse: \(parsed) (\(share(parsed))), pass the check: \(checked)"
        + " (\(share(checked))), have a value: \(decided) (\(share(decided)))")
  }

  func examine(_ text: String) {
    count += 1
    var isParsed = false
    var isChecked = false
    var isDecided = false
    for bench in [workflow, standard] {
      let result = bench.examine(text)
      if result != .unread { isParsed = true }
      if result == .undecided || result == .decided { isChecked = true }
      if result == .decided { isDecided = true }
    }
    if isParsed { parsed += 1 }
    if isChecked { checked += 1 }
    if isDecided { decided += 1 }
  }
}

/// An environment with a frame that fits it.
private struct Bench {
  enum Result { case unread, refused, undecided, decided }

  let compiler: Compiler
  let frame: Frame
  /// Whether the specification's rule holds that checking never changes a result: the workflow
  /// extension makes values fit their place, which only a checked program does.
  let checkingIsNeutral: Bool

  /// Records, states and everything else that analysts have.
  static func workflow() -> Bench {
    var environment = Fixture.environment
    environment.extensions = [.workflow, .standard]
    environment.limits.cost = cost
    return Bench(
      compiler: Compiler(environment: environment), frame: Fixture().frame,
      checkingIsNeutral: false)
  }

  /// CEL as it is specified, with a few variables.
  static func standard() -> Bench {
    let values: [(String, CELType, Value)] = [
      ("x", .dyn, .map(ValueMap([("a", .int(1)), ("b", .list([.double(2.5), .null]))]))),
      ("y", .int, .int(-7)), ("z", .string, .string("häß😀")), ("l", .list(.int), .list([.int(3)])),
      ("m", .map(.string, .dyn), .map(ValueMap([("k", .bool(true))]))),
      ("t", .timestamp, .timestamp(Timestamp(seconds: 1_700_000_000, nanos: 1))),
      ("w", .nullable(.bool), .null), ("o", .optional(.string), .optional(nil)),
    ]
    var environment = Environment(extensions: .standard)
    environment.limits.cost = cost
    environment.variables = values.enumerated().map {
      Environment.Variable(name: $1.0, type: $1.1, slot: $0)
    }
    let frame = Frame(reader: RecordReader(), slotCount: values.count)
    frame.fill(values.map(\.2))
    return Bench(
      compiler: Compiler(environment: environment), frame: frame, checkingIsNeutral: true)
  }

  /// A fiftieth of what is allowed, so that millions of texts can be tried.
  private static let cost = 20_000

  func examine(_ text: String) -> Result {
    let (tree, mistakes) = compiler.parse(text)
    require((tree == nil) == mistakes.contains { $0.severity == .error }, "a tree or a mistake")
    judge(mistakes, text)
    guard let tree else { return .unread }
    let unchecked = compiler.planUnchecked(tree)
    let loose = unchecked.evaluate(frame)
    _ = unchecked.truth(frame)
    let (program, issues) = compiler.compile(tree)
    judge(issues, text)
    require(
      (program == nil) == issues.contains { $0.severity == .error }, "a program or a mistake")
    let again = compiler.compile(text)
    require(again.issues == issues, "the same mistakes again")
    guard let program else { return .refused }
    require(again.program?.type == program.type, "the same type again")
    require(again.program?.reads == program.reads, "the same readings again")
    let value = evaluate(program)
    if checkingIsNeutral {
      require(
        value.isError == loose.isError && (value.isError || isSame(value, loose)),
        "the same value without checking: \(value), \(loose)")
    }
    if let second = again.program { require(isSame(second.evaluate(frame), value), "same again") }
    return value.isError ? .undecided : .decided
  }

  /// All ways of evaluating agree.
  private func evaluate(_ program: Program) -> Value {
    let value = program.evaluate(frame)
    require(isSame(program.evaluate(frame), value), "the same value twice")
    if program.type == .bool || program.type == .dyn { judgeTruth(of: program, value) }
    if Scalar.value(of: 0, type: program.type) != nil {
      require(program.scalar(frame) == value.scalar, "the word is the value's: \(value)")
    }
    _ = program.readings(frame)
    let part = program.dissect(frame)
    require(isSame(part.value, value), "the whole has the value of the expression")
    judge(part, program.text)
    _ = value.display(in: compiler.environment.schema, reader: frame.reader)
    return value
  }

  private func judgeTruth(of program: Program, _ value: Value) {
    let truth = program.truth(frame)
    switch value {
    case .bool(true): require(truth == .yes, "what is true holds")
    case .bool(false): require(truth == .no, "what is false does not hold")
    default: require(truth == .cannotTell, "what is no condition cannot be told: \(value)")
    }
    let explanation = program.explain(frame)
    require(explanation.truth == truth, "the explanation explains what came out")
    for fact in explanation.facts { judge(fact.range, program.text) }
  }

  private func judge(_ part: Explanation.Part, _ text: String) {
    judge(part.range, text)
    for inner in part.parts { judge(inner, text) }
  }

  private func judge(_ issues: [Issue], _ text: String) {
    for issue in issues {
      judge(issue.range, text)
      require(!issue.message.isEmpty, "a mistake has a message")
      require(Issue.page(issue.code) != nil, "a code has a page: \(issue.code)")
    }
  }

  /// A place at the end may lie one behind the text.
  private func judge(_ range: Range<Int>, _ text: String) {
    require(
      range.lowerBound >= 0 && range.upperBound <= text.utf8.count + 1, "places lie in the text")
  }

  /// The same kind of value with the same text, so that NaN is itself.
  private func isSame(_ one: Value, _ other: Value) -> Bool {
    one.typeName == other.typeName && one.description == other.description
  }

  private func require(_ fact: @autoclosure () -> Bool, _ sentence: @autoclosure () -> String) {
    if fact() { return }
    print("does not hold: \(sentence())")
    fflush(nil)
    abort()
  }
}

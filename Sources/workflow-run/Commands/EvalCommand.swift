import ArgumentParser
import CEL
import Diagnostics
import RecordFiles
import Workflow
import WorkflowEngine
import WorkflowStore

/// What does an expression come to?
struct EvalCommand: AnsweringCommand {
  static let configuration = CommandConfiguration(
    commandName: "eval", _superCommandName: Program.name,
    abstract: "Evaluate an expression: its value, its type, and why it came out as it did.",
    discussion: examples(
      "eval 'price * quantity > 40' --record service:S1 --explain",
      "eval 'days_between(from, today)' --set from=2026-02-01 --type"))

  @Argument(help: "The expression.")
  var expression: String?

  @Option(
    help: ArgumentHelp("The record whose fields the expression may name.", valueName: "record"))
  var record: String?

  @Option(
    name: .customLong("set"), parsing: .singleValue,
    help: ArgumentHelp(
      "A variable: a number, a date, a value as CEL writes it, or a text.", valueName: "name=value")
  )
  var variables: [AssignmentArgument] = []

  @Flag(help: "Show every condition in the expression with the value it has.")
  var explain = false

  @Flag(help: "Show the type only; nothing is evaluated.")
  var type = false

  @Flag(
    name: .customLong("json-lines"),
    help: "Read tests of the CEL specification from the standard input, one for each line.")
  var jsonLines = false

  @OptionGroup var source: SourceOptions
  @OptionGroup var moment: MomentOptions
  @OptionGroup var answer: AnswerOptions

  var answerRequest: AnswerRequest { answer.request }

  func validate() throws {
    let isAlone = expression == nil && record == nil && variables.isEmpty && !explain && !type
    if jsonLines, !isAlone {
      throw ValidationError("--json-lines takes everything from the standard input.")
    }
    if !jsonLines, expression == nil { throw ValidationError("There is no expression.") }
    if type, explain { throw ValidationError("--type evaluates nothing that could be explained.") }
  }

  func answer(_ report: Report) throws -> ExitStatus {
    if jsonLines {
      try ConformanceRun().run(try Files.stream(of: "-"), OutputStream.standardOutput())
      return .done
    }
    let looked = try record.map { try LookedAtRecord($0, source) }
    let definition = try looked?.definition ?? ofParameters()
    let variables = try SetVariables(variables)
    guard let program = try compile(looked, definition, variables, report) else {
      return .unreadable
    }
    let schema = definition?.schema ?? Schema()
    if type {
      let words = TypeWords(schema: schema)
      let name = words.name(of: program.type, isNullable: program.isNullable)
      try report.print(name + "\n")
      var answer = EvalAnswer(of: expression, record: record)
      answer.type = words.name(of: program.type)
      answer.mayBeEmpty = program.isNullable
      try report.printMachine(answer)
      return .done
    }
    let found = try evaluate(looked, definition, variables, report) { frame in
      let isHidden = definition.map { Sight($0, of: moment.actor).hides(program) } ?? false
      let evaluation = Evaluation(
        of: program, in: frame, schema: schema, isExplained: explain, isHidden: isHidden)
      let screen = EvaluationScreen(evaluation: evaluation, tint: report.tint)
      var answer = EvalAnswer(of: expression, record: record)
      answer.fill(with: evaluation)
      return (screen: screen.text, answer: answer, isKnown: !evaluation.value.isError)
    }
    try report.print(found.screen)
    try report.printMachine(found.answer)
    return found.isKnown ? .done : .failed
  }

  /// The workflow whose parameters the expression names, where no record says which is meant.
  private func ofParameters() throws -> WorkflowDefinition? {
    let isSet = variables.contains { $0.name == "parameters" || $0.name.hasPrefix("parameters.") }
    guard !isSet, let expression, expression.contains("parameters") else { return nil }
    return try source.definitions.workspace().definition(named: nil)
  }

  /// The program; nil where the expression has mistakes, which are then shown.
  private func compile(
    _ looked: LookedAtRecord?, _ definition: WorkflowDefinition?, _ variables: SetVariables,
    _ report: Report
  ) throws -> CEL.Program? {
    var environment =
      looked.map { RecordScope.environment(of: $0.type, in: $0.definition) }
      ?? definition.map { RecordScope.environment(in: $0) }
      ?? Environment(extensions: [.workflow, .standard], variables: RecordScope.standing)
    environment.variables += variables.declarations
    let text = expression ?? ""
    let (program, issues) = Compiler(environment: environment).compile(text)
    let file = SourceFile(name: "<expression>", text: text)
    let diagnostics = issues.map { $0.diagnostic(in: file) }
    let renderer = DiagnosticRenderer(color: report.remarkTint.isOn)
    for diagnostic in diagnostics { try report.remark(renderer.render(diagnostic) + "\n") }
    if program == nil {
      var answer = EvalAnswer(of: expression, record: record)
      answer.diagnostics = diagnostics.map(DiagnosticAnswer.init)
      try report.printMachine(answer)
    }
    return program
  }

  /// Runs a body with a frame that holds the values of all variables.
  private func evaluate<Result>(
    _ looked: LookedAtRecord?, _ definition: WorkflowDefinition?, _ variables: SetVariables,
    _ report: Report, _ body: (Frame) -> Result
  ) throws -> Result {
    guard let looked else {
      let now = Timestamp(
        microseconds: definition.map { moment.time(in: $0) } ?? moment.timeInUTC)
      let frame = Frame(
        reader: CEL.RecordReader(), slotCount: FrameSlot.firstInput + variables.values.count)
      frame.slots[FrameSlot.now] = .timestamp(now)
      frame.slots[FrameSlot.today] = .date((definition?.timeZone ?? .utc).civilDate(of: now))
      frame.slots[FrameSlot.actorUser] = .string(moment.actor.user)
      frame.slots[FrameSlot.actorRoles] = .list(moment.actor.roles.map { .string($0) })
      for (place, value) in variables.values.enumerated() {
        frame.slots[FrameSlot.firstInput + place] = value
      }
      return body(frame)
    }
    let store = try source.open(looked.definition, for: .looking, moment, report)
    return try store.read { view in
      let record = try looked.find(in: view.snapshot)
      return Interpreter(looked.definition).withFrame(
        view.snapshot, record, actor: moment.actor, now: moment.time(in: looked.definition),
        added: variables.values, body)
    }
  }
}

extension Issue {
  /// The mistake as one of a text that was not read from a file.
  func diagnostic(in file: SourceFile) -> Diagnostic {
    Diagnostic(
      severity: severity == .error ? .error : .warning, code: code, message: message,
      range: file.range(range.lowerBound, range.upperBound), label: help,
      notes: notes.map { Diagnostic.Note($0) })
  }
}

import CEL
import WorkflowEngine

/// The records that are asked for.
enum StepTargets {
  case new(id: String?)
  case one(String)
  case several([String])
  case all
  case holding(String)
}

/// The event and the records of a command line, before any file is looked at.
struct StepNames {
  let event: EventReference
  let workflow: String?
  let type: String
  let targets: StepTargets

  init(_ options: StepOptions) throws {
    event = try EventReference(options.event)
    var ids: [String] = []
    var types: [String] = []
    var workflows: [String] = []
    for text in try StepNames.expanded(options.records) {
      let reference = try RecordReference(text)
      ids.append(reference.id)
      if let type = reference.type, !types.contains(type) { types.append(type) }
      if let workflow = reference.workflow, !workflows.contains(workflow) {
        workflows.append(workflow)
      }
    }
    workflow = event.workflow ?? workflows.first
    if let type = event.type, !types.contains(type) { types.append(type) }
    guard types.count <= 1 else {
      throw CommandFailure(
        .usage, "an event is for records of one type, not of \(types.joined(separator: " and "))")
    }
    guard let type = types.first else {
      throw CommandFailure(
        .usage, "it is not said of which type '\(options.event)' is",
        hints: ["write type.\(event.event), or a record as type:id"])
    }
    self.type = type
    targets = try StepNames.targets(options, ids: ids)
  }

  private static func targets(_ options: StepOptions, ids: [String]) throws -> StepTargets {
    let ways =
      (options.records.isEmpty ? 0 : 1) + (options.all ? 1 : 0) + (options.where == nil ? 0 : 1)
    if ways + (options.id == nil ? 0 : 1) > 1 {
      throw CommandFailure(
        .usage,
        "records are named, or chosen with --all or --where, or made with --id: one of these")
    }
    if options.all { return .all }
    if let condition = options.where { return .holding(condition) }
    if options.records.isEmpty { return .new(id: options.id) }
    if options.records.count == 1, options.records[0] != "-" { return .one(ids[0]) }
    var seen: Set<String> = []
    return .several(ids.filter { seen.insert($0).inserted })
  }

  /// The records of the command line, with those of the standard input in place of "-".
  private static func expanded(_ records: [String]) throws -> [String] {
    try records.flatMap { text -> [String] in
      guard text == "-" else { return [text] }
      let input = try Files.bytes(of: "-")
      return input.split(whereSeparator: { $0 == 0x0A || $0 == 0x0D })
        .map { String(decoding: $0, as: UTF8.self).trimmed }.filter { !$0.isEmpty }
    }
  }
}

/// A condition over records of a type, as `--where` gives it.
enum RecordCondition {
  static func compile(
    _ text: String, of type: RecordType, in definition: WorkflowDefinition
  ) throws -> Condition {
    var variables: [Environment.Variable] = [
      .init(name: type.name, type: .record(type.index), slot: FrameSlot.own),
      .init(name: "now", type: .timestamp, slot: FrameSlot.now),
      .init(name: "today", type: .date, slot: FrameSlot.today),
      .init(name: "actor.user", type: .string, slot: FrameSlot.actorUser),
      .init(name: "actor.roles", type: .list(.string), slot: FrameSlot.actorRoles),
    ]
    variables += definition.parameters.compactMap { parameter($0.name, $0.value) }
    let compiler = Compiler(
      environment: Environment(
        extensions: [.workflow, .standard], schema: definition.schema, variables: variables,
        receiver: FrameSlot.own, timeZone: definition.timeZone))
    let (program, issues) = compiler.compile(text, expecting: .bool)
    if let program {
      let place = SourcePlace(file: "--where", line: 1, column: 1)
      return .formula(Formula(program: program, place: place))
    }
    let issue = issues.first { $0.severity == .error }
    throw CommandFailure(
      .usage, "--where: \(issue?.message ?? "the condition cannot be read")",
      hints: [issue?.help].compactMap(\.self) + (issue?.notes ?? []))
  }

  private static func parameter(_ name: String, _ value: StoredValue) -> Environment.Variable? {
    let constant: (type: CELType, value: Value)? =
      switch value {
      case .text(let text): (.string, .text(text))
      case .integer(let number): (.int, .int(number))
      case .decimal(let decimal): (.decimal, .decimal(decimal))
      case .boolean(let flag): (.bool, .bool(flag))
      case .date(let date): (.date, .date(date))
      case .timestamp(let time): (.timestamp, .timestamp(Timestamp(microseconds: time)))
      case .duration(let span): (.duration, .duration(TimeSpan(microseconds: span)))
      case .null, .choice, .reference, .list, .entries: nil
      }
    return constant.map {
      Environment.Variable(name: "parameters.\(name)", type: $0.type, slot: 0, constant: $0.value)
    }
  }
}

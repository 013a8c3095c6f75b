import CEL
import Diagnostics
import RecordFiles
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
  /// Nil where neither the event nor a record says it.
  let type: String?
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
    type = types.first
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

import ArgumentParser
import Workflow
import WorkflowAnalysis
import WorkflowEngine
import WorkflowStore

/// Whether the way there is shown with a refusal.
struct RouteOptions: ParsableArguments {
  @Flag(name: .customLong("no-route"), help: .isRouteLeftOut)
  var isLeftOut = false

  /// The route to what is refused; nil where none is found at once.
  func route(
    to request: WorkflowRequest, _ conductor: Conductor, _ lines: RouteLines
  ) throws -> RouteAnswer? {
    guard request.isAboutOne else { return nil }
    return try route(to: .done(request), conductor, by: request.actor, at: request.now)
      .map(lines.answer)
  }

  /// The route to a goal; nil where none is found at once.
  func route(
    to goal: Router.Goal, _ conductor: Conductor, by actor: Actor, at now: Int64
  ) throws -> Route? {
    guard !isLeftOut else { return nil }
    var router = Router(conductor)
    router.seconds = Self.seconds
    router.maximumReads = Self.maximumReads
    router.isInterrupted = { Interruption.wasAsked }
    router.wantsObstacles = false
    router.leavesReached = true
    guard case .found(let route) = try router.route(to: goal, by: actor, at: now) else {
      return nil
    }
    return route
  }

  /// What is read decides, so that the answer is the same on every machine; this is for none.
  private static let seconds = 60.0
  /// What a tenth of a second is enough for.
  private static let maximumReads = 60_000
}

extension ArgumentHelp {
  static var isRouteLeftOut: ArgumentHelp { "Leave out the way there." }
}

extension RouteLines {
  /// Lines that repeat where a command took its workflow and its records from.
  init(
    _ definition: WorkflowDefinition, _ source: SourceOptions, _ moment: MomentOptions,
    workflow: String?
  ) {
    var common: [String] = []
    if source.workflow != WorkflowOptions.folder {
      common += ["--workflow", source.workflow]
    }
    if source.records == nil, source.store != SourceOptions.usualStore {
      common += ["--store", source.store]
    }
    self.init(
      definition: definition, prefix: workflow.map { "\($0)/" } ?? "", common: common,
      actor: moment.as?.actor, isTimeGiven: moment.at != nil)
  }
}

extension Report {
  /// Says that the commands of a route want the records of a file in a store.
  func hint(toImport source: SourceOptions, for route: RouteAnswer?) throws {
    guard route != nil, let file = source.records else { return }
    var words = ["workflow-run", "import", file]
    if source.store != SourceOptions.usualStore { words += ["--store", source.store] }
    try hint(
      "\(words.map(\.quotedForShell).joined(separator: " ")) puts the records into a store, "
        + "where these commands work")
  }
}

import Diagnostics
import Foundation
import Testing
import Workflow
import WorkflowAnalysis
import WorkflowEngine
import WorkflowLanguage
import WorkflowStore

@testable import WorkflowScenarios

@Suite("Routes out of refusals")
struct RouteTests {
  /// The workflows with scenarios of their own, and how many of their refusals have a route at least.
  static let workflows = [
    ("client-inactivation", 10), ("customer-account", 25), ("customer-deletion", 5),
    ("examples/clinic", 12), ("examples/insurer", 5), ("examples/landlord", 15),
    ("examples/library", 4), ("examples/marketplace", 15), ("examples/school", 12),
  ]

  /// How far each search goes; `ROUTE_READS` says otherwise.
  private static let reads =
    ProcessInfo.processInfo.environment["ROUTE_READS"].flatMap { Int($0) } ?? 5_000

  /// A refusal of a scenario, on the records as they were then.
  private struct Refused {
    let scenario: Scenario
    let step: Int
    let request: WorkflowRequest
    let world: World
  }

  @Test(
    "every refusal's route gets there when it is carried out step by step", arguments: workflows)
  func routes(name: String, atLeast: Int) throws {
    let definition = try Self.definition(name)
    let file = try ProjectFiles.scenarios(
      ProjectFiles.root.appending(path: "workflows/\(name).scenarios.yaml"), of: definition)
    var (count, found, longest) = (0, 0, 0)
    var without: [String] = []
    for scenario in file.scenarios {
      for refused in refusals(of: scenario, definition) {
        count += 1
        var router = Router(refused.world.conductor)
        router.allowsIrreversible = true
        router.seconds = 600
        router.maximumReads = Self.reads
        let finding = try router.route(
          to: .done(refused.request), by: refused.request.actor, at: refused.request.now)
        guard case .found(let route) = finding else {
          var reason = ""
          if case .none(let none) = finding {
            reason = " \(none.extent.rawValue) \(none.situations)"
          }
          without.append("\(scenario.id) \(refused.step)\(reason)")
          continue
        }
        found += 1
        longest = max(longest, route.steps.count)
        let again = try world(at: refused.step, of: scenario, definition)
        for step in route.steps {
          #expect(
            try again.conductor.carryOut(step), "\(scenario.id): \(step.event) of \(step.recordID)")
        }
        let last = try #require(route.steps.last)
        #expect(last.event == refused.request.event, "\(scenario.id)")
      }
    }
    print(
      "\(name): \(found) of \(count) refusals have a route, the longest of \(longest) steps;"
        + " without: \(without.joined(separator: ", "))")
    #expect(found >= atLeast)
  }

  private func refusals(of scenario: Scenario, _ definition: WorkflowDefinition) -> [Refused] {
    let world = World(
      definition: definition, given: scenario.given, clock: scenario.clock)
    var found: [Refused] = []
    for (number, step) in scenario.steps.enumerated() {
      if case .ask(let request) = step.action, request.isAboutOne,
        let before = try? self.world(at: number, of: scenario, definition)
      {
        let observation = StepPerformer(world: world).perform(step)
        if observation.outcome == .blocked {
          found.append(
            Refused(scenario: scenario, step: number, request: request, world: before))
        }
      } else {
        _ = StepPerformer(world: world).perform(step)
      }
    }
    return found
  }

  /// The records as they are before a step.
  private func world(
    at number: Int, of scenario: Scenario, _ definition: WorkflowDefinition
  ) throws -> World {
    let world = World(
      definition: definition, given: scenario.given, clock: scenario.clock)
    for step in scenario.steps.prefix(number) { _ = StepPerformer(world: world).perform(step) }
    return world
  }

  private static func definition(_ name: String) throws -> WorkflowDefinition {
    let path = ProjectFiles.root.appending(path: "workflows/\(name).yaml")
    let folder = path.deletingLastPathComponent()
    let file = try ProjectFiles.source(path)
    let parts = PartSource { part in
      guard let data = try? Data(contentsOf: folder.appending(path: part)) else {
        return .failure(.init(reason: "there is no such file"))
      }
      return .success(SourceFile(name: part, bytes: Array(data)))
    }
    let (definition, diagnostics) = DefinitionLoader().load(file, parts: parts)
    return try #require(definition, "\(ProjectFiles.render(diagnostics))")
  }
}

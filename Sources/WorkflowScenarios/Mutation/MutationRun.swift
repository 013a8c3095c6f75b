public import Diagnostics
import WorkflowAnalysis
import WorkflowEngine
public import WorkflowLanguage
import YAML

/// Tries on scenarios what slips of the hand in their workflow would do: each should make one fail.
public struct MutationRun: Sendable {
  private let workflow: String
  private let main: SourceFile
  private let parts: PartSource
  private let files: [ScenarioFile]
  /// A slip, and the path under `uses:` of the part that it is in; the main file has none.
  private let slips: [(path: String?, slip: Slip)]
  /// By file: the scenarios that pass.
  private let passing: [Set<String>]
  /// What the scenarios ask, and of which records.
  private let moments: [SampledMoment]
  /// Invariants that no step can break: the engine never has to refuse one because of them.
  private let proved: Set<String>

  /// How many requests are tried to find out whether a slip that no scenario notices makes a
  /// difference.
  public var maximumRequests = 2_000

  /// - Parameters:
  ///   - main: the sound main file of a workflow.
  ///   - files: sound scenario files about it.
  ///   - earlier: an earlier version: only slips in lines that are others since are tried. Parts and
  ///     tables that it does not have are new.
  public init(
    _ main: SourceFile, parts: PartSource, scenarios files: [ScenarioFile],
    since earlier: (main: SourceFile, parts: PartSource)? = nil
  ) {
    self.main = main
    self.parts = parts
    self.files = files
    workflow = files.first?.definition.name ?? ""
    let all = Self.files(main, parts).flatMap { path, file in
      var finder = SlipFinder()
      let own: [(path: String?, slip: Slip)] = finder.find(in: file).map { (path, $0) }
      return own + SlipFinder.findInTables(of: file, parts).map { ($0.path, $0.slip) }
    }
    slips = earlier.map { Self.changed(all, since: $0.main, $0.parts) } ?? all
    moments = files.flatMap(\.moments)
    proved =
      slips.contains { $0.slip.invariant != nil }
      ? files.first.map { Self.proved(in: $0.definition) } ?? [] : []
    passing = files.map { file in
      let runner = ScenarioRunner(file.definition)
      return Set(file.scenarios.filter { runner.run($0).passed }.map(\.name))
    }
  }

  private static func changed(
    _ slips: [(path: String?, slip: Slip)], since main: SourceFile, _ parts: PartSource
  ) -> [(path: String?, slip: Slip)] {
    var known: [String: ChangedLines?] = [:]
    return slips.filter { path, slip in
      let file = slip.range.file
      let lines =
        known[file.name]
        ?? {
          let earlier = path.map { try? parts.file($0).get() } ?? main
          let lines = earlier.map { ChangedLines(of: file, since: $0) }
          known[file.name] = lines
          return lines
        }()
      return lines?.touches(slip.range) ?? true
    }
  }

  private static func proved(
    in definition: WorkflowDefinition, named name: String? = nil
  ) -> Set<String> {
    var verifier = Verifier(definition)
    verifier.seconds = 20
    return verifier.provedInvariants(named: name)
  }

  /// How many slips there are.
  public var count: Int { slips.count }

  /// Tries one of them. It may be called from several threads at once.
  ///
  /// - Parameter favourite: the scenario that is tried before the others.
  public func trial(_ index: Int, first favourite: String? = nil) -> MutationReport.Trial {
    let (path, slip) = slips[index]
    return MutationReport.Trial(slip, verdict(slip, in: path, first: favourite, number: index + 1))
  }

  /// - Parameter trials: one for each slip, in their order.
  public func report(_ trials: [MutationReport.Trial]) -> MutationReport {
    MutationReport(
      workflow: workflow, trials: trials,
      head: files.first.map { DifferenceSearch.head($0.definition) } ?? "")
  }

  private func verdict(
    _ slip: Slip, in path: String?, first favourite: String?, number: Int
  ) -> MutationReport.Verdict {
    guard let definition = definition(with: slip, in: path) else { return .refused }
    let runner = ScenarioRunner(definition)
    var others: [Scenario] = []
    for (file, passing) in zip(files, passing) {
      let (changed, _) = ScenarioFile.read(file.source, tables: file.tables) {
        $0 == workflow ? definition : nil
      }
      guard let changed else { return .noticed(by: nil) }
      for scenario in changed.scenarios where passing.contains(scenario.name) {
        if scenario.name != favourite {
          others.append(scenario)
        } else if !runner.run(scenario).passed {
          return .noticed(by: scenario.name)
        }
      }
    }
    if let noticing = others.first(where: { !runner.run($0).passed }) {
      return .noticed(by: noticing.name)
    }
    return difference(slip, in: definition, number: number)
  }

  /// Whether a slip that no scenario notices changes anything, and how it could be noticed.
  private func difference(
    _ slip: Slip, in changed: WorkflowDefinition, number: Int
  ) -> MutationReport.Verdict {
    guard let definition = files.first?.definition else { return .unnoticed(scenario: nil) }
    if let invariant = slip.invariant, proved.contains(invariant),
      slip.isLoosening || Self.proved(in: changed, named: invariant).contains(invariant)
    {
      return .harmless(invariant: invariant)
    }
    let line = slip.range.startPosition.line
    let search = DifferenceSearch(
      definition: definition, changed: changed, examples: moments,
      focus: Self.event(at: line, of: slip.range.file.name, in: definition),
      maximum: maximumRequests, seed: UInt64(number))
    let finding = search.run(
      id: "generated-\(number)", title: "To be confirmed. It notices: \(slip.sentence)")
    switch finding {
    case .scenario(let text): return .unnoticed(scenario: text)
    case .unsayable: return .unnoticed(scenario: nil)
    case .none(let requests): return .idle(requests: requests)
    }
  }

  /// The event whose transition begins last above a line.
  private static func event(
    at line: Int, of file: String, in definition: WorkflowDefinition
  ) -> (type: Int, event: Int)? {
    var found: (type: Int, event: Int, line: Int)?
    for type in definition.recordTypes {
      for event in type.events {
        for way in event.transitions
        where way.place.file == file && way.place.line <= line && way.place.line > found?.line ?? 0
        {
          found = (type.index, event.index, way.place.line)
        }
      }
    }
    return found.map { ($0.type, $0.event) }
  }

  /// The definition with a slip in it; nil where the loader refuses it.
  private func definition(with slip: Slip, in path: String?) -> WorkflowDefinition? {
    guard let file = slip.edits.first?.range.file, let bytes = Mend(slip.edits).applied(to: file)
    else { return nil }
    let changed = SourceFile(name: file.name, bytes: bytes)
    guard let path else { return DefinitionLoader().load(changed, parts: parts).definition }
    let parts = PartSource { [parts] in $0 == path ? .success(changed) : parts.file($0) }
    return DefinitionLoader().load(main, parts: parts).definition
  }

  /// The main file and all its parts, each once.
  private static func files(
    _ main: SourceFile, _ parts: PartSource
  ) -> [(path: String?, file: SourceFile)] {
    var files: [(path: String?, file: SourceFile)] = [(nil, main)]
    var position = 0
    while position < files.count {
      let uses = Document.parse(files[position].file).document?.root?["uses"]
      position += 1
      for item in uses.map({ Array($0.items) }) ?? [] {
        guard !files.contains(where: { $0.path == item.text }),
          case .success(let file) = parts.file(item.text)
        else { continue }
        files.append((item.text, file))
      }
    }
    return files
  }
}

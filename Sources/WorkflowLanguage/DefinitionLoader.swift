public import Diagnostics
public import WorkflowEngine
import YAML

/// Reads workflow files: text in, a checked definition or every mistake out.
public struct DefinitionLoader: Sendable {
  public init() {}

  /// Reads and checks a file.
  ///
  /// The definition is nil exactly when there is an error among the diagnostics, which are all
  /// that is wrong with the file, in the order of its lines.
  public func load(
    _ file: SourceFile
  ) -> (definition: WorkflowDefinition?, diagnostics: [Diagnostic]) {
    let report = Report(file: file)
    let (document, problems) = Document.parse(file)
    for problem in problems { report.add(problem) }
    guard let document else { return (nil, report.diagnostics.sortedByPlace()) }
    guard let root = document.root, !root.isNull else {
      report.add(.emptyFile(), at: file.range(0, 0))
      return (nil, report.diagnostics.sortedByPlace())
    }
    let definition = DefinitionReader(report: report).read(root)
    return (definition, report.diagnostics.sortedByPlace())
  }

  /// The names of the workflow and its record types, without any check.
  ///
  /// Cheap: to choose among the files of a folder the one that a command needs.
  public func outline(_ file: SourceFile) -> (workflow: String?, recordTypes: [String]) {
    guard let root = Document.parse(file).document?.root else { return (nil, []) }
    let workflow = root["workflow"].flatMap { $0.isScalar && !$0.isNull ? $0.text : nil }
    return (workflow, root["records"]?.entries.map { $0.key.text } ?? [])
  }
}

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
  ///
  /// - Parameter parts: gives the files under `uses:`.
  public func load(
    _ file: SourceFile, parts: PartSource = .none
  ) -> (definition: WorkflowDefinition?, diagnostics: [Diagnostic]) {
    load(DefinitionFile(file), parts: parts)
  }

  /// The same for a file whose structure has been read.
  public func load(
    _ read: DefinitionFile, parts: PartSource = .none
  ) -> (definition: WorkflowDefinition?, diagnostics: [Diagnostic]) {
    let file = read.file
    let report = Report(file: file)
    for problem in read.problems { report.add(problem) }
    guard let document = read.document else { return (nil, report.findings) }
    guard let root = document.root, !root.isNull else {
      report.add(.emptyFile(), at: file.range(0, 0))
      return (nil, report.findings)
    }
    if let workflow = partOwner(of: root) {
      report.add(.partAlone(workflow), at: root.entries.first?.key.range ?? root.range)
      return (nil, report.findings)
    }
    let definition = DefinitionReader(report: report, parts: parts).read(root)
    return (definition, report.findings)
  }

  /// The names of the workflow and its record types, without any check.
  ///
  /// Cheap: to choose among the files of a folder the one that a command needs.
  public func outline(
    _ file: SourceFile, parts: PartSource = .none
  ) -> (workflow: String?, recordTypes: [String]) {
    outline(DefinitionFile(file), parts: parts)
  }

  /// The same for a file whose structure has been read.
  public func outline(
    _ read: DefinitionFile, parts: PartSource = .none
  ) -> (workflow: String?, recordTypes: [String]) {
    let file = read.file
    guard let root = read.root else { return (nil, []) }
    let workflow = root["workflow"].flatMap { $0.isScalar && !$0.isNull ? $0.text : nil }
    let reader = PartReader(report: Report(file: file), source: parts, workflow: nil)
    if let uses = root["uses"] { reader.read(uses, path: [DefinitionLoader.shortName(of: file)]) }
    let records = [root["records"]] + reader.forms.map { $0["records"] }
    return (workflow, records.flatMap { $0?.entries.map { $0.key.text } ?? [] })
  }

  /// The names of the files that a definition is read with, as its source gives them.
  public func partNames(of read: DefinitionFile, parts: PartSource) -> [String] {
    guard let uses = read.root?["uses"] else { return [] }
    let reader = PartReader(report: Report(file: read.file), source: parts, workflow: nil)
    reader.read(uses, path: [DefinitionLoader.shortName(of: read.file)])
    return reader.files.map(\.name)
  }

  /// The workflow that a file says it is a part of; nil where it is none.
  public func partOwner(of read: DefinitionFile) -> String? {
    read.root.flatMap(partOwner)
  }

  private func partOwner(of root: Node) -> String? {
    guard root.isMapping, root["workflow"] == nil, let owner = root["part_of"] else { return nil }
    return owner.isScalar ? owner.text : ""
  }

  /// The main file's name as a part would name it.
  static func shortName(of file: SourceFile) -> String {
    file.name.split(separator: "/").last.map(String.init) ?? file.name
  }
}

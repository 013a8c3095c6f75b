import Diagnostics
import RecordFiles
import WorkflowEngine
import WorkflowLanguage

/// The workflow files of a folder, of which only those that are needed are read in full.
struct Workspace {
  struct Candidate {
    let read: DefinitionFile
    let workflow: String
    let recordTypes: [String]

    var file: SourceFile { read.file }
  }

  let path: String
  let candidates: [Candidate]

  /// - Parameter recordType: where it is named, files that certainly declare no such type are left
  ///   out, as long as another may declare it.
  init(_ path: String, declaring recordType: String? = nil) throws {
    self.path = path
    let files = try Workspace.files(in: path)
    if files.isEmpty {
      throw CommandFailure(
        .failed, "there is no workflow in '\(path)'", hints: ["--workflow names a file or folder"])
    }
    var contents = try files.map { (name: $0, bytes: try Files.bytes(of: $0)) }
    if let recordType {
      let declaring = contents.filter { FileGlance($0.bytes).mayDeclare(recordType: recordType) }
      if !declaring.isEmpty { contents = declaring }
    }
    let sources = contents.map { SourceFile(name: $0.name, bytes: $0.bytes) }
    let found = Workspace.candidates(sources, isFolder: files.count > 1)
    // What may be wrong with any of the files is told where none of those declares the type.
    if let recordType, !found.contains(where: { $0.recordTypes.contains(recordType) }) {
      candidates = try Workspace(path).candidates
    } else {
      candidates = found
    }
  }

  private static func candidates(_ sources: [SourceFile], isFolder: Bool) -> [Candidate] {
    sources.compactMap { source in
      let read = DefinitionFile(source)
      let outline = DefinitionLoader().outline(read, parts: .beside(source.name))
      // A part is read with the workflow that uses it.
      if outline.workflow == nil, isFolder, DefinitionLoader().partOwner(of: read) != nil {
        return nil
      }
      return Candidate(
        read: read, workflow: outline.workflow ?? source.name, recordTypes: outline.recordTypes)
    }
  }

  /// The paths of the definitions a path means: itself, or those in the folder.
  static func files(in path: String) throws -> [String] {
    switch Files.kind(of: path) {
    case .file: return [path]
    case .missing:
      throw CommandFailure(
        .failed, "there is no workflow '\(path)'", hints: ["--workflow names a file or folder"])
    case .folder:
      let folder = path.hasSuffix("/") ? path : path + "/"
      return try Files.names(in: path).filter(isDefinition).map { folder + $0 }
    }
  }

  /// Scenario files stand beside the definitions and are none.
  static func isDefinition(_ name: String) -> Bool {
    let parts = Array(name.utf8).split(
      separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    return (name.hasSuffix(".yaml") || name.hasSuffix(".yml")) && !name.hasPrefix(".")
      && !parts.dropFirst().dropLast().contains { $0.elementsEqual("scenarios".utf8) }
  }

  /// The only workflow with such a record type.
  func definition(ofType type: String, workflow: String?) throws -> WorkflowDefinition {
    var fitting = candidates.filter { $0.recordTypes.contains(type) }
    if let workflow {
      fitting = fitting.filter { $0.workflow == workflow }
      if !candidates.contains(where: { $0.workflow == workflow }) {
        let names = candidates.map(\.workflow)
        throw CommandFailure.unknown(
          "there is no workflow '\(workflow)' in '\(path)'",
          meant: suggestion(for: workflow, among: names), known: names)
      }
    }
    if fitting.count > 1 {
      throw CommandFailure(
        .usage, "several workflows have a record type '\(type)'",
        hints: fitting.map { "write \($0.workflow)/\(type)" })
    }
    guard let candidate = fitting.first else {
      // A file that cannot be read shows no types: what is wrong with it comes first.
      for unread in candidates where unread.recordTypes.isEmpty {
        _ = try Workspace.load(unread.read)
      }
      throw unknownType(type, workflow: workflow)
    }
    return try Workspace.load(candidate.read)
  }

  /// The workflow of that name, or the only one there is.
  func definition(named workflow: String?) throws -> WorkflowDefinition {
    if let workflow {
      if let candidate = candidates.first(where: { $0.workflow == workflow }) {
        return try Workspace.load(candidate.read)
      }
      let names = candidates.map(\.workflow)
      throw CommandFailure.unknown(
        "there is no workflow '\(workflow)' in '\(path)'",
        meant: suggestion(for: workflow, among: names), known: names)
    }
    if candidates.count > 1 {
      throw CommandFailure(
        .usage, "there are several workflows in '\(path)'",
        hints: candidates.map { "--workflow \($0.file.name)" })
    }
    return try Workspace.load(candidates[0].read)
  }

  /// The workflow of that name, or all of them.
  func definitions(named workflow: String?) throws -> [WorkflowDefinition] {
    if let workflow { return [try definition(named: workflow)] }
    return try candidates.map { try Workspace.load($0.read) }
  }

  /// The only workflow with an event of that name, and the only record type that has it.
  func only(_ event: String, workflow: String?) throws -> (WorkflowDefinition, type: String) {
    let definitions = try definitions(named: workflow)
    let having = definitions.flatMap { definition in
      definition.recordTypes.filter { !$0.isInline && $0.event(named: event) != nil }
        .map { (definition, type: $0.name) }
    }
    if having.count == 1 { return having[0] }
    if having.isEmpty {
      let known = definitions.flatMap(\.recordTypes).flatMap(\.events).map(\.name)
      throw CommandFailure.unknown(
        "there is no event '\(event)' in '\(path)'", meant: suggestion(for: event, among: known),
        known: known)
    }
    throw CommandFailure(
      .usage, "it is not said of which type '\(event)' is",
      hints: having.map { "write \($0.type).\(event)" })
  }

  private func unknownType(_ type: String, workflow: String?) -> CommandFailure {
    let known = candidates.filter { workflow == nil || $0.workflow == workflow }
      .flatMap(\.recordTypes)
    return CommandFailure.unknown(
      "there is no record type '\(type)' in '\(path)'",
      meant: suggestion(for: type, among: known), known: known)
  }

  static func load(_ file: SourceFile) throws -> WorkflowDefinition {
    try load(DefinitionFile(file))
  }

  static func load(_ read: DefinitionFile) throws -> WorkflowDefinition {
    let name = read.file.name
    let (definition, diagnostics) = DefinitionLoader().load(read, parts: .beside(name))
    if let definition {
      // It is needed as long as the command runs, and then nobody waits for it to be taken apart.
      _ = Unmanaged.passRetained(definition)
      return definition
    }
    throw UnsoundDefinition(file: name, diagnostics: diagnostics)
  }
}

/// A definition with errors, where a command needs one without.
struct UnsoundDefinition: Error {
  let file: String
  let diagnostics: [Diagnostic]
  /// Options without which `check` does not find what the file is about.
  var checkedWith = ""

  var errorCount: Int { diagnostics.count { $0.severity == .error } }
}

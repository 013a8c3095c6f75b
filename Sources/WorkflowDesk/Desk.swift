import Diagnostics
public import Foundation
import SQLiteStore
public import Workflow
public import WorkflowEngine
import WorkflowLanguage
public import WorkflowStore

/// A workflow and its records, for an application of your own.
///
/// What waits for a file or a database is asynchronous, and several tasks may share a desk: one
/// request is carried out after the other, beside those of other processes.
public actor Desk {
  public nonisolated let definition: WorkflowDefinition
  private let conductor: Conductor

  /// Reads a workflow with its parts, and opens the store of its records; a missing one is made
  /// with the first record.
  ///
  /// - Throws: `UnsoundWorkflow` where the workflow has mistakes.
  public init(workflow file: String, store path: String) throws {
    let definition = try Self.read(file)
    self.init(definition, on: SQLiteStore(definition: definition, path: path))
  }

  /// Works on a store that nothing else in the process uses.
  public init(_ definition: WorkflowDefinition, on store: sending any RecordStore) {
    self.definition = definition
    conductor = Conductor(store)
  }

  /// Says what would become of a request, and changes nothing.
  ///
  /// - Throws: `RequestMistake` where it names what does not exist, `StoreError` where the store
  ///   cannot be read.
  public func dryRun(_ asked: Asked) throws -> Answer {
    try conductor.dryRun(try asked.request(in: definition))
  }

  /// Does what is asked, in one transaction, or says every reason why not.
  public func apply(_ asked: Asked) throws -> Answer {
    try conductor.perform(try asked.request(in: definition))
  }

  /// Agrees, as the second person, to what waits.
  ///
  /// - Parameter seen: the version of the record that they have seen, where it has changed since it
  ///   was asked.
  public func approve(_ asked: Asked, seen: Int? = nil) throws -> Answer {
    try conductor.approve(
      asked.name, by: asked.actor, at: asked.at.microseconds, seen: seen.map { .version($0) })
  }

  /// Refuses, as the second person, what waits.
  public func reject(_ asked: Asked) throws -> Answer {
    try conductor.reject(asked.name, by: asked.actor, at: asked.at.microseconds)
  }

  /// Takes back what waits and the same actor had asked for.
  public func withdraw(_ asked: Asked) throws -> Answer {
    try conductor.withdraw(asked.name, by: asked.actor, at: asked.at.microseconds)
  }

  /// Fires everything that has become due.
  public func tick(at time: Date = Date()) throws -> ClockAnswer {
    try conductor.tick(at: time.microseconds)
  }

  // MARK: Looking

  /// A record as a person sees it: what it holds, what its menu offers, and why not the rest.
  ///
  /// - Throws: `RequestMistake` where there is no such type, `AbsentRecord` where there is no such
  ///   record, `StoreError` where the store cannot be read.
  public func show(
    _ type: String, _ id: String, to actor: Actor, at time: Date = Date()
  ) throws -> ShowAnswer {
    try conductor.show(
      ReadRequest.type(type, in: definition), id: id, to: actor, at: time.microseconds)
  }

  /// Records of a type in a list's order, with its columns.
  ///
  /// - Throws: `RequestMistake` where it names what does not exist, `AbsentRecord` where they are
  ///   to belong to a record that is not there, `StoreError` where the store cannot be read.
  public func list(
    _ text: ListText, to actor: Actor, at time: Date = Date()
  ) throws -> ListAnswer {
    let (type, query) = try text.read(in: definition)
    return try conductor.list(type, query, to: actor, at: time.microseconds)
  }

  /// Who did what to a record, when and why; the record may be gone.
  ///
  /// - Parameters:
  ///   - actor: who looks; nil is nobody, who sees no secret.
  ///   - until: a time after which what happened is left out.
  ///   - limit: how many lines are given, the latest ones.
  /// - Throws: `RequestMistake` where there is no such type, `AbsentRecord` where there never was
  ///   such a record, `StoreError` where the store cannot be read.
  public func history(
    of type: String, _ id: String, to actor: Actor? = nil, until: Date? = nil, limit: Int = 100
  ) throws -> HistoryAnswer {
    try conductor.history(
      of: ReadRequest.type(type, in: definition), id: id, to: actor, until: until?.microseconds,
      limit: limit)
  }

  /// What waits for a second person.
  ///
  /// - Parameters:
  ///   - second: the one who looks, where it is to be told what that one may answer.
  ///   - until: a time after which what was asked is left out.
  /// - Throws: `StoreError` where the store cannot be read.
  public func pending(to second: Actor? = nil, until: Date? = nil) throws -> PendingAnswer {
    try conductor.pending(to: second, until: until?.microseconds)
  }

  /// A page of the messages that wait for delivery, or of those that were delivered.
  ///
  /// - Parameters:
  ///   - actor: who looks; nil is nobody, who sees no secret.
  ///   - after: the number of the last message of the page before.
  /// - Throws: `StoreError` where the store cannot be read.
  public func messages(
    to actor: Actor? = nil, delivered: Bool = false, after: Int = 0, limit: Int = 1000
  ) throws -> MessagesAnswer {
    try conductor.messages(to: actor, delivered: delivered, after: after, limit: limit)
  }

  /// Says that a message arrived; it waits no longer.
  ///
  /// - Returns: false where no message of the key waits.
  /// - Throws: `StoreError` where the store cannot be written.
  public func acknowledge(_ key: String, at time: Date = Date()) throws -> Bool {
    try conductor.store.acknowledge(messageKey: key, at: time.microseconds)
  }

  private static func read(_ file: String) throws -> WorkflowDefinition {
    let bytes = Array(try Data(contentsOf: URL(fileURLWithPath: file)))
    let (definition, diagnostics) = DefinitionLoader().load(
      SourceFile(name: file, bytes: bytes), parts: .beside(file, in: .onDisk))
    if let definition { return definition }
    let renderer = DiagnosticRenderer(color: false)
    throw UnsoundWorkflow(messages: diagnostics.map(renderer.render))
  }
}

/// A workflow with mistakes, each with its place, the text there and a way out.
public struct UnsoundWorkflow: Error, Sendable, CustomStringConvertible {
  public let messages: [String]

  public var description: String { messages.joined(separator: "\n") }
}

extension PartSource.Folder {
  fileprivate static let onDisk = PartSource.Folder(
    realPath: { path in
      guard FileManager.default.fileExists(atPath: path) else { return nil }
      return URL(fileURLWithPath: path).resolvingSymlinksInPath().path
    },
    isPlainFile: { path in
      let attributes = try? FileManager.default.attributesOfItem(atPath: path)
      return attributes?[.type] as? FileAttributeType == .typeRegular
    },
    read: { path in
      guard let data = FileManager.default.contents(atPath: path) else {
        return .failure(PartSource.Failure(reason: "it cannot be read"))
      }
      return .success(Array(data))
    })
}

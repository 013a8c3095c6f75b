import ArgumentParser
import CEL
import Diagnostics
import JSONText
import RecordFiles
import TextFiles
import Workflow
import WorkflowEngine

/// A decision without any store, for those who keep their records themselves.
struct DecideCommand: AnsweringCommand {
  static let configuration = CommandConfiguration(
    commandName: "decide", _superCommandName: Program.name,
    abstract: "Decide one request on records that come with it as JSON; nothing is kept.",
    discussion: examples(
      "decide < question.json", "decide --workflow workflows/customer-account.yaml < question.json")
  )

  @OptionGroup var definitions: WorkflowOptions
  @OptionGroup var screen: ScreenOptions

  var answerRequest: AnswerRequest {
    AnswerRequest(isMachineAsked: true, output: screen.output, color: .never)
  }

  func answer(_ report: Report) throws -> ExitStatus {
    let question = try DecisionQuestion(bytes: text())
    let definition = try definitions.definition(ofType: question.recordType, workflow: nil)
    let read = try ReadRequest(question.text, in: definition)
    let at = try question.time(in: definition)
    var request = try read.request(of: question.target, by: question.actor, at: at)
    request.isConfirmed = question.isConfirmed
    let (store, problems) = try RecordLook.store(
      of: question.records(), definition, actor: question.actor, at: at)
    if let problem = problems.first {
      throw CommandFailure(.unreadable, "a record cannot be read: \(problem.reason)")
    }
    let answer = try Conductor(store).dryRun(request)
    try answer.checkNames()
    try report.printMachine(answer)
    return answer.status
  }
}

extension DecideCommand {
  /// What stands on the standard input, which is text.
  private func text() throws -> [UInt8] {
    do { return try Files.stream(of: "-").decoded().readAll() } catch {
      if error.encoding == nil { throw error }
      throw CommandFailure(.unreadable, error.sentence)
    }
  }
}

/// What `decide` reads: the records, and what is asked of one of them.
private struct DecisionQuestion {
  private let root: JSON
  let recordType: String
  private let event: String

  init(bytes: [UInt8]) throws(CommandFailure) {
    var reader = JSONReader(bytes: bytes)
    let root: JSON
    do {
      root = try reader.document()
    } catch {
      throw CommandFailure(
        .unreadable, "the standard input cannot be read: line \(error.line): \(error.reason)")
    }
    let names = (root["event"]?.text ?? "").split(separator: ".").map(String.init)
    guard names.count == 2 else {
      throw CommandFailure(
        .usage, "'event' is missing", hints: [#"write "event": "type.event""#])
    }
    self.root = root
    (recordType, event) = (names[0], names[1])
  }

  var text: RequestText {
    var text = RequestText(recordType: recordType, event: event)
    text.inputs = values("input")
    text.edits = values("set")
    return text
  }

  var target: WorkflowRequest.Target {
    if let id = root["record"]?.text { return .one(id.composed) }
    return .new(id: root["id"]?.text?.composed)
  }

  var actor: Actor {
    Actor(
      user: root["as"]?["user"]?.text ?? "unknown", roles: root["as"]?["roles"]?.strings ?? [])
  }

  var isConfirmed: Bool { root["confirm"] == .boolean(true) }

  func time(in definition: WorkflowDefinition) throws(CommandFailure) -> Int64 {
    guard let text = root["at"]?.text, let moment = MomentArgument(argument: text) else {
      throw CommandFailure(
        .usage, "'at' is missing", hints: [#"write "at": "2026-03-10T09:00:00Z""#])
    }
    return moment.time(in: definition)
  }

  /// The records, in the form in which a file of records has them.
  func records() throws -> any RecordFiles.RecordReader {
    let bytes = Array((root["records"] ?? .array([])).compact.utf8)
    var isRead = false
    return try RecordForm.json.reader(
      of: ByteStream(name: "records") { () throws(FileFailure) in
        defer { isRead = true }
        return isRead ? [] : bytes
      })
  }

  private func values(_ name: String) -> [(name: String, value: String)] {
    guard case .object(let members)? = root[name] else { return [] }
    return members.map { ($0.0, $0.1 == .null ? "null" : ($0.1.word ?? $0.1.compact).composed) }
  }
}

import Foundation
import TestSupport
import Testing

/// What a run of the command came to.
struct Answer {
  var status: Int32
  var output: String
  var remarks: String
}

/// A folder of its own with a workflow in it, in which the built command is run as a person would.
final class Workplace {
  let folder: String

  /// The built command stands beside the tests; `WORKFLOW_RUN` names another one.
  static let executable: String = {
    if let path = ProcessInfo.processInfo.environment["WORKFLOW_RUN"] { return path }
    let tests = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    return tests.deletingLastPathComponent().appendingPathComponent("workflow-run").path
  }()

  /// The same for every run, but for what `scripts/mutate` says to the program.
  private static let environment = ProcessInfo.processInfo.environment
    .filter { $0.key.hasPrefix("PLANTED_SLIP") }
    .merging(["PATH": "/usr/bin:/bin", "USER": "tester"]) { _, fixed in fixed }

  init(workflow: String? = Workplace.customers) throws {
    folder = NSTemporaryDirectory() + "workplace-\(UUID().uuidString)"
    try FileManager.default.createDirectory(
      atPath: "\(folder)/workflows", withIntermediateDirectories: true)
    if let workflow { try write("workflows/customer-account.yaml", workflow) }
    try write("records.yaml", Workplace.records)
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  func write(_ name: String, _ text: String) throws {
    try Data(text.utf8).write(to: URL(fileURLWithPath: "\(folder)/\(name)"))
  }

  func read(_ name: String) throws -> String {
    String(decoding: try data(name), as: UTF8.self)
  }

  func data(_ name: String) throws -> Data {
    try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(name)"))
  }

  /// Runs the command and waits for its end.
  @discardableResult
  func run(_ arguments: String..., input: String = "") throws -> Answer {
    try run(arguments, input: input)
  }

  @discardableResult
  func run(_ arguments: [String], input: String = "") throws -> Answer {
    let running = try start(arguments, input: input)
    try running.closeInput()
    let answer = try running.wait()
    try expectDescribed(answer, arguments)
    return answer
  }

  /// What a run writes for programs is as the schema of answers describes it.
  private func expectDescribed(_ answer: Answer, _ arguments: [String]) throws {
    func value(of option: String) -> String? {
      arguments.firstIndex(of: option).flatMap {
        $0 + 1 < arguments.count ? arguments[$0 + 1] : nil
      }
    }
    let format = value(of: "--format")
    // What `export`, `graph` and others write to a file has forms of its own.
    let command = arguments.first ?? ""
    if ["export", "graph"].contains(command) || arguments.contains("--help") { return }
    var text = format == "json" || command == "decide" ? answer.output : ""
    if let file = value(of: "--output"), file.hasSuffix(".json"), command != "convert",
      format ?? "json" == "json", FileManager.default.fileExists(atPath: "\(folder)/\(file)")
    {
      text = try read(file)
    }
    // A mistake of the command line is told to people before there is anything to answer.
    if text.isEmpty { return }
    let problems = AnswerSchema.problems(text)
    #expect(problems.isEmpty, "\(arguments)")
  }

  /// Starts the command, whose standard input stays open behind the text.
  func start(_ arguments: [String], input: String = "") throws -> Running {
    try start(Workplace.executable, arguments + Workplace.moment(for: arguments), input: input)
  }

  /// Runs the command as somebody does who sits at a terminal and types; what it asks stands among
  /// the remarks.
  func sitting(_ arguments: String..., types typed: String) throws -> Answer {
    let terminal = try Terminal()
    let running = try start(
      Workplace.executable, arguments + Workplace.moment(for: arguments), terminal: terminal)
    try terminal.type(typed)
    var answer = try running.wait()
    answer.remarks = terminal.shown()
    return answer
  }

  /// Runs a script of bash in the folder, as somebody would paste it, and waits for its end.
  func shell(_ script: String) throws -> Answer {
    let running = try start("/bin/bash", ["-c", script])
    try running.closeInput()
    return try running.wait()
  }

  /// Brings folders and files of the project here, in place of those that are here.
  func bring(_ names: String...) throws {
    for name in names {
      let path = "\(folder)/\(name)"
      if FileManager.default.fileExists(atPath: path) {
        try FileManager.default.removeItem(atPath: path)
      }
      try FileManager.default.copyItem(atPath: name, toPath: path)
    }
  }

  private func start(
    _ program: String, _ arguments: [String], input: String = "", terminal: Terminal? = nil
  ) throws -> Running {
    let name = "\(folder)/run-\(UUID().uuidString)"
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments
    process.currentDirectoryURL = URL(fileURLWithPath: folder)
    process.environment = Workplace.environment
    for path in [name + ".out", name + ".err"] {
      _ = FileManager.default.createFile(atPath: path, contents: nil)
    }
    process.standardOutput = try FileHandle(forWritingTo: URL(fileURLWithPath: name + ".out"))
    process.standardError = try FileHandle(forWritingTo: URL(fileURLWithPath: name + ".err"))
    let pipe = Pipe()
    process.standardInput = terminal?.inside ?? pipe
    if let terminal { process.standardError = terminal.inside }
    try process.run()
    if !input.isEmpty { try pipe.fileHandleForWriting.write(contentsOf: Data(input.utf8)) }
    return Running(process: process, input: pipe.fileHandleForWriting, files: name)
  }

  /// The clerk u17 on a morning, for commands that take a moment.
  private static func moment(for arguments: [String]) -> [String] {
    let commands = [
      "dry-run", "apply", "approve", "reject", "withdraw", "show", "list", "due", "import",
      "messages",
    ]
    let takesMoment = commands.contains(arguments.first ?? "") && !arguments.contains("--help")
    guard takesMoment,
      arguments.count > 1 || arguments.first == "due" || arguments.first == "messages"
    else { return [] }
    return (arguments.contains("--at") ? [] : ["--at", "2026-03-10T09:00:00Z"])
      + (arguments.contains("--as") ? [] : ["--as", "u17:clerk"])
  }
}

/// A command that was started.
struct Running {
  let process: Process
  fileprivate let input: FileHandle
  fileprivate let files: String

  init(process: Process, input: FileHandle, files: String) {
    self.process = process
    self.input = input
    self.files = files
  }

  func closeInput() throws { try input.close() }

  func wait() throws -> Answer {
    process.waitUntilExit()
    let isExited = process.terminationReason == .exit
    return Answer(
      status: isExited ? process.terminationStatus : -process.terminationStatus,
      output: try String(contentsOfFile: files + ".out", encoding: .utf8),
      remarks: try String(contentsOfFile: files + ".err", encoding: .utf8))
  }
}

import Glibc
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

  static let executable: String = {
    if let path = getenv("WORKFLOW_RUN") { return String(cString: path) }
    var buffer = [CChar](repeating: 0, count: 4096)
    let length = max(0, readlink("/proc/self/exe", &buffer, buffer.count - 1))
    let tests = String(decoding: buffer.prefix(length).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    let folder = tests.split(separator: "/").dropLast().joined(separator: "/")
    return "/\(folder)/workflow-run"
  }()

  init(workflow: String? = Workplace.customers) throws {
    var template = Array("/tmp/workplace-XXXXXX".utf8CString)
    _ = try #require(mkdtemp(&template))
    folder = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    mkdir("\(folder)/workflows", 0o777)
    if let workflow { try write("workflows/customer-account.yaml", workflow) }
    try write("records.yaml", Workplace.records)
  }

  deinit {
    chmod(folder, 0o700)
    var actions = SpawnActions()
    _ = actions.run("/bin/rm", ["-rf", folder])
  }

  func write(_ name: String, _ text: String) throws {
    let file = try #require(fopen("\(folder)/\(name)", "w"))
    fputs(text, file)
    fclose(file)
  }

  func read(_ name: String) -> String { Workplace.read("\(folder)/\(name)") }

  static func read(_ path: String) -> String {
    guard let file = fopen(path, "r") else { return "" }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var byte = fgetc(file)
    while byte != EOF {
      bytes.append(UInt8(truncatingIfNeeded: byte))
      byte = fgetc(file)
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Runs the command and waits for its end.
  @discardableResult
  func run(_ arguments: String..., input: String = "", asClerk: Bool = true) throws -> Answer {
    try run(arguments, input: input, asClerk: asClerk)
  }

  @discardableResult
  func run(_ arguments: [String], input: String = "", asClerk: Bool = true) throws -> Answer {
    let started = try start(arguments, input: input, asClerk: asClerk)
    return started.wait()
  }

  /// Starts the command without waiting.
  ///
  /// - Parameter isInputOpen: whether the standard input stays open behind the text.
  func start(
    _ arguments: [String], input: String = "", asClerk: Bool = true, isInputOpen: Bool = false
  ) throws -> Running {
    let moment =
      asClerk && Workplace.takesMoment(arguments)
      ? ["--at", "2026-03-10T09:00:00Z", "--as", "u17:clerk"] : []
    let name = "run-\(UInt32.random(in: 0 ... .max))"
    var actions = SpawnActions(
      folder: folder, output: "\(folder)/\(name).out", remarks: "\(folder)/\(name).err")
    return try actions.start(
      Workplace.executable, arguments + moment, input: input, isInputOpen: isInputOpen)
  }

  private static func takesMoment(_ arguments: [String]) -> Bool {
    let commands = ["dry-run", "apply", "show", "list", "due", "import", "messages"]
    return commands.contains(arguments.first ?? "") && !arguments.contains("--at")
  }
}

/// A command that was started.
final class Running {
  let process: pid_t
  private let output: String
  private let remarks: String
  private let input: Int32

  init(process: pid_t, output: String, remarks: String, input: Int32) {
    self.process = process
    self.output = output
    self.remarks = remarks
    self.input = input
  }

  func wait() -> Answer {
    var status: Int32 = 0
    waitpid(process, &status, 0)
    if input >= 0 { close(input) }
    let isExited = status & 0x7F == 0
    return Answer(
      status: isExited ? (status >> 8) & 0xFF : -(status & 0x7F), output: Workplace.read(output),
      remarks: Workplace.read(remarks))
  }
}

/// How a process is started: where it works and where its streams go.
struct SpawnActions {
  var folder = "/"
  var output = "/dev/null"
  var remarks = "/dev/null"

  mutating func run(_ executable: String, _ arguments: [String]) -> Int32 {
    guard let running = try? start(executable, arguments, input: "", isInputOpen: false) else {
      return -1
    }
    return running.wait().status
  }

  mutating func start(
    _ executable: String, _ arguments: [String], input: String, isInputOpen: Bool
  ) throws -> Running {
    var pipeEnds: [Int32] = [0, 0]
    try #require(pipe2(&pipeEnds, O_CLOEXEC) == 0)
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addchdir_np(&actions, folder)
    posix_spawn_file_actions_adddup2(&actions, pipeEnds[0], STDIN_FILENO)
    posix_spawn_file_actions_addopen(
      &actions, STDOUT_FILENO, output, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    posix_spawn_file_actions_addopen(
      &actions, STDERR_FILENO, remarks, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    var words = ([executable] + arguments).map { strdup($0) } + [nil]
    var environment = ["PATH=/usr/bin:/bin", "USER=tester", "TZ=UTC"].map { strdup($0) } + [nil]
    defer { for word in words + environment { free(word) } }
    var process: pid_t = 0
    try #require(posix_spawn(&process, executable, &actions, nil, &words, &environment) == 0)
    close(pipeEnds[0])
    let bytes = Array(input.utf8)
    var written = 0
    while written < bytes.count {
      let got = bytes[written...].withUnsafeBytes { write(pipeEnds[1], $0.baseAddress, $0.count) }
      if got <= 0 { break }
      written += got
    }
    if !isInputOpen { close(pipeEnds[1]) }
    return Running(
      process: process, output: output, remarks: remarks, input: isInputOpen ? pipeEnds[1] : -1)
  }
}

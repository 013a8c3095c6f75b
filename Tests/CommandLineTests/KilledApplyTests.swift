import Foundation
import Testing

/// A bulk apply that is killed at any moment leaves every customer whole: done with all that
/// follows, or untouched.
///
/// The moments are drawn at random; the seed is printed, and `SEED=n` repeats a run.
@Suite("A bulk apply that is killed", .serialized)
struct KilledApplyTests {
  static let customers = 400
  static let kills = 200

  @Test("leaves nothing half done, wherever it is killed")
  func killed() throws {
    let seed =
      ProcessInfo.processInfo.environment["SEED"].flatMap(UInt64.init)
      ?? UInt64.random(in: 1...1_000_000)
    var random = Seeded(state: seed)
    let place = try Workplace(workflow: nil)
    let workflow = try String(contentsOfFile: "Benchmarks/customers.yaml", encoding: .utf8)
    try place.write("workflows/customers.yaml", workflow)
    try place.write("customers.jsonl", Self.records())
    #expect(try place.run("import", "customers.jsonl", "--store", "base.db").status == 0)

    // How long a whole run takes, so that the kills fall into it.
    try Self.copy("base.db", to: "work.db", in: place)
    let start = Date()
    #expect(try place.run(Self.command).status == 0)
    var whole = Date().timeIntervalSince(start)
    #expect(
      try Self.state(place) == State(done: Self.customers, half: 0, lines: Self.customers * 9))

    var between = 0
    var killed = 0
    var attempts = 0
    while killed < Self.kills, attempts < Self.kills * 3 {
      attempts += 1
      try Self.copy("base.db", to: "work.db", in: place)
      let running = try place.start(Self.command)
      Thread.sleep(forTimeInterval: whole * Double.random(in: 0.15...0.95, using: &random))
      let isAlive =
        kill(running.process.processIdentifier, SIGKILL) == 0 && running.process.isRunning
      let answer = try running.wait()
      // It was faster than thought: the next kill comes earlier.
      if answer.status == -SIGKILL { killed += 1 } else { whole *= 0.9 }
      let state = try Self.state(place)
      #expect(state.half == 0, "\(state.half) customers are half done (SEED=\(seed))")
      #expect(state.lines == state.done * 9, "the history does not fit the records (SEED=\(seed))")
      if isAlive, answer.status == -SIGKILL, state.done > 0, state.done < Self.customers {
        between += 1
      }
    }
    print(
      "killed \(killed) times, \(between) of them between the first and the last commit (SEED=\(seed))"
    )
    #expect(killed >= Self.kills)
    #expect(between * 2 >= killed)
    // What was left is done by asking again.
    #expect(try place.run(Self.command).status == 0)
    #expect(
      try Self.state(place) == State(done: Self.customers, half: 0, lines: Self.customers * 9))
  }

  static let command = [
    "apply", "customer.deactivate", "--all", "--yes", "--batch", "10", "--store", "work.db",
  ]

  private struct State: Equatable {
    var done: Int
    var half: Int
    var lines: Int
  }

  /// Counted by SQLite's own command, as anybody would.
  private static func state(_ place: Workplace) throws -> State {
    let query = """
      with whole as (
        select c.id, c.status,
          (select count(*) from customers__location l where l.customer = c.id and l.status = c.status) as locations,
          (select count(*) from customers__service s join customers__location l on l.id = s.location
            where l.customer = c.id and s.status = c.status) as services
        from customers__customer c)
      select
        (select count(*) from whole where status = 'inactive'),
        (select count(*) from whole where locations <> 2 or services <> 6),
        (select count(*) from workflow_history where event = 'deactivate' and outcome <> 'refused');
      """
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["sqlite3", "\(place.folder)/work.db", query]
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    let text = String(decoding: output, as: UTF8.self).trimmingCharacters(
      in: .whitespacesAndNewlines)
    let numbers = text.split(separator: "|").compactMap { Int($0) }
    try #require(numbers.count == 3, "sqlite3 said: \(text)")
    return State(done: numbers[0], half: numbers[1], lines: numbers[2])
  }

  private static func copy(_ name: String, to copy: String, in place: Workplace) throws {
    for suffix in ["", "-wal", "-shm"] {
      let path = "\(place.folder)/\(copy)\(suffix)"
      if FileManager.default.fileExists(atPath: path) {
        try FileManager.default.removeItem(atPath: path)
      }
      let source = "\(place.folder)/\(name)\(suffix)"
      if FileManager.default.fileExists(atPath: source) {
        try FileManager.default.copyItem(atPath: source, toPath: path)
      }
    }
  }

  private static func records() -> String {
    (0..<customers).map { number in
      var lines = [#"{"type":"customer","id":"C\#(number)","name":"Customer \#(number)"}"#]
      for site in 0..<2 {
        lines.append(
          #"{"type":"location","id":"L\#(number)-\#(site)","customer":"C\#(number)","name":"Site \#(site)"}"#
        )
        for service in 0..<3 {
          let isRecurring = service % 2 == 0
          lines.append(
            #"{"type":"service","id":"S\#(number)-\#(site)\#(service)","location":"L\#(number)-\#(site)","name":"Service","recurring":\#(isRecurring)}"#
          )
        }
      }
      return lines.joined(separator: "\n")
    }.joined(separator: "\n")
  }

  /// A random number generator with a seed (SplitMix64).
  private struct Seeded: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var mixed = state
      mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
      mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
      return mixed ^ (mixed >> 31)
    }
  }
}

import Foundation
import Testing

/// Several processes at work on one store.
@Suite("Processes together", .serialized)
struct TogetherTests {
  private static let processes = 8
  private static let meters = """
    workflow: meters
    version: 1
    records:
      meter:
        fields: {days: {type: integer, default: 0}, total: {type: integer, default: 0}}
        states: {status: [on]}
        transitions:
          create: {from: new}
          count: {every: 1d, from: on, effects: [{set: {days: =days + 1}}]}
          add: {inputs: [{by: integer}], effects: [{set: {total: =total + by}}]}
    """

  private func place() throws -> Workplace {
    let place = try Workplace(workflow: nil)
    try place.write("workflows/meters.yaml", Self.meters)
    for id in ["M1", "M2", "M3"] {
      let answer = try place.run(
        "apply", "meter.create", "--id", id, "--at", "2026-01-01T09:00:00Z")
      try #require(answer.status == 0, "\(answer.output)\(answer.remarks)")
    }
    return place
  }

  private func together(
    _ place: Workplace, _ arguments: (Int) -> [String]
  ) throws -> [Answer] {
    let all = try (1...Self.processes).map { try place.start(arguments($0)) }
    for running in all { try running.closeInput() }
    return try all.map { try $0.wait() }
  }

  @Test("timers fire once, however many clocks tick at the same time")
  func ticks() throws {
    let place = try place()
    // 30 days left of January, 28 of February, 10 of March.
    let days = 68
    let answers = try together(place) { _ in ["due", "--at", "2026-03-10T09:00:00Z"] }
    #expect(answers.allSatisfy { $0.status == 0 }, "\(answers.map(\.remarks))")
    let fired = answers.compactMap { answer in
      answer.output.firstMatch(of: /Due: (\d+) fired, 0 held back\./).flatMap { Int($0.1) }
    }
    #expect(fired.count == Self.processes)
    #expect(fired.reduce(0, +) == 3 * days, "\(fired)")
    for id in ["M1", "M2", "M3"] {
      let history = try place.run("history", "meter:\(id)").output
      let lines = history.split(separator: "\n").filter { $0.contains("count, the clock") }
      #expect(lines.count == days, "\(id)")
      #expect(lines.last?.contains("days 67 → 68") == true, "\(lines.last ?? "")")
    }
  }

  @Test("clerks who change one record at the same time all get their turn")
  func clerks() throws {
    let place = try place()
    for round in 1...3 {
      let answers = try together(place) { number in
        ["apply", "add", "meter:M1", "--input", "by=\(number)", "--as", "c\(number):clerk"]
      }
      #expect(answers.map(\.status) == Array(repeating: 0, count: Self.processes))
      #expect(answers.allSatisfy { !$0.output.contains("stale") && $0.remarks.isEmpty })
      let shown = try place.run("show", "meter:M1").output
      #expect(shown.contains(try Regex("total +\(round * 36)\n")), "\(shown)")
    }
  }
}

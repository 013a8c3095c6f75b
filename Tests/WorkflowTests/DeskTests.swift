import Foundation
import JSONText
import Testing
import Workflow
import WorkflowDesk
import WorkflowEngine

/// A workflow and its records, as another program has them.
@Suite("The desk")
struct DeskTests {
  private static let workflow = """
    workflow: loans
    time_zone: Europe/Berlin
    records:
      shelf:
        fields: {name: text}
        relations:
          books: {many: book}
        transitions:
          create: {from: new, inputs: [name]}
      book:
        shown_as: "{title}"
        fields: {shelf: shelf, title: text, price: {type: decimal, default: 0}}
        states:
          status: [in, out, sold]
        transitions:
          create: {from: new, inputs: [shelf, title, price]}
          lend: {label: Lend, from: in, to: out}
          take_back:
            from: out
            to: in
            after: 30d
          sell:
            label: Sell
            from: in
            to: sold
            approval: {roles: [manager], when: price > 100}
            effects:
              - {emit: sold, with: {title: =title}, key: "{book}"}
        lists:
          all: {default: true, columns: [title, status]}
          dear: {where: price > 100, columns: [title, price]}
    """

  private static let clerk = Actor(user: "u17", roles: ["clerk"])
  private static let manager = Actor(user: "mia", roles: ["manager"])
  private static let morning = Date(timeIntervalSince1970: 1_773_133_200)  // 2026-03-10T09:00:00Z

  private static func asked(
    _ event: String, _ record: String?, new: Bool = false, _ inputs: [String: String] = [:],
    key: String? = nil
  ) -> Asked {
    Asked(event, of: record, isNew: new, inputs: inputs, by: clerk, at: morning, key: key)
  }

  /// A desk with two books on a shelf, and the folder that its files stand in.
  private static func desk() async throws -> (desk: Desk, folder: TemporaryFolder) {
    let folder = try TemporaryFolder()
    let file = folder.path + "/loans.yaml"
    try workflow.write(toFile: file, atomically: true, encoding: .utf8)
    let desk = try Desk(workflow: file, store: folder.path + "/workflow.db")
    for asked in [
      asked("shelf.create", "F1", new: true, ["name": "Novels"]),
      asked("book.create", "B1", new: true, ["shelf": "F1", "title": "Emma", "price": "9"]),
      asked(
        "book.create", "B2", new: true, ["shelf": "F1", "title": "Persuasion", "price": "900"]),
    ] {
      #expect(try await desk.apply(asked).outcome == .allowed)
    }
    return (desk, folder)
  }

  @Test("a record is shown with what may be done, by when, and what waits")
  func show() async throws {
    let (desk, folder) = try await Self.desk()
    defer { withExtendedLifetime(folder) {} }
    #expect(try await desk.apply(Self.asked("book.lend", "B1")).outcome == .allowed)
    #expect(try await desk.apply(Self.asked("book.sell", "B2")).outcome == .pending)

    let lent = try await desk.show("book", "B1", to: Self.clerk, at: Self.morning)
    #expect(lent.name == "book B1 \"Emma\"")
    #expect(lent.fields["status"]?.text == "out")
    let timer = try #require(lent.timers.first)
    #expect(timer.dueDate == Self.morning.addingTimeInterval(30 * 86_400))
    #expect(lent.lastTickDate == nil)

    let dear = try await desk.show("book", "B2", to: Self.manager, at: Self.morning)
    #expect(dear.waiting.map(\.event) == ["sell"] && dear.waiting[0].mayAnswer)
    #expect(dear.waiting[0].date == Self.morning)
    let due = try #require(timer.dueDate)
    #expect(try await desk.tick(at: due).fired.map(\.event) == ["take_back"])
    #expect(try await desk.show("book", "B1", to: Self.clerk, at: due).lastTickDate == due)
  }

  @Test("lists, by name, by condition and by what they belong to")
  func lists() async throws {
    let (desk, folder) = try await Self.desk()
    defer { withExtendedLifetime(folder) {} }
    func ids(_ change: (inout ListText) -> Void) async throws -> [String] {
      var text = ListText("book")
      change(&text)
      return try await desk.list(text, to: Self.clerk, at: Self.morning).rows
        .compactMap { $0["id"]?.text }
    }
    #expect(try await ids { _ in } == ["B1", "B2"])
    #expect(try await ids { $0.list = "dear" } == ["B2"])
    #expect(try await ids { $0.condition = "price < 10" } == ["B1"])
    #expect(try await ids { $0.parent = (type: "shelf", id: "F1") } == ["B1", "B2"])
    #expect(try await ids { $0.limit = 1 } == ["B1"])
    let answer = try await desk.list(ListText("book"), to: Self.clerk)
    #expect(answer.list == "all" && answer.columns.map(\.name) == ["title", "status"])
  }

  @Test("the history, what waits, and the outbox, with times as dates")
  func lines() async throws {
    let (desk, folder) = try await Self.desk()
    defer { withExtendedLifetime(folder) {} }
    #expect(try await desk.apply(Self.asked("book.sell", "B2")).outcome == .pending)
    let waiting = try await desk.pending(to: Self.manager).requests
    #expect(waiting.map(\.id) == ["B2"] && waiting[0].mayAnswer == true)
    #expect(waiting[0].date == Self.morning)
    #expect(try await desk.pending(until: Self.morning.addingTimeInterval(-1)).requests.isEmpty)

    var approval = Self.asked("book.sell", "B2")
    approval.actor = Self.manager
    approval.at = Self.morning.addingTimeInterval(60)
    let approved = try await desk.approve(approval)
    #expect(approved.outcome == .allowed && approved.date == approval.at)
    let history = try await desk.history(of: "book", "B2")
    #expect(history.lines.map(\.outcome) == ["done", "requested", "approved", "done"])
    #expect(history.lines.last?.date == approval.at)
    #expect(try await desk.history(of: "book", "B2", until: Self.morning).total == 2)

    var again = Self.asked("book.sell", "B2")
    again.at = approval.at
    #expect(try await desk.withdraw(again).blockers.map(\.code) == [.nothingPending])

    let message = try #require(try await desk.messages().messages.first)
    #expect(message.name == "sold" && message.createdDate == approval.at)
    #expect(try await desk.acknowledge(message.key, at: approval.at))
    #expect(try await desk.messages().total == 0)
    #expect(try await desk.messages(delivered: true).messages[0].deliveredDate == approval.at)
    #expect(try await !desk.acknowledge("nothing"))
  }

  @Test("what does not exist is said with the name that was probably meant")
  func unknown() async throws {
    let (desk, folder) = try await Self.desk()
    defer { withExtendedLifetime(folder) {} }
    let shown = await #expect(throws: AbsentRecord.self) {
      try await desk.show("book", "B9", to: Self.clerk)
    }
    #expect(shown?.id == "B9" && shown?.presence == .unknown)
    let told = await #expect(throws: AbsentRecord.self) {
      try await desk.history(of: "book", "B9")
    }
    #expect(told?.id == "B9")
    func meant(_ body: () async throws -> Void) async -> String? {
      do {
        try await body()
        return "nothing is wrong"
      } catch {
        return (error as? RequestMistake)?.meant
      }
    }
    #expect(await meant { _ = try await desk.show("bok", "B1", to: Self.clerk) } == "book")
    #expect(await meant { _ = try await desk.history(of: "shlf", "F1") } == "shelf")
    var text = ListText("book")
    text.list = "deer"
    let list = text
    #expect(await meant { _ = try await desk.list(list, to: Self.clerk) } == "dear")
    text.list = nil
    text.condition = "prize > 1"
    let wrong = text
    await #expect(throws: RequestMistake.self) { try await desk.list(wrong, to: Self.clerk) }
  }

  @Test("several tasks share a desk")
  func shared() async throws {
    let (desk, folder) = try await Self.desk()
    defer { withExtendedLifetime(folder) {} }
    let outcomes = try await withThrowingTaskGroup(of: Answer.Outcome.self) { group in
      for _ in 0..<8 {
        group.addTask { try await desk.apply(Self.asked("book.lend", "B1")).outcome }
        group.addTask {
          _ = try await desk.show("book", "B1", to: Self.clerk, at: Self.morning)
          return .invalid
        }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(outcomes.count { $0 == .allowed } == 1)
    #expect(outcomes.count { $0 == .blocked } == 7)
  }
}

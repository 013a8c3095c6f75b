import CEL
import Foundation
import Testing

/// `docs/mistakes.md` is made of the tests' own table; `UPDATE=1 swift test` writes it anew.
@Suite("The page of mistakes")
struct MistakesPageTests {
  private static let page = URL(filePath: #filePath).resolvingSymlinksInPath()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "docs/mistakes.md")

  /// What analysts get wrong most: the first words of an expression in `MessageTests.mistakes`, or
  /// an expression of its own.
  private static let chosen: [(text: String, why: String)] = [
    (#"status == "activ""#, "A state that does not exist: it would never be true."),
    ("status == active", "Quotes forgotten."),
    (#"account.status = "active""#, "One sign of equality."),
    ("price > 0 and quantity > 0", "Words instead of signs."),
    (#"status == "active" || "new""#, "The second comparison left half unsaid."),
    ("1 < price < 10", "A range as mathematicians write it."),
    ("account.balanc > 0", "A slip in a field's name."),
    ("address == \"x\"", "A field of a related record, without the way to it."),
    ("price", "A number where yes or no is needed."),
    ("end_date > 30", "A date compared with a number of days."),
    (#"end_date == "2026-03-10""#, "A date written as text."),
    ("today - end_date > 30", "Dates subtracted."),
    (#"now - created > duration("30d")"#, "Days in a duration."),
    ("price > quantity / 3", "A division that drops what is behind the point."),
    ("price > 1,50", "A decimal comma."),
    ("len(account.name) > 3", "A function that another language has."),
    ("lines.count > 3", "A count written as if it were a field."),
    ("count(lines, l, l.amount > 0) > 3", "A condition handed to count()."),
    (#"account == "A1""#, "A record compared with its name."),
    ("discount > 5", "A value that may be empty, used as if it never were."),
  ]

  private static func text() -> String {
    var page = """
      # Twenty mistakes, and what is said about them

      The record is the service of [the page about expressions](expressions.md): `status` is a state,
      `price` a decimal, `quantity` a whole number, `end_date` and `discount` may be empty, `lines` is a
      set. `workflow-run explain` followed by the code in brackets tells more. This page is made by the
      tests; do not edit it.

      """
    for (number, mistake) in chosen.enumerated() {
      let issue = Fixture.compiler.compile(mistake.text, expecting: .bool).issues.first
      page += "\n## \(number + 1). \(mistake.why)\n\n```\n\(excerpt(mistake.text, issue))\n```\n"
    }
    return page
  }

  /// The mistake as the command line shows it.
  private static func excerpt(_ text: String, _ issue: CEL.Issue?) -> String {
    guard let issue else { return "nothing is said about: \(text)" }
    let severity = issue.severity == .error ? "error" : "warning"
    let width = max(1, min(issue.range.upperBound, text.utf8.count) - issue.range.lowerBound)
    let marks =
      String(repeating: " ", count: issue.range.lowerBound) + String(repeating: "^", count: width)
    var lines = [
      "\(severity)[\(issue.code)]: \(issue.message)", "  |", "1 | \(text)",
      "  | \(marks)\(issue.help.map { " " + $0 } ?? "")",
    ]
    lines += issue.notes.map { "  = note: \($0)" }
    return lines.joined(separator: "\n")
  }

  @Test("the page shows what is said today, of twenty mistakes")
  func upToDate() throws {
    #expect(MistakesPageTests.chosen.count == 20)
    let text = MistakesPageTests.text()
    if Environment.variable("UPDATE") == "1" {
      try text.write(to: MistakesPageTests.page, atomically: true, encoding: .utf8)
    }
    #expect(try String(contentsOf: MistakesPageTests.page, encoding: .utf8) == text)
  }

  @Test("every mistake is said in one phrase, with a way to mend it")
  func said() throws {
    for mistake in MistakesPageTests.chosen {
      let issue = try #require(
        Fixture.compiler.compile(mistake.text, expecting: .bool).issues.first, "\(mistake.text)")
      #expect(issue.help != nil, "\(mistake.text)")
      #expect(!issue.message.contains("\n") && !issue.message.hasSuffix("."))
    }
  }
}

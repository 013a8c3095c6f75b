import Testing

@testable import CEL

@Suite("Working days")
struct WorkingDayTests {
  private func evaluate(_ text: String) -> String { Fixture().evaluate(text) }

  @Test(
    "what cannot be counted says why",
    arguments: [
      ("add_working_days(today, 10001)", "counts at most 10000 days"),
      ("add_working_days(date('9999-12-31'), 1)", "is beyond the years 1 to 9999"),
      ("is_working_day(today, [], [8])", "a weekday is 1 (Monday) to 7 (Sunday)"),
      ("is_working_day(today, [], [1, 2, 3, 4, 5, 6, 7])", "a week needs a working day"),
    ])
  func problem(expression: String, sentence: String) {
    #expect(evaluate(expression).contains(sentence), "\(evaluate(expression))")
  }

  @Test("counting agrees with adding, from every day and in both directions")
  func inverse() throws {
    var calendar = WorkingCalendar()
    let holidays: [Value] = [
      "2026-01-01", "2026-01-06", "2026-04-03", "2026-04-06", "2026-05-01", "2026-12-26",
    ].compactMap { CivilDate(text: $0).map { .date($0) } }
    #expect(calendar.addHolidays(.makeList(holidays)) == nil)
    let first = try #require(CivilDate(text: "2025-12-20"))
    for offset in 0..<140 {
      let start = try #require(first.adding(days: offset))
      for count in -30...30 where count != 0 {
        let end = try #require(calendar.day(after: start, count: count))
        #expect(calendar.isWorking(end))
        #expect(calendar.workingDays(from: start, to: end) == count)
      }
      #expect(calendar.workingDays(from: start, to: start) == 0)
    }
  }

  @Test("another weekend, and a holiday that falls on it, count once")
  func weekend() {
    #expect(
      evaluate("add_working_days(date('2026-03-05'), 1, [date('2026-03-06')], [5, 6])")
        == "2026-03-08")
    #expect(
      evaluate("working_days_between(date('2026-03-01'), date('2026-03-15'), [date('2026-03-07')])")
        == "10")
  }
}

import Diagnostics
import Testing
import WorkflowLanguage

/// Every slip in what the clock goes by is told once, at its place; the mend, followed to the letter,
/// makes the file sound.
@Suite("A slip in a timer")
struct TimerSlipTests {
  /// A transition, the part of it that is marked, what is said, and, where the program does not make
  /// the change itself, what the marked part or the whole transition becomes by hand.
  struct TimerSlip: CustomTestStringConvertible, Sendable {
    let way: String
    let code: String
    let marked: String
    let message: String
    var byHand: String?
    var becomes: String?

    init(
      _ way: String, _ code: String, _ marked: String, _ message: String, byHand: String? = nil,
      becomes: String? = nil
    ) {
      self.way = way
      self.code = code
      self.marked = marked
      self.message = message
      self.byHand = byHand
      self.becomes = becomes
    }

    var testDescription: String { way }
  }

  private static func text(_ way: String) -> String {
    """
    workflow: accounts
    records:
      account:
        fields: {name: text, anchor: integer?, note: text?, moments: {list: timestamp, optional: true}, seen: timestamp?}
        states: {status: [active, closed]}
        transitions:
          close: {from: active, to: closed}
          bill: {from: active, \(way)}

    """
  }

  static let slips = [
    TimerSlip(
      "every: daily", "formula-type", "daily", "'daily' is not the word for how often"),
    TimerSlip(
      "every: Month", "formula-type", "Month", "'Month' is not the word for how often"),
    TimerSlip(
      "every: hourly", "formula-type", "hourly", "'hourly' is not the word for how often"),
    TimerSlip(
      "every: monday", "formula-type", "monday", "'monday' is a day, and 'every' says how often",
      byHand: "week, on: monday"),
    TimerSlip("every: wek", "formula-type", "wek", "'wek' is not the word for how often"),
    TimerSlip(
      "every: wek, at: '09:00'", "formula-type", "wek", "'wek' is not the word for how often"),
    TimerSlip(
      "every: , at: '09:00'", "empty-key", "every", "'every' has nothing after it",
      becomes: "every: day, at: '09:00'"),
    TimerSlip(
      "every: day, at: 9:00", "wrong-value", "9:00",
      "'at' beside a day, week, month or year is a time of day, not '9:00'"),
    TimerSlip(
      "every: day, at: 6 pm", "wrong-value", "6 pm",
      "'at' beside a day, week, month or year is a time of day, not '6 pm'"),
    TimerSlip(
      "every: day, at: '24:00'", "wrong-value", "'24:00'",
      "'at' beside a day, week, month or year is a time of day, not '24:00'", byHand: "'00:00'"),
    TimerSlip(
      "every: day, at: ['09:00', '18:00']", "wrong-value", "['09:00', '18:00']",
      "'at' beside a day, week, month or year is a time of day", byHand: "'09:00'"),
    TimerSlip(
      "every: 7d, at: '09:00'", "misplaced-key", "every", "'every' does not go with 'at'",
      becomes: "every: 7d"),
    TimerSlip(
      "every: week, on: Monday", "wrong-value", "Monday",
      "'on' beside 'every: week' is a day of the week, not 'Monday'"),
    TimerSlip(
      "every: week, on: [monday, tusday]", "wrong-value", "tusday",
      "'on' beside 'every: week' is a day of the week, not 'tusday'"),
    TimerSlip(
      "every: week, on: [monday, monday]", "wrong-value", "monday", "'monday' stands here twice",
      byHand: "friday"),
    TimerSlip(
      "every: week, on: 3", "wrong-value", "3",
      "'on' beside 'every: week' is a day of the week, not '3'"),
    TimerSlip(
      "every: month, on: 32", "wrong-value", "32",
      "'on' beside 'every: month' is a day of the month from 1 to 31, not '32'", byHand: "31"),
    TimerSlip(
      "every: month, on: name", "wrong-value", "name",
      "'on' beside 'every: month' is a day of the month from 1 to 31, not 'name'",
      byHand: "anchor"),
    TimerSlip(
      "every: month, on: monday", "wrong-value", "monday",
      "'on' beside 'every: month' is a day of the month from 1 to 31, not 'monday'", byHand: "1"),
    TimerSlip(
      "every: year, on: 31", "wrong-value", "31",
      "'on' beside 'every: year' is a month and a day, not '31'", byHand: "03-31"),
    TimerSlip(
      "every: year, on: 02-30", "wrong-value", "02-30",
      "'on' beside 'every: year' is a month and a day, not '02-30'", byHand: "02-28"),
    TimerSlip(
      "every: month, on: []", "wrong-value", "[]", "'on' names no days", byHand: "[1]"),
    TimerSlip(
      "every: day, on: monday", "misplaced-key", "on",
      "'on' goes with 'every: week', 'every: month' and 'every: year'", becomes: "every: day"),
    TimerSlip(
      "every: 7d, on: monday", "misplaced-key", "on",
      "'on' goes with 'every: week', 'every: month' and 'every: year'", becomes: "every: 7d"),
    TimerSlip(
      "on: monday", "misplaced-key", "on", "'on' needs 'every'", becomes: "when: name == note"),
    TimerSlip(
      "every: day, missed: once, after: 7d", "misplaced-key", "after",
      "'after' does not go with 'every'", becomes: "every: day, missed: once"),
    TimerSlip(
      "every: day, missed: onec", "wrong-value", "onec", "'missed' cannot be 'onec'"),
    TimerSlip(
      "every: day, missed: [once]", "wrong-shape", "[once]",
      "a text for 'missed' is expected here, not a list", byHand: "once"),
    TimerSlip(
      "after: 7d, missed: once", "misplaced-key", "missed",
      "'missed' goes with several times, and this is a single one, which waits",
      becomes: "after: 7d"),
    TimerSlip(
      "at: seen, missed: skip", "misplaced-key", "missed",
      "'missed' goes with several times, and this is a single one, which waits", becomes: "at: seen"
    ),
    TimerSlip(
      "missed: once", "misplaced-key", "missed",
      "'missed' needs 'every', or several times under 'at'", becomes: "to: closed"),
    TimerSlip(
      "every: day, mised: once", "unknown-key", "mised", "there is no key 'mised' in a transition"),
    TimerSlip(
      "effects: [{set: {seen: =due}}]", "unknown-name", "due",
      "there is no field or value 'due' here", byHand: "now"),
    TimerSlip(
      "when: entered.statsu < now", "unknown-name", "entered.statsu",
      "there is no field or value 'entered' here"),
    TimerSlip(
      "when: entered < now", "unknown-name", "entered", "there is no field or value 'entered' here"),
    TimerSlip(
      "effects: [{set: {entered: =now}}]", "unknown-field", "entered",
      "account has no field 'entered'", byHand: "seen"),
  ]

  @Test("is told once, and the mend works when it is followed to the letter", arguments: slips)
  func slip(_ slip: TimerSlip) throws {
    let file = SourceFile(name: "accounts.yaml", text: Self.text(slip.way))
    let (definition, diagnostics) = DefinitionLoader().load(file)
    let shown = diagnostics.map(DiagnosticRenderer(color: false).render).joined()
    #expect(definition == nil, "\(slip.way)")
    let errors = diagnostics.filter { $0.severity == .error }
    #expect(errors.count == 1, "\(shown)")
    let found = try #require(errors.first)
    #expect(found.code == slip.code, "\(shown)")
    #expect(found.marked == slip.marked, "\(shown)")
    #expect(found.message == slip.message, "\(shown)")
    let mended: String
    if let becomes = slip.becomes {
      mended = Self.text(becomes)
    } else if let byHand = slip.byHand {
      let bytes = Mend(replacing: try #require(found.range), with: byHand).applied(to: file)
      mended = String(decoding: try #require(bytes), as: UTF8.self)
    } else {
      let bytes = try #require(found.mend?.applied(to: file), "no mend\n\(shown)")
      mended = String(decoding: bytes, as: UTF8.self)
    }
    let (sound, rest) = DefinitionLoader().load(SourceFile(name: "accounts.yaml", text: mended))
    let left = rest.filter { $0.severity == .error }.map(DiagnosticRenderer(color: false).render)
    #expect(sound != nil, "\(mended)\n\(left.joined())")
  }
}

extension Issue {
  /// The page of a code: what it means, how it looks, how it is mended.
  public struct Page: Sendable {
    public var code: String
    /// One line.
    public var title: String
    /// An expression that has the mistake.
    public var bad: String
    /// The same without it.
    public var good: String
    public var reason: String
  }

  /// Every code that an expression's issues can have, with the page that explains it.
  ///
  /// The examples speak of an account: `status` is a state (active, deactivated), `kind` a choice
  /// (recurring, on_request), `name` a text, `balance` a decimal, `visits` a whole number,
  /// `start_date` a date, `end_date` one that may be empty, `created` a point in time, `locations`
  /// a set.
  public static let codes: [Page] = [
    Page(
      code: "syntax-error", title: "the expression cannot be read",
      bad: "balance > 0 and visits > 3", good: "balance > 0 && visits > 3",
      reason: "Conditions are joined by && (and), || (or) and turned round by ! (not); values"
        + " are compared with ==, !=, <, <=, >, >=; texts stand in straight quotes."),
    Page(
      code: "unknown-name", title: "a name that means nothing here",
      bad: "balence > 0", good: "balance > 0",
      reason: "A bare name is a field, region, reference, set or input of the record itself, or"
        + " one of the values that are always there, such as today."),
    Page(
      code: "unknown-field", title: "a record without such a field",
      bad: "account.balence > 0", good: "account.balance > 0",
      reason: "Only fields, regions, references and sets that the record's type declares can be"
        + " read."),
    Page(
      code: "unknown-function", title: "a function that does not exist",
      bad: "len(name) > 3", good: "size(name) > 3",
      reason: "Functions cannot be added; docs/expressions.md lists those that there are."),
    Page(
      code: "unknown-state", title: "a state that its region does not have",
      bad: "status == \"activ\"", good: "status == \"active\"",
      reason: "A text beside a state must be one of the region's states: anything else could"
        + " never be true."),
    Page(
      code: "unknown-choice", title: "a value that its choice does not have",
      bad: "kind == \"recuring\"", good: "kind == \"recurring\"",
      reason: "A text beside a choice must be one of its named values: anything else could never"
        + " be true."),
    Page(
      code: "type-mismatch", title: "values of types that do not go together",
      bad: "start_date > 30", good: "start_date > today + days(30)",
      reason: "Nothing is converted behind one's back, except whole numbers to decimals, choices"
        + " to their names and dates to the moment they begin."),
    Page(
      code: "not-a-condition", title: "a value where yes or no is needed",
      bad: "balance && visits > 3", good: "balance > 0 && visits > 3",
      reason: "A number, a text or a set is neither true nor false by itself; say what is"
        + " compared."),
    Page(
      code: "may-be-empty", title: "a value that may be empty is used as if it never were",
      bad: "end_date < today", good: "end_date != null && end_date < today",
      reason: "Without a value the condition cannot be told, and a guard that cannot be told"
        + " refuses. Say what holds then: end_date == null || …, end_date != null && …, or"
        + " coalesce(end_date, today)."),
    Page(
      code: "wrong-argument-count", title: "a function with too many or too few values",
      bad: "days_between(start_date) > 30", good: "days_between(start_date, today) > 30",
      reason: "Every function takes a certain number of values."),
    Page(
      code: "name-taken", title: "a name for an element that means something else",
      bad: "locations.all(name, name.status == \"active\")",
      good: "locations.all(l, l.status == \"active\")",
      reason: "A bare name never changes its meaning: the name for an element of a set must be"
        + " one that is free."),
    Page(
      code: "integer-division", title: "a division that loses what is behind the point",
      bad: "balance > visits / 3", good: "balance > decimal(visits) / 3",
      reason: "A whole number divided by a whole number is a whole number (7 / 2 is 3). Where a"
        + " decimal is needed that is hardly ever meant."),
    Page(
      code: "date-subtraction", title: "dates subtracted with '-'",
      bad: "today - start_date > 30", good: "days_between(start_date, today) > 30",
      reason: "The distance of two dates is a number of days, and days_between(from, to) says in"
        + " which direction it is counted."),
    Page(
      code: "invalid-date", title: "a date that the calendar does not have",
      bad: "start_date < date(\"2026-02-30\")", good: "start_date < date(\"2026-02-28\")",
      reason: "A date is written year-month-day."),
    Page(
      code: "invalid-time", title: "a point in time that cannot be read",
      bad: "created < timestamp(\"2026-03-10\")",
      good: "created < timestamp(\"2026-03-10T00:00:00Z\")",
      reason: "A point in time is written with its day, time and zone (RFC 3339)."),
    Page(
      code: "invalid-duration", title: "a duration that cannot be read",
      bad: "now - created > duration(\"30d\")", good: "created + days(30) < now",
      reason: "A duration counts hours, minutes and seconds. Days, months and years belong to the"
        + " calendar: they are not always equally long."),
    Page(
      code: "invalid-number", title: "a text that is no number",
      bad: "balance > decimal(\"1,50\")", good: "balance > decimal(\"1.50\")",
      reason: "Numbers are written with digits and a point, without separators."),
    Page(
      code: "invalid-pattern", title: "a pattern that is not sound",
      bad: "name.matches(\"[a-z\")", good: "name.matches(\"[a-z]\")",
      reason: "Patterns are RE2's; look-ahead and back references do not exist, so that a match"
        + " takes time in proportion to the text."),
    Page(
      code: "number-too-large", title: "a number that cannot be held",
      bad: "visits < 99999999999999999999", good: "visits < 999999999",
      reason: "Whole numbers have 64 bits, decimals up to 17 digits and no exponent."),
    Page(
      code: "limit-exceeded", title: "an expression that is too large",
      bad: "[[1]].exists(a, a.exists(b, [b].exists(c, [c].exists(d, [d].exists(e, e > 0)))))",
      good: "[[1]].exists(a, a.exists(b, b > 0))",
      reason: "Everything that can grow has a limit: the text's length, the nesting, and loops"
        + " inside loops, whose work multiplies."),
  ]

  /// The page of a code.
  public static func page(_ code: String) -> Page? { codes.first { $0.code == code } }
}

import CEL
import Testing

/// A mistake as an analyst makes it, and what is said about it.
struct Mistake: Sendable, CustomTestStringConvertible {
  var text: String
  var expecting: CELType?
  var code: String
  var marked: String
  var says: String
  var help: String?

  init(
    _ text: String, expecting: CELType?, code: String, marked: String, says: String,
    help: String?
  ) {
    self.text = text
    self.expecting = expecting
    self.code = code
    self.marked = marked
    self.says = says
    self.help = help
  }

  var testDescription: String { text }
}

@Suite("Messages about mistakes")
struct MessageTests {
  @Test("a mistake is marked exactly, said in one phrase, and a fix is named", arguments: mistakes)
  func says(mistake: Mistake) throws {
    let (program, issues) = Fixture.compiler.compile(mistake.text, expecting: mistake.expecting)
    #expect(program == nil)
    let issue = try #require(issues.first)
    let bytes = Array(mistake.text.utf8)
    let marked = bytes[issue.range.clamped(to: 0..<bytes.count)]
    #expect(issue.code == mistake.code)
    #expect(String(decoding: marked, as: UTF8.self) == mistake.marked)
    #expect(issue.message == mistake.says)
    #expect(issue.help == mistake.help)
    #expect(Issue.page(issue.code) != nil, "every code has a page")
  }

  @Test("a value that a region or choice does not have comes with a list of those it has")
  func listsValues() {
    let (_, issues) = Fixture.compiler.compile("status == \"gone\"", expecting: .bool)
    #expect(issues.first?.notes == ["status is one of active, deactivated, new"])
  }

  @Test(
    "what was probably meant is found",
    arguments: [
      ("balance > 0", "did you mean account.balance?"),
      ("address == \"x\"", "did you mean location.address?"),
      ("lines.all(l, amount > 0)", "did you mean l.amount?"),
      ("1 < price < 10", "write 1 < price && price < 10"),
      ("status == \"active\" || \"new\"", "write status == \"new\""),
      ("lines.count > 3", "write count(lines)"),
      ("count(lines, l, l.amount > 0) > 3", "write count(lines.filter(l, l.amount > 0))"),
      ("sum(lines, l, l.amount) > 3", "write sum(lines.map(l, l.amount))"),
      ("account == \"A1\"", "compare one of its fields, such as account.name"),
      (
        "format(price, 2) == \"1\"",
        "write money(price) for two places, or \"%.2f\".format([price])"
      ),
      (
        "price.format(2) == \"1\"",
        "write money(price) for two places, or \"%.2f\".format([price])"
      ),
      ("format(\"%.1f\", price) == \"1\"", "write \"%.1f\".format([price])"),
      ("hour(now) > 3", "write local_hour()"),
    ])
  func nearby(text: String, help: String) {
    let (_, issues) = Fixture.compiler.compile(text, expecting: .bool)
    #expect(issues.map(\.help) == [help])
  }

  @Test("all mistakes of an expression are reported, not only the first")
  func collects() {
    let text = "statu == \"active\" && account.balanc > 0 && price + \"x\" == 3"
    let (_, issues) = Fixture.compiler.compile(text, expecting: .bool)
    #expect(issues.map(\.code) == ["unknown-name", "unknown-field", "type-mismatch"])
  }

  @Test(
    "the examples of every page show the mistake and its absence",
    arguments: Issue.codes.map(\.code))
  func pages(code: String) throws {
    let page = try #require(Issue.page(code))
    let bad = PageFixture.compiler.compile(page.bad, expecting: .bool)
    #expect(bad.issues.first?.code == code)
    let good = PageFixture.compiler.compile(page.good, expecting: .bool)
    #expect(good.issues.isEmpty && good.program != nil, "\(good.issues)")
  }

  static let mistakes: [Mistake] = [
    Mistake(
      #"status == "activ""#, expecting: .bool, code: "unknown-state", marked: #""activ""#,
      says: "there is no state 'activ' in region 'status' of service",
      help: #"did you mean "active"?"#),
    Mistake(
      #"kind == "recuring""#, expecting: .bool, code: "unknown-choice", marked: #""recuring""#,
      says: "'recuring' is no value of kind of service",
      help: #"did you mean "recurring"?"#),
    Mistake(
      #"account.status = "active""#, expecting: .bool, code: "syntax-error", marked: "=",
      says: "values are compared with '=='",
      help: "write =="),
    Mistake(
      "status == active", expecting: .bool, code: "unknown-name", marked: "active",
      says: "a value of status of service is written in quotes",
      help: #"write "active""#),
    Mistake(
      #"statu == "active""#, expecting: .bool, code: "unknown-name", marked: "statu",
      says: "there is no field or value 'statu' here",
      help: "did you mean status?"),
    Mistake(
      "account.balanc > 0", expecting: .bool, code: "unknown-field", marked: "balanc",
      says: "account has no field 'balanc'",
      help: "did you mean balance?"),
    Mistake(
      "end_date > 30", expecting: .bool, code: "type-mismatch", marked: "end_date > 30",
      says: "a date cannot be compared with a whole number",
      help: "compare it with a date, such as today + days(30)"),
    Mistake(
      #"end_date == "2026-03-10""#, expecting: .bool, code: "type-mismatch",
      marked: #"end_date == "2026-03-10""#,
      says: "a date cannot be compared with text",
      help: #"write date("2026-03-10")"#),
    Mistake(
      "today - end_date > 30", expecting: .bool, code: "date-subtraction",
      marked: "today - end_date",
      says: "dates are not subtracted with '-'",
      help: "write days_between(end_date, today)"),
    Mistake(
      "price > quantity / 3", expecting: .bool, code: "integer-division", marked: "quantity / 3",
      says: "a whole number divided by a whole number loses what is behind the point",
      help: "write decimal(quantity) / 3"),
    Mistake(
      "quantity / 3", expecting: .decimal, code: "integer-division", marked: "quantity / 3",
      says: "a whole number divided by a whole number loses what is behind the point",
      help: "write decimal(quantity) / 3"),
    Mistake(
      "round(quantity / 3, 2)", expecting: nil, code: "integer-division", marked: "quantity / 3",
      says: "a whole number divided by a whole number loses what is behind the point",
      help: "write decimal(quantity) / 3"),
    Mistake(
      #"now - created > duration("30d")"#, expecting: .bool, code: "invalid-duration",
      marked: #""30d""#,
      says: "a duration counts hours, minutes and seconds, not days",
      help: "write days(30)"),
    Mistake(
      "now - created > days(30)", expecting: .bool, code: "type-mismatch",
      marked: "now - created > days(30)",
      says: "a duration cannot be compared with a number of days, months or years",
      help: "add it to a time instead, such as start + days(30) < now"),
    Mistake(
      "price", expecting: .bool, code: "not-a-condition", marked: "price",
      says: "a condition is needed here, but 'price' is a decimal",
      help: "compare it, such as price > 0"),
    Mistake(
      "price && paused", expecting: .bool, code: "not-a-condition", marked: "price",
      says: "'&&' needs a condition, but 'price' is a decimal",
      help: "compare it, such as price > 0"),
    Mistake(
      "!lines", expecting: .bool, code: "not-a-condition", marked: "lines",
      says: "'!' needs a condition, but 'lines' is a set of line records",
      help: "compare its size, such as count(lines) > 0"),
    Mistake(
      "price > 0 and paused", expecting: .bool, code: "syntax-error", marked: "and",
      says: "'and' is written '&&'",
      help: "write &&"),
    Mistake(
      "price > 0 or paused", expecting: .bool, code: "syntax-error", marked: "or",
      says: "'or' is written '||'",
      help: "write ||"),
    Mistake(
      "not paused", expecting: .bool, code: "syntax-error", marked: "not",
      says: "'not' is written '!'",
      help: "write !"),
    Mistake(
      #"status <> "active""#, expecting: .bool, code: "syntax-error", marked: "<>",
      says: "'<>' is written '!='",
      help: "write !="),
    Mistake(
      "len(account.name) > 3", expecting: .bool, code: "unknown-function", marked: "len",
      says: "there is no function 'len'",
      help: "write size()"),
    Mistake(
      #"account.name.contain("x")"#, expecting: .bool, code: "unknown-function", marked: "contain",
      says: "there is no function 'contain'",
      help: "did you mean contains()?"),
    Mistake(
      #"contains(account.name, "x")"#, expecting: .bool, code: "unknown-function",
      marked: "contains",
      says: "contains() stands behind its value",
      help: #"write account.name.contains("x")"#),
    Mistake(
      "account.name.contains()", expecting: .bool, code: "wrong-argument-count",
      marked: "account.name.contains()",
      says: "contains() takes 1 argument, not 0",
      help: nil),
    Mistake(
      "account.name.contains(3)", expecting: .bool, code: "type-mismatch", marked: "3",
      says: "contains() needs text here, but '3' is a whole number",
      help: #"write "3""#),
    Mistake(
      "end_date + 30", expecting: nil, code: "type-mismatch", marked: "end_date + 30",
      says: "a whole number cannot be added to a date",
      help: "write end_date + days(30)"),
    Mistake(
      #"end_date + months("1")"#, expecting: nil, code: "type-mismatch", marked: #""1""#,
      says: #"months() needs a whole number here, but '"1"' is text"#,
      help: nil),
    Mistake(
      #"date("2026-02-30")"#, expecting: nil, code: "invalid-date", marked: #""2026-02-30""#,
      says: "'2026-02-30' is no day of the calendar",
      help: #"write year-month-day, such as date("2026-03-10")"#),
    Mistake(
      #"date("10.03.2026")"#, expecting: nil, code: "invalid-date", marked: #""10.03.2026""#,
      says: "'10.03.2026' is no day of the calendar",
      help: #"write year-month-day, such as date("2026-03-10")"#),
    Mistake(
      "days_between(created, today)", expecting: nil, code: "type-mismatch", marked: "created",
      says: "days_between() needs a date here, but 'created' is a point in time",
      help: "write date(created)"),
    Mistake(
      #"days_between("2026-01-01", today)"#, expecting: nil, code: "type-mismatch",
      marked: #""2026-01-01""#,
      says: #"days_between() needs a date here, but '"2026-01-01"' is text"#,
      help: #"write date("2026-01-01")"#),
    Mistake(
      "sum(lines)", expecting: nil, code: "type-mismatch", marked: "lines",
      says: "sum() needs numbers, but 'lines' has line records",
      help: "name a field, such as sum(lines.amount)"),
    Mistake(
      "count(account.name)", expecting: nil, code: "type-mismatch", marked: "account.name",
      says: "count() needs a list or a set, but 'account.name' is text",
      help: "write size(account.name)"),
    Mistake(
      "lines > 3", expecting: .bool, code: "type-mismatch", marked: "lines > 3",
      says: "a set of line records cannot be compared with a whole number",
      help: "compare its size, such as count(lines) > 3"),
    Mistake(
      "lines.all(l, l.amount)", expecting: .bool, code: "not-a-condition", marked: "l.amount",
      says: "all() needs a condition, but 'l.amount' is a decimal",
      help: "compare it, such as l.amount > 0"),
    Mistake(
      "lines.all(amount > 0)", expecting: .bool, code: "wrong-argument-count",
      marked: "lines.all(amount > 0)",
      says: "all() stands behind a list and takes a name for the element and a condition",
      help: "such as lines.all(x, x == …)"),
    Mistake(
      "account.all(l, true)", expecting: .bool, code: "type-mismatch", marked: "account",
      says: "all() needs a list or a set, but 'account' is a record of type account",
      help: nil),
    Mistake(
      #"account.tags == "gold""#, expecting: .bool, code: "type-mismatch",
      marked: #"account.tags == "gold""#,
      says: "a list of text cannot be compared with text",
      help: #"write "gold" in account.tags"#),
    Mistake(
      "status in account", expecting: .bool, code: "type-mismatch", marked: "account",
      says: "'in' needs a list or a set, but 'account' is a record of type account",
      help: "write == to compare with one value"),
    Mistake(
      #"status in ["active", "gone"]"#, expecting: .bool, code: "unknown-state", marked: #""gone""#,
      says: "there is no state 'gone' in region 'status' of service",
      help: nil),
    Mistake(
      #"status < "new""#, expecting: .bool, code: "type-mismatch", marked: #"status < "new""#,
      says: "the values of status of service have no order",
      help: #"list the values that are meant, such as x in ["…", "…"]"#),
    Mistake(
      #"paused == "yes""#, expecting: .bool, code: "type-mismatch", marked: #""yes""#,
      says: "a yes/no value cannot be compared with text",
      help: "write true"),
    Mistake(
      #"price == "12.50""#, expecting: .bool, code: "type-mismatch", marked: #""12.50""#,
      says: "a decimal cannot be compared with text",
      help: "write 12.50"),
    Mistake(
      #"quantity == "4""#, expecting: .bool, code: "type-mismatch", marked: #""4""#,
      says: "a whole number cannot be compared with text",
      help: "write 4"),
    Mistake(
      #""price: " + price"#, expecting: .string, code: "type-mismatch",
      marked: #""price: " + price"#,
      says: "a decimal cannot be added to text",
      help: "write text(price)"),
    Mistake(
      #"price + "x""#, expecting: nil, code: "type-mismatch", marked: #"price + "x""#,
      says: "text cannot be added to a decimal",
      help: "write text(price)"),
    Mistake(
      #"actor == "u17""#, expecting: .bool, code: "unknown-name", marked: "actor",
      says: "'actor' is no value by itself",
      help: "name a part of it: actor.roles, actor.user"),
    Mistake(
      #"actor.name == "u17""#, expecting: .bool, code: "unknown-name", marked: "name",
      says: "there is no value 'actor.name'",
      help: nil),
    Mistake(
      "parameters.limt > 3", expecting: .bool, code: "unknown-name", marked: "limt",
      says: "there is no value 'parameters.limt'",
      help: "did you mean parameters.limit?"),
    Mistake(
      #"paused ? 1 : "a""#, expecting: nil, code: "type-mismatch", marked: #"paused ? 1 : "a""#,
      says: "both values of '?' must be of one type, but one is a whole number and the other text",
      help: nil),
    Mistake(
      #"paused ? "active" : "x""#, expecting: .choice(Fixture.serviceStatus), code: "unknown-state",
      marked: #""x""#,
      says: "there is no state 'x' in region 'status' of service",
      help: nil),
    Mistake(
      #""activ""#, expecting: .choice(Fixture.serviceStatus), code: "unknown-state",
      marked: #""activ""#,
      says: "there is no state 'activ' in region 'status' of service",
      help: #"did you mean "active"?"#),
    Mistake(
      #"location.name == "x""#, expecting: .bool, code: "unknown-field", marked: "name",
      says: "location has no field 'name'",
      help: nil),
    Mistake(
      "price > 99999999999999999999", expecting: .bool, code: "number-too-large",
      marked: "99999999999999999999",
      says: "the number is too large",
      help: "a whole number is at most 9223372036854775807"),
    Mistake(
      "price > 1.23456789012345678", expecting: .bool, code: "number-too-large",
      marked: "1.23456789012345678",
      says: "'1.23456789012345678' is no decimal of up to 17 digits",
      help: "write it without an exponent, such as 1250.75"),
    Mistake(
      "quotient(price, 3) > 1", expecting: .bool, code: "type-mismatch", marked: "price",
      says: "quotient() needs a whole number here, but 'price' is a decimal",
      help: "write int(price)"),
    Mistake(
      "quotient(quantity) > 1", expecting: .bool, code: "wrong-argument-count",
      marked: "quotient(quantity)",
      says: "quotient() takes 2 arguments, not 1",
      help: nil),
    Mistake(
      #"at_time(today, "25:00") < now"#, expecting: .bool, code: "invalid-time",
      marked: #""25:00""#,
      says: "'25:00' is no time of a day",
      help: #"write hours and minutes, such as at_time(today, "18:00")"#),
    Mistake(
      #"at_time(now, "18:00") < now"#, expecting: .bool, code: "type-mismatch", marked: "now",
      says: "at_time() needs a date here, but 'now' is a point in time",
      help: "write date(now)"),
    Mistake(
      "at_time(today, 18) < now", expecting: .bool, code: "type-mismatch", marked: "18",
      says: "at_time() needs text here, but '18' is a whole number",
      help: #"write "18""#),
    Mistake(
      "date(2026, 2, 30) < today", expecting: .bool, code: "invalid-date", marked: "30",
      says: "there is no day 30 in month 2 of 2026",
      help: "write year, month and day, such as date(2026, 3, 10)"),
    Mistake(
      "date(2026, 2) < today", expecting: .bool, code: "wrong-argument-count",
      marked: "date(2026, 2)",
      says: "date() takes 1 or 3 arguments, not 2",
      help: nil),
    Mistake(
      #"time_of_day(price) > "09:00""#, expecting: .bool, code: "type-mismatch", marked: "price",
      says: "time_of_day() needs a point in time here, but 'price' is a decimal",
      help: nil),
    Mistake(
      "price > 1e3", expecting: .bool, code: "number-too-large", marked: "1e3",
      says: "'1e3' is no decimal of up to 17 digits",
      help: "write it without an exponent, such as 1250.75"),
    Mistake(
      "account.name == 'Nord", expecting: .bool, code: "syntax-error", marked: "'Nord",
      says: "the text is not closed",
      help: "put a quote at its end"),
    Mistake(
      "account.name == “Nord”", expecting: .bool, code: "syntax-error", marked: "“",
      says: "the character '“' cannot stand here",
      help: #"write the straight quotes " or '"#),
    Mistake(
      "price >", expecting: .bool, code: "syntax-error", marked: ">",
      says: "something is missing at the end",
      help: nil),
    Mistake(
      "", expecting: .bool, code: "syntax-error", marked: "",
      says: "an expression is missing here",
      help: nil),
    Mistake(
      "(price > 0", expecting: .bool, code: "syntax-error", marked: "0",
      says: "a ')' is missing",
      help: nil),
    Mistake(
      "price > 0)", expecting: .bool, code: "syntax-error", marked: ")",
      says: "')' cannot stand here",
      help: nil),
    Mistake(
      "account == location", expecting: .bool, code: "type-mismatch", marked: "account == location",
      says: "a record of type account cannot be compared with a record of type location",
      help: nil),
    Mistake(
      #"account.name.matches("[a-z")"#, expecting: .bool, code: "invalid-pattern",
      marked: #""[a-z""#,
      says: "the pattern is not sound: missing ]: [a-z",
      help: nil),
    Mistake(
      "end_date.year > 2020", expecting: .bool, code: "unknown-field", marked: "year",
      says: "'end_date' is a date and has no fields",
      help: "write year(end_date)"),
    Mistake(
      "account.tags.length > 2", expecting: .bool, code: "unknown-field", marked: "length",
      says: "'account.tags' is a list of text and has no fields",
      help: "write size(account.tags)"),
    Mistake(
      "now() > created", expecting: .bool, code: "unknown-function", marked: "now",
      says: "there is no function 'now'",
      help: "write now without parentheses"),
    Mistake(
      "today() > end_date", expecting: .bool, code: "unknown-function", marked: "today",
      says: "there is no function 'today'",
      help: "write today without parentheses"),
    Mistake(
      "isnull(end_date)", expecting: .bool, code: "unknown-function", marked: "isnull",
      says: "there is no function 'isnull'",
      help: "write x == null"),
    Mistake(
      "end_date == empty", expecting: .bool, code: "unknown-name", marked: "empty",
      says: "there is no field or value 'empty' here",
      help: "write null"),
    Mistake(
      "price ≥ 3", expecting: .bool, code: "syntax-error", marked: "≥",
      says: "the character '≥' cannot stand here",
      help: "write >="),
    Mistake(
      "in == 3", expecting: .bool, code: "syntax-error", marked: "in",
      says: "'in' cannot stand here",
      help: nil),
    Mistake(
      "package == 3", expecting: .bool, code: "syntax-error", marked: "package",
      says: "'package' is a reserved word and cannot be a name by itself",
      help: "write record.package"),
    Mistake(
      "has(price > 3)", expecting: .bool, code: "syntax-error", marked: "price > 3",
      says: "has() needs a field, as in has(record.field)",
      help: nil),
    Mistake(
      "has()", expecting: .bool, code: "wrong-argument-count", marked: "has()",
      says: "has() takes one field, as in has(record.field)",
      help: nil),
    Mistake(
      "-account.name", expecting: nil, code: "type-mismatch", marked: "-account.name",
      says: "'-' needs a number, but 'account.name' is text",
      help: nil),
    Mistake(
      "price * end_date", expecting: nil, code: "type-mismatch", marked: "price * end_date",
      says: "a decimal cannot be multiplied by a date",
      help: nil),
    Mistake(
      "min(lines)", expecting: nil, code: "type-mismatch", marked: "lines",
      says: "min() needs values that have an order, and a record of type line has none",
      help: "name a field, such as min(lines.amount)"),
    Mistake(
      #"coalesce(discount, "none")"#, expecting: nil, code: "type-mismatch", marked: #""none""#,
      says: "coalesce() needs values of one type, but one is a decimal and one is text",
      help: nil),
    Mistake(
      "created", expecting: .date, code: "type-mismatch", marked: "created",
      says: "a date is needed here, but 'created' is a point in time",
      help: "write date(created)"),
    Mistake(
      "price", expecting: .int, code: "type-mismatch", marked: "price",
      says: "a whole number is needed here, but 'price' is a decimal",
      help: "write int(price) to drop what is behind the point"),
    Mistake(
      "account", expecting: .string, code: "type-mismatch", marked: "account",
      says: "text is needed here, but 'account' is a record of type account",
      help: "write text(account)"),
    Mistake(
      "lines.amount + 3", expecting: nil, code: "type-mismatch", marked: "lines.amount + 3",
      says: "a whole number cannot be added to a list of decimals",
      help: "write sum(lines.amount)"),
    Mistake(
      "True", expecting: .bool, code: "unknown-name", marked: "True",
      says: "there is no field or value 'True' here",
      help: "did you mean true?"),
    Mistake(
      "price > 0 price < 3", expecting: .bool, code: "syntax-error", marked: "price",
      says: "'price' cannot stand here",
      help: "an operator such as == or && is missing before it"),
    Mistake(
      "price => 3", expecting: .bool, code: "syntax-error", marked: "=>",
      says: "'=>' is written '>='",
      help: "write >="),
    Mistake(
      #""a\s""#, expecting: nil, code: "syntax-error", marked: #"\s"#,
      says: #"'\s' is not an escape"#,
      help: #"write \\ for a backslash"#),
    Mistake(
      "text(lines)", expecting: nil, code: "type-mismatch", marked: "lines",
      says: "text() cannot be used with a set of line records",
      help: nil),
    Mistake(
      "account.foo.bar", expecting: nil, code: "unknown-field", marked: "foo",
      says: "account has no field 'foo'",
      help: nil),
    Mistake(
      "lines.foo", expecting: nil, code: "unknown-field", marked: "foo",
      says: "line has no field 'foo'",
      help: nil),
    Mistake(
      "1,000 < price", expecting: .bool, code: "syntax-error", marked: ",",
      says: "numbers are written without separators",
      help: "leave out the comma, or write a point"),
    Mistake(
      "price % 2 == 0", expecting: .bool, code: "type-mismatch", marked: "price % 2",
      says: "'%' needs whole numbers, not a decimal",
      help: nil),
    Mistake(
      "if(paused, 1, 2)", expecting: nil, code: "syntax-error", marked: "if",
      says: "there is no 'if'",
      help: "write condition ? value : other"),
    Mistake(
      "null > 3", expecting: .bool, code: "type-mismatch", marked: "null > 3",
      says: "'>' needs values that have an order, and empty (null) has none",
      help: "compare with null by == or !="),
    Mistake(
      "price > null", expecting: .bool, code: "type-mismatch", marked: "price > null",
      says: "'>' needs values that have an order, and empty (null) has none",
      help: "compare with null by == or !="),
    Mistake(
      "lines.exists(price > 3)", expecting: .bool, code: "wrong-argument-count",
      marked: "lines.exists(price > 3)",
      says: "exists() stands behind a list and takes a name for the element and a condition",
      help: "such as lines.exists(x, x == …)"),
    Mistake(
      "lines.exists(l, l.amont > 3)", expecting: .bool, code: "unknown-field", marked: "amont",
      says: "line has no field 'amont'",
      help: "did you mean amount?"),
    Mistake(
      "sum(price)", expecting: nil, code: "type-mismatch", marked: "price",
      says: "sum() needs a list or a set, but 'price' is a decimal",
      help: "add single values with +"),
    Mistake(
      #""x" in status"#, expecting: .bool, code: "type-mismatch", marked: "status",
      says: "'in' needs a list or a set, but 'status' is a state (status of service)",
      help: "write == to compare with one value"),
    Mistake(
      "days(3) > days(2)", expecting: .bool, code: "type-mismatch", marked: "days(3) > days(2)",
      says: "'>' needs values that have an order, and a number of days, months or years has none",
      help: nil),
    Mistake(
      #"account.name - "x""#, expecting: nil, code: "type-mismatch", marked: #"account.name - "x""#,
      says: "text cannot be subtracted from text",
      help: nil),
  ]
}

/// The account that the pages' examples speak of.
enum PageFixture {
  static let schema = Schema(
    recordTypes: [
      .init(
        name: "account",
        members: [
          .init(name: "status", kind: .field(slot: 0, type: .choice(0), nullable: false)),
          .init(name: "kind", kind: .field(slot: 1, type: .choice(1), nullable: false)),
          .init(name: "name", kind: .field(slot: 2, type: .string, nullable: false)),
          .init(name: "balance", kind: .field(slot: 3, type: .decimal, nullable: false)),
          .init(name: "visits", kind: .field(slot: 4, type: .int, nullable: false)),
          .init(name: "end_date", kind: .field(slot: 5, type: .date, nullable: true)),
          .init(name: "created", kind: .field(slot: 6, type: .timestamp, nullable: false)),
          .init(name: "start_date", kind: .field(slot: 7, type: .date, nullable: false)),
          .init(name: "locations", kind: .set(index: 0, of: 0)),
        ])
    ],
    choiceTypes: [
      .init(name: "status of account", values: ["active", "deactivated"], isState: true),
      .init(name: "kind of account", values: ["recurring", "on_request"]),
    ])

  static let compiler = Compiler(
    environment: Environment(
      extensions: .workflow, schema: schema,
      variables: [
        .init(name: "account", type: .record(0), slot: 0),
        .init(name: "today", type: .date, slot: 1),
        .init(name: "now", type: .timestamp, slot: 2),
      ], receiver: 0))
}

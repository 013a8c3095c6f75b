import Diagnostics
import Testing
import WorkflowLanguage

@Suite("A slip in what stands only once")
struct UniqueValueTests {
  @Test("is told once, at the place, with a mend that works", arguments: misuses)
  func misuse(_ misuse: Misuse) {
    misuse.check { line in
      """
      workflow: billing
      records:
        account: {fields: {name: text, opened: date?}}
        invoice:
          fields:
            account: account
            period: text
            tags: {list: text}
            key: {formula: lower(period)}
            former: invoice
            owner: {formula: account.name}
            age: {formula: 'days_between(today, today)'}
            number: \(line.hasPrefix("{") || line.hasPrefix("text") ? line : "text")
          relations: {lines: {many: line, inline: true}}
          states: {status: [open, void]}
          \(line.hasPrefix("unique") ? line : "unique: [[account, period]]")
        line: {fields: {text: text}}

      """
    }
  }

  static let misuses = [
    Misuse(
      "one list of fields", "unique: [account, period]", "unique: [[account, period]]",
      code: "unique-values", marked: "[account, period]",
      message: "fields that are unique together stand in a list of their own",
      label: "write [[account, period]]"),
    Misuse(
      "one field", "unique: [[account]]", "unique: [[account, period]]", code: "unique-values",
      marked: "[account]",
      message: "'account' stands alone, and this is for several fields together",
      label: "write 'unique: true' at the field account, or name another one"),
    Misuse(
      "a field that is misspelt", "unique: [[acount, period]]", "unique: [[account, period]]",
      code: "unknown-field", marked: "acount", message: "invoice has no field 'acount'",
      label: "did you mean account?"),
    Misuse(
      "a field twice", "unique: [[account, period, account]]", "unique: [[account, period]]",
      code: "unique-values", marked: "account",
      message: "'account' stands twice among fields that are unique together",
      label: "take one of them out"),
    Misuse(
      "the same fields twice", "unique: [[account, period], [period, account]]",
      "unique: [[account, period]]", code: "unique-values", marked: "[period, account]",
      message: "period and account are unique together already", label: "take one of them out"),
    Misuse(
      "a flag", "unique: true", "unique: [[account, period]]", code: "wrong-shape",
      marked: "true", message: "a list for 'unique' is expected here, not a single value",
      label: "write [[field, other_field]]"),
    Misuse(
      "fields at a field", "{type: text, unique: {fields: [account, period]}}",
      "{type: text, unique: true}", code: "unique-values", marked: "{fields: [account, period]}",
      message: "fields that are unique together are no matter of one field",
      label: "move it into invoice, beside 'fields'"),
    Misuse(
      "a list at a field", "{type: text, unique: [[account, period]]}",
      "{type: text, unique: true}", code: "unique-values", marked: "[[account, period]]",
      message: "fields that are unique together are no matter of one field",
      label: "move it into invoice, beside 'fields'"),
    Misuse(
      "no flag", "{type: text, unique: maybe}", "{type: text, unique: true}", code: "wrong-value",
      marked: "maybe", message: "'unique' is true or false, not 'maybe'",
      label: "write true or false"),
    Misuse(
      "a condition that is no condition", "{type: text, unique: {where: period}}",
      "{type: text, unique: {where: period != \"\"}}", code: "not-a-condition", marked: "period",
      message: "a condition is needed here, but 'period' is text",
      label: "compare it, such as period != \"\""),
    Misuse(
      "a condition on another record of the type",
      "unique: [{fields: [account, period], where: former.period.size() > 2}]",
      "unique: [{fields: [account, period], where: period.size() > 2}]", code: "unique-values",
      marked: "former.period.size() > 2",
      message: "'former.period.size() > 2' reads more than the record's own fields",
      label: "use stored fields and states of invoice alone"),
    Misuse(
      "a state", "unique: [[account, status]]", "unique: [{fields: [account, period], in: open}]",
      code: "unique-values", marked: "status",
      message: "'status' is a state, and only fields of invoice with one value are unique",
      label: "states stand under 'in'"),
    Misuse(
      "a set", "unique: [[account, lines]]", "unique: [[account, period]]",
      code: "unique-values", marked: "lines",
      message: "'lines' is a set, and only fields of invoice with one value are unique",
      label: "name a field"),
    Misuse(
      "a list", "unique: [[account, tags]]", "unique: [[account, key]]", code: "unique-values",
      marked: "tags",
      message: "'tags' is a list, and only fields of invoice with one value are unique",
      label: "name a field"),
    Misuse(
      "no fields", "unique: [{where: period != \"\"}]",
      "unique: [{fields: [account, period], where: period != \"\"}]", code: "missing-key",
      marked: "{where: period != \"\"}", message: "'unique' needs 'fields'",
      label: "add 'fields: …'"),
    Misuse(
      "a key that is misspelt", "unique: [{fields: [account, period], were: period != \"\"}]",
      "unique: [{fields: [account, period], where: period != \"\"}]", code: "unknown-key",
      marked: "were", message: "there is no key 'were' in 'unique'",
      label: "did you mean where?"),
    Misuse(
      "nothing after it", "unique:", "unique: [[account, period]]", code: "empty-key",
      marked: "unique", message: "'unique' has nothing after it",
      label: "write something after it, or take it out"),
    Misuse(
      "a condition on another record", "{type: text, unique: {where: account.name != \"\"}}",
      "{type: text, unique: {where: period != \"\"}}", code: "unique-values",
      marked: "account.name != \"\"",
      message: "'account.name != \"\"' reads more than the record's own fields",
      label: "use stored fields and states of invoice alone"),
    Misuse(
      "a condition on the time",
      "unique: [{fields: [account, period], where: '\"x\" + text(today) != period'}]",
      "unique: [{fields: [account, period], where: period != \"\"}]", code: "unique-values",
      marked: "'\"x\" + text(today) != period'",
      message: "'\"x\" + text(today) != period' reads more than the record's own fields",
      label: "use stored fields and states of invoice alone"),
    Misuse(
      "computed from another record", "unique: [[period, owner]]", "unique: [[period, key]]",
      code: "unique-values", marked: "owner",
      message: "'account.name' reads more than the record's own fields",
      label: "use stored fields and states of invoice alone"),
    Misuse(
      "computed with the time", "unique: [[period, age]]", "unique: [[period, key]]",
      code: "unique-values", marked: "age",
      message: "'days_between(today, today)' reads more than the record's own fields",
      label: "use stored fields and states of invoice alone"),
    Misuse(
      "a computed field with more", "{formula: lower(period), unique: true, default: x}",
      "{formula: lower(period), unique: true}", code: "misplaced-key", marked: "default",
      message: "'default' cannot stand beside 'formula'",
      label: "a computed field has nothing else but 'unique'"),
  ]
}

@Suite("How many unique keys a record type has")
struct UniqueLimitTests {
  /// A main file with some keys, and a part that adds others.
  private static func load(_ own: Int, _ added: Int) -> [Diagnostic] {
    let names = (0..<14).map { "f\($0)" }
    let pairs = names.indices.flatMap { first in
      names[(first + 1)...].map { "[\(names[first]), \($0)]" }
    }
    func list(_ pairs: some Sequence<String>) -> String { pairs.joined(separator: ", ") }
    let part = """
      part_of: w
      adds_to: {item: {unique: [\(list(pairs[own..<own + added]))]}}
      """
    let text = """
      workflow: w
      uses: [p.yaml]
      records:
        item:
          fields: {\(list(names.map { "\($0): text" }))}
          unique: [\(list(pairs[..<own]))]
      """
    return DefinitionLoader().load(
      SourceFile(name: "w.yaml", text: text), parts: PartSource(["p.yaml": part])
    ).diagnostics
  }

  @Test("is told whichever files they stand in")
  func limit() {
    #expect(Self.load(32, 32).isEmpty)
    let found = Self.load(40, 25)
    #expect(found.map(\.code) == ["too-many"])
    #expect(found.first?.range?.file.name == "p.yaml")
  }
}
